"""A piece of long work, its lines one by one, and the file it may have made."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

SILENCE = timedelta(seconds=60)  # after which nobody seems to be at work
Json = dict[str, Any]


class JobState(models.TextChoices):
    """How far a job is."""

    DRAFT = "draft", pgettext_lazy("task state", "Being prepared")
    QUEUED = "queued", pgettext_lazy("task state", "Waiting its turn")
    RUNNING = "running", pgettext_lazy("task state", "Under way")
    DONE = "done", pgettext_lazy("task state", "Done")
    FAILED = "failed", pgettext_lazy("task state", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("task state", "Cancelled")


UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})
ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by who may follow them and who may do something with them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep one's own, a lead's whole workshop's, and all for who reads the trail."""
        return self if actor.may(Permission.SEE_AUDIT) else self.owned_by(actor)

    def owned_by(self, actor: Membership) -> Self:
        """Keep those whose results the actor may read: one's own, and a lead's workshop's."""
        ours = self.filter(requested_by__organisation=actor.organisation_id)
        return ours if actor.may(Permission.LEAD) else ours.filter(requested_by__user=actor.user_id)

    def asked_for(self) -> Self:
        """Leave out what is still being prepared."""
        return self.exclude(state=JobState.DRAFT)


class Job(models.Model):
    """Long work of one kind; `parameters` and `result` hold codes and counts."""

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    requested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField[Json, Json](default=dict)
    result = models.JSONField[Json, Json](default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)  # the last sign of life, of asker or worker
    finished_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = JobQuerySet.as_manager()
    if TYPE_CHECKING:
        lines: RelatedManager[JobLine]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="job_done_within_total"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_by", "-id"], name="job_of_member"),
            models.Index(fields=["state", "made_at"], name="job_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_under_way(self) -> bool:
        """Say whether its page has something to wait for."""
        return self.state in UNDER_WAY

    @property
    def is_silent(self) -> bool:
        """Say whether it is under way, and nobody was heard of for a minute."""
        heard = self.heartbeat_at or self.made_at
        return self.is_under_way and timezone.now() - heard > SILENCE

    @property
    def may_continue(self) -> bool:
        """Say whether the rest of it can be asked for again: it stopped, or seems to have."""
        return self.state == JobState.FAILED or self.is_silent


class Outcome(models.TextChoices):
    """What came of one line; nothing yet is empty."""

    DONE = "done", pgettext_lazy("task line", "Done")
    REFUSED = "refused", pgettext_lazy("task line", "Not done")


class JobLine(models.Model):
    """One thing that a job is about: its key, as it was seen, and what came of it.

    Written in the transaction that did the thing, so that going on never does it twice.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    key = models.CharField(max_length=40)  # a code
    seen = models.JSONField[Json, Json](default=dict)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reasons = models.JSONField[list[Json], list[Json]](default=list)  # refurb.jobs.reasons
    facts = models.JSONField[Json, Json](default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "key"], name="one_line_a_key"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="line_outcome_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["job", "outcome", "id"], name="line_by_outcome")]

    def __str__(self) -> str:
        return self.key


class JobFile(models.Model):
    """What a job made, to be fetched for a while: a document is a row like any other."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(_("File"), max_length=80)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
