"""Executions of the matching: what was asked, what went in, what came out, and what people wish."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from distribution.models.policy import Policy
from distribution.models.request_line import RequestLine
from distribution.words import WishKind, WishReason
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

SILENCE = timedelta(minutes=2)  # after which the worker seems to be gone: no step takes as long
CONFIRMING_SILENCE = timedelta(minutes=10)  # one transaction, of which nothing is heard meanwhile
Json = dict[str, Any]


class RunState(models.TextChoices):
    """How far a run is."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    PROPOSED = "proposed", _("Proposed")
    CONFIRMING = "confirming", _("Being confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    FAILED = "failed", _("Failed")


UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.CONFIRMING})
COMPUTED = frozenset({RunState.PROPOSED, RunState.CONFIRMING, RunState.CONFIRMED})
CONFIRMED_BY_SOMEBODY = frozenset({RunState.CONFIRMING, RunState.CONFIRMED})


class RunStage(models.TextChoices):
    """What a run is busy with."""

    READING = "reading", pgettext_lazy("run stage", "Reading who waits and what is ready")
    MATCHING = "matching", pgettext_lazy("run stage", "Matching devices to lines")
    EXPLAINING = "explaining", pgettext_lazy("run stage", "Working out why")


class AllocationRunQuerySet(models.QuerySet["AllocationRun"]):
    """Runs, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read runs."""
        return self if actor.may(Permission.SEE_RUNS) else self.none()

    def computed(self) -> Self:
        """Keep those that propose something."""
        return self.filter(state__in=COMPUTED)


class AllocationRun(models.Model):
    """One reproducible execution of the matching: what was asked, what it proposed."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="+")
    # The run on whose review the wishes were made that this one takes in.
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=10, choices=RunStage, blank=True)
    done = models.PositiveIntegerField(default=0)  # lines read, of `total`
    total = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(default=timezone.now)  # the last sign of life
    attempt = models.PositiveSmallIntegerField(default=1)
    failure = models.JSONField[Json, Json](default=dict)  # {"code": …} and codes it is about
    input_sha256 = models.CharField(max_length=64, blank=True)
    # What it says of each line is in RunLine.
    pair_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    barred_count = models.PositiveIntegerField(default=0)
    compared_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )  # the proposal before
    change_counts = models.JSONField[dict[str, int], dict[str, int]](default=dict)  # by Change
    excluded_because = models.CharField(max_length=200, blank=True)  # of those left out, at the end
    confirmed_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AllocationRunQuerySet.as_manager()
    if TYPE_CHECKING:
        wishes: RelatedManager[RunWish]
        record: RunRecord

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="run_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CONFIRMED_BY_SOMEBODY), confirmed_by__isnull=False)
                | (~Q(state__in=sorted(CONFIRMED_BY_SOMEBODY)) & Q(confirmed_by=None)),
                name="run_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(COMPUTED)) | ~Q(input_sha256=""),
                name="run_can_be_repeated",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["", *RunStage.values]), name="run_stage_known"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="run_done_within_total"),
            models.CheckConstraint(
                condition=Q(based_on=None) | ~Q(based_on=F("id")), name="run_based_on_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_under_way(self) -> bool:
        """Say whether its page has something to wait for."""
        return self.state in UNDER_WAY

    @property
    def is_silent(self) -> bool:
        """Say whether it is under way, and its worker was not heard of for too long."""
        silence = CONFIRMING_SILENCE if self.state == RunState.CONFIRMING else SILENCE
        return self.is_under_way and timezone.now() - self.heard_at > silence

    @property
    def may_be_taken_up(self) -> bool:
        """Say whether its work can be asked for again: it failed, or its worker is silent."""
        return self.state == RunState.FAILED or self.is_silent


class RunRecord(models.Model):
    """What went into a run and what the matcher gave, byte for byte; never changed.

    Both are compressed canonical JSON (runs.record) of references and codes: the run can
    be repeated and checked long after its lines and devices have changed.
    """

    run = models.OneToOneField(
        AllocationRun, on_delete=models.PROTECT, primary_key=True, related_name="record"
    )
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)  # of the input before it was compressed
    outcome = models.BinaryField()
    outcome_sha256 = models.CharField(max_length=64)

    frozen: ClassVar = ("run", "content", "sha256", "outcome", "outcome_sha256")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sha256="") & ~Q(outcome_sha256=""), name="run_record_has_digests"
            )
        ]

    def __str__(self) -> str:
        return f"record of run {self.run_id}"


class RunWishQuerySet(models.QuerySet["RunWish"]):
    """Pins and exclusions, by who may read runs."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read runs."""
        return self if actor.may(Permission.SEE_RUNS) else self.none()

    def standing(self) -> Self:
        """Keep those that nobody took back."""
        return self.filter(lifted_by=None)


class RunWish(models.Model):
    """A pin or an exclusion: a line, a device, and the reason that the run shows.

    A screen is excluded as any device is; pinned to go with the line's machine, it is BESIDE.
    `is_applied`: the run took it in. The others were made on its review: they are left out of what
    is confirmed, and the next proposal takes them in. Never deleted: taken back by somebody.
    """

    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=10, choices=WishKind)
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(_("Why?"), max_length=12, choices=WishReason)
    reason = models.CharField(_("In words"), max_length=200, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_applied = models.BooleanField(default=False)
    lifted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RunWishQuerySet.as_manager()
    frozen: ClassVar = (
        "run",
        "kind",
        "line",
        "device",
        "because",
        "reason",
        "made_by",
        "made_at",
        "is_applied",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "line", "device"],
                condition=Q(lifted_by=None),
                name="one_wish_a_pair",
            ),
            models.UniqueConstraint(
                fields=["run", "line"],
                condition=Q(kind=WishKind.PIN, lifted_by=None),
                name="one_pin_a_line",
            ),
            models.UniqueConstraint(
                fields=["run", "line"],
                condition=Q(kind=WishKind.BESIDE, lifted_by=None),
                name="one_pinned_screen_a_line",
            ),
            models.UniqueConstraint(
                fields=["run", "device"],
                condition=Q(kind__in=[WishKind.PIN, WishKind.BESIDE], lifted_by=None),
                name="one_pin_a_device",
            ),
            models.CheckConstraint(condition=Q(kind__in=WishKind.values), name="wish_kind_known"),
            models.CheckConstraint(
                condition=Q(because__in=WishReason.values), name="wish_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(because=WishReason.OTHER) | ~Q(reason=""),
                name="wish_for_another_reason_says_which",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
