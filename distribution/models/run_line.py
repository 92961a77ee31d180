"""What a run says of each line: rows, so that a page of them or one alone is a look-up."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from distribution.models.run import AllocationRun
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission

Json = dict[str, Any]


class LineOutcome(models.TextChoices):
    """What a run has for a line."""

    PAIR = "pair"
    SKIPPED = "skipped"
    BARRED = "barred"
    GONE = "gone"


class Change(models.TextChoices):
    """How a line fares otherwise than in the proposal before."""

    NEWLY = "newly"
    OTHER = "other"
    NO_LONGER = "no_longer"
    GONE = "gone"


class Fate(models.TextChoices):
    """Why a pair was not set aside when its run was confirmed, or not all of it.

    DOUBT: it may be one household with another, which nobody had decided on. The machine alone
    is: ALONE, since its screen had moved; BARE, since somebody left the screen
    out.
    """

    DOUBT = "doubt"
    EXCLUDED = "excluded"
    CHANGED = "changed"
    MOVED = "moved"
    ALONE = "alone"
    BARE = "bare"


class RunLineQuerySet(models.QuerySet["RunLine"]):
    """What runs say of lines, by who may read runs and by what it is."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read runs."""
        return self if actor.may(Permission.SEE_RUNS) else self.none()

    def pairs(self) -> Self:
        """Keep the lines that have a device, in priority order."""
        return self.filter(outcome=LineOutcome.PAIR).order_by("place", "pk")

    def skipped(self) -> Self:
        """Keep the lines left waiting, in priority order."""
        return self.filter(outcome=LineOutcome.SKIPPED).order_by("place", "pk")

    def changed(self) -> Self:
        """Keep the lines that fare otherwise than in the proposal before, in priority order."""
        return self.exclude(change="").order_by("place", "pk")


class RunLine(models.Model):
    """What a run says of one line, in references, codes and counts; nobody's name.

    Only `fate` and `refusals` are ever written again: on confirming.
    """

    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="lines")
    outcome = models.CharField(max_length=7, choices=LineOutcome)
    # In the list as the run saw it; of a line that waits no longer, in the proposal before. 0 of an
    # institution's: those stand first, in the order of their own list, which is that of the rows.
    place = models.PositiveIntegerField()
    line = models.BigIntegerField()  # the id of the request line; the run outlives it
    reference = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    kinds = models.CharField(max_length=80)  # of a pair its device's, else all asked for; spaced
    device = models.CharField(max_length=12, blank=True)
    companion = models.CharField(max_length=12, blank=True)
    why = models.PositiveIntegerField(null=True)  # RunWhy.number, of a skipped line
    told = models.JSONField[Json, Json](default=dict)  # distribution.runs.results
    change = models.CharField(max_length=9, choices=Change, blank=True)
    device_before = models.CharField(max_length=12, blank=True)  # where `change` says otherwise
    fate = models.CharField(max_length=8, choices=Fate, blank=True)
    refusals = models.JSONField(default=list)  # why it was not set aside: refurb.jobs.reasons

    objects = RunLineQuerySet.as_manager()
    frozen: ClassVar = (
        "run",
        "outcome",
        "place",
        "line",
        "reference",
        "number",
        "kinds",
        "device",
        "companion",
        "why",
        "told",
        "change",
        "device_before",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="line_once_in_a_run"),
            models.CheckConstraint(
                condition=Q(outcome=LineOutcome.PAIR) & ~Q(device="")
                | (~Q(outcome=LineOutcome.PAIR) & Q(device="", companion="", fate="")),
                name="pair_of_a_run_has_a_device",
            ),
            models.CheckConstraint(
                condition=Q(outcome=LineOutcome.SKIPPED, why__isnull=False)
                | (~Q(outcome=LineOutcome.SKIPPED) & Q(why=None)),
                name="skipped_line_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=LineOutcome.values), name="run_line_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(change__in=["", *Change.values]), name="run_line_change_known"
            ),
            models.CheckConstraint(
                condition=Q(fate__in=["", *Fate.values]), name="run_line_fate_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "outcome", "place"], name="run_line_in_order"),
            models.Index(
                fields=["run", "device"], condition=~Q(device=""), name="run_line_of_device"
            ),
            models.Index(
                fields=["run", "companion"], condition=~Q(companion=""), name="run_line_of_screen"
            ),
            models.Index(
                fields=["run", "change", "place"], condition=~Q(change=""), name="run_line_changed"
            ),
            models.Index(fields=["run", "fate"], condition=~Q(fate=""), name="run_line_fate"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Give the key by which the matcher, the record and the API know the line."""
        return f"{self.reference}/{self.number}"


class RunWhyQuerySet(models.QuerySet["RunWhy"]):
    """What was missing for lines of runs, by who may read runs."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read runs."""
        return self if actor.may(Permission.SEE_RUNS) else self.none()


class RunWhy(models.Model):
    """What was missing for the skipped lines of one need in a run, in codes and counts."""

    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="whys")
    number = models.PositiveIntegerField()
    content = models.JSONField[Json, Json](default=dict)  # distribution.runs.results

    objects = RunWhyQuerySet.as_manager()
    frozen: ClassVar = ("run", "number", "content")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="why_once_in_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"
