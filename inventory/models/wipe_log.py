"""Logs of wipe tools, kept untouched, and what each run in them proved of each drive."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory.models.device import Device
from inventory.models.drive import Drive, Erasure
from inventory.sanitisation import Result, Technique, Verification
from inventory.wipe_logs.shapes import LogFormat
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class WipeLogQuerySet(models.QuerySet["WipeLog"]):
    """Logs, by who may read evidence."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation sent in, or with a drive it may see."""
        if not actor.may(Permission.SEE_EVIDENCE):
            return self.none()
        if actor.may(Permission.SEE_ALL_DEVICES):
            return self
        mine = Q(organisation=actor.organisation_id)
        seen = WipeResult.objects.filter(drive__device__in=Device.objects.visible_to(actor))
        return self.filter(mine | Q(pk__in=seen.values("log")))


class WipeLog(models.Model):
    """One log as it came in, and its SHA-256."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    format = models.CharField(max_length=9, choices=LogFormat, default=LogFormat.NWIPE)
    parser_version = models.PositiveSmallIntegerField()
    raw = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects = WipeLogQuerySet.as_manager()
    if TYPE_CHECKING:
        results: RelatedManager[WipeResult]

    frozen: ClassVar = (
        "organisation",
        "uploaded_by",
        "format",
        "raw",
        "sha256",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"], name="one_wipe_log_per_content"
            ),
            models.CheckConstraint(
                condition=Q(format__in=LogFormat.values), name="wipe_log_format_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="wipe_log_newest")]

    def __str__(self) -> str:
        return f"wipe log {self.sha256[:12]}"


class WipeResultQuerySet(models.QuerySet["WipeResult"]):
    """What runs proved, by who may read evidence."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's organisation's logs, and of drives it may see."""
        if not actor.may(Permission.SEE_EVIDENCE):
            return self.none()
        if actor.may(Permission.SEE_ALL_DEVICES):
            return self
        mine = Q(log__organisation=actor.organisation_id)
        return self.filter(mine | Q(drive__device__in=Device.objects.visible_to(actor)))

    def waiting(self) -> Self:
        """Keep those that no drive is known for yet."""
        return self.filter(drive=None)


class WipeResult(models.Model):
    """What one run proved of one drive; waits without a drive until its serial number turns up.

    `started` and `ended` are as the log writes them, to be shown and not trusted.
    """

    log = models.ForeignKey(WipeLog, on_delete=models.PROTECT, related_name="results")
    run = models.PositiveSmallIntegerField()  # from 1, in the order of the file
    place = models.PositiveSmallIntegerField()  # from 1, in the order of the run
    serial_number = models.CharField(max_length=80, blank=True)  # upper case; "" when unknown
    model = models.CharField(max_length=120, blank=True)
    tool = models.CharField(max_length=60, blank=True)
    technique = models.CharField(max_length=16, choices=Technique, default=Technique.OVERWRITE)
    method = models.CharField(max_length=60, blank=True)
    verification = models.CharField(max_length=8, choices=Verification)
    verdict = models.CharField(max_length=10, choices=Result)
    reasons = models.JSONField(default=list)  # [{"code", "facts", "lines"}]: inventory.wipe_logs
    needed_retries = models.BooleanField(default=False)
    started = models.CharField(max_length=25, blank=True)
    ended = models.CharField(max_length=25, blank=True)
    drive = models.ForeignKey(
        Drive, on_delete=models.PROTECT, null=True, related_name="wipe_results"
    )
    erasure = models.OneToOneField(
        Erasure, on_delete=models.PROTECT, null=True, related_name="wipe_result"
    )

    objects = WipeResultQuerySet.as_manager()

    # All but what is known once the drive turns up.
    frozen: ClassVar = (
        *("log", "run", "place", "model", "tool", "technique", "method", "verification"),
        *("needed_retries", "started", "ended"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["log", "run", "place"], name="one_wipe_result_per_drive_of_a_run"
            ),
            models.CheckConstraint(
                condition=Q(drive=None, erasure=None)
                | Q(drive__isnull=False, erasure__isnull=False),
                name="wipe_result_matched_by_an_erasure",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Result.values)
                & Q(verification__in=Verification.values)
                & Q(technique__in=Technique.values),
                name="wipe_result_words_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["serial_number"], condition=Q(drive=None), name="wipe_result_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.serial_number or '?'}: {self.verdict}"
