"""Drives, and the attempts to sanitise them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.models.device import Device, DeviceEvent
from inventory.sanitisation import (
    CATEGORY_OF,
    Category,
    Rejection,
    Result,
    Technique,
    Technology,
    Verification,
)
from refurb.accounts.models import Membership, User


class DriveStatus(models.TextChoices):
    """Where a drive is."""

    PRESENT = "present", _("In the device")
    MISSING = "missing", _("No longer found")
    REMOVED = "removed", _("In stock")
    DESTROYED = "destroyed", _("Destroyed")
    LOST = "lost", pgettext_lazy("drive", "Lost")
    MISTAKEN = "mistaken", _("Was never there")


# Where a drive can be wiped and looked at.
IN_REACH = frozenset({DriveStatus.PRESENT, DriveStatus.REMOVED})


class DriveQuerySet(models.QuerySet["Drive"]):
    """Drives, by who may see their device."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep the drives of visible devices."""
        return self.filter(device__in=Device.objects.visible_to(actor))

    def with_newest_erasure(self) -> Self:
        """Add `newest_erasure_id`: the erasure with the latest event, or None."""
        newest = Erasure.objects.filter(drive=OuterRef("pk")).order_by("-event_id").values("pk")[:1]
        return self.annotate(newest_erasure_id=Subquery(newest))


class Drive(models.Model):
    """One drive, addressed by its own id: serials can be missing, doubled or hold a slash."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="drives")
    serial_number = models.CharField(_("Serial number"), max_length=80, blank=True)
    model = models.CharField(_("Model"), max_length=120, blank=True)
    technology = models.CharField(
        _("Technology"), max_length=8, choices=Technology, default=Technology.UNKNOWN
    )
    size_bytes = models.BigIntegerField(_("Size"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=DriveStatus, default=DriveStatus.PRESENT)
    arrived = models.ForeignKey(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    left = models.ForeignKey(DeviceEvent, on_delete=models.PROTECT, null=True, related_name="+")
    # The device with which it entered our hands, when it was put into another one since.
    origin = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="+")

    newest_erasure_id: int | None  # of with_newest_erasure alone

    objects = DriveQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(technology__in=Technology.values), name="drive_technology_known"
            ),
            models.CheckConstraint(
                condition=Q(status=DriveStatus.PRESENT, left=None)
                | (
                    Q(status__in=[one for one in DriveStatus.values if one != "present"])
                    & Q(left__isnull=False)
                ),
                name="drive_left_by_an_event",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["serial_number"], name="drive_serial"),
            models.Index(fields=["-id"], name="drive_in_stock", condition=Q(status="removed")),
        ]

    def __str__(self) -> str:
        return self.serial_number or self.model or f"#{self.pk}"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Erasures, by who may see their device."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep the erasures of visible devices."""
        return self.filter(drive__device__in=Device.objects.visible_to(actor))


class Erasure(models.Model):
    """One attempt to sanitise one drive; never edited but for the verifier, who may come later."""

    drive = models.ForeignKey(Drive, on_delete=models.PROTECT, related_name="erasures")
    event = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("Category"), max_length=8, choices=Category)
    technique = models.CharField(_("Technique"), max_length=16, choices=Technique)
    tool = models.CharField(_("Tool"), max_length=60)
    tool_version = models.CharField(_("Version"), max_length=30, blank=True)
    started_at = models.DateTimeField(_("Started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended"), default=timezone.now)
    result = models.CharField(_("Result"), max_length=10, choices=Result)
    verification = models.CharField(_("Verification"), max_length=8, choices=Verification)
    by_hand = models.BooleanField(default=True)
    operator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey(
        DeviceEvent, on_delete=models.PROTECT, null=True, related_name="+"
    )
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    encryption_seen = models.BooleanField(null=True)  # on before a factory reset; else not asked
    doubts = models.JSONField(default=list)  # of `review`: codes of inventory.sanitisation.Doubt
    accepted = models.BooleanField(default=False)  # by the verifier, a lead, from `review`
    accepted_because = models.CharField(_("Why it is accepted"), max_length=200, blank=True)
    rejection = models.CharField(max_length=12, choices=Rejection, blank=True)
    rejecter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    rejected_by = models.ForeignKey(
        DeviceEvent, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ErasureQuerySet.as_manager()

    frozen: ClassVar = (
        "drive",
        "event",
        "category",
        "technique",
        "tool",
        "tool_version",
        "result",
        "by_hand",
        "operator",
        "evidence_sha256",
        "encryption_seen",
        "doubts",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(verifier=None) | ~Q(verifier=F("operator")),
                name="erasure_verifier_is_not_operator",
            ),
            models.CheckConstraint(
                condition=Q(result__in=Result.values)
                & Q(category__in=Category.values)
                & Q(technique__in=Technique.values)
                & Q(verification__in=Verification.values),
                name="erasure_words_known",
            ),
            models.CheckConstraint(
                condition=reduce(
                    or_, (Q(technique=how, category=what) for how, what in CATEGORY_OF.items())
                ),
                name="erasure_category_of_technique",
            ),
            models.CheckConstraint(
                condition=Q(by_hand=True) | ~Q(evidence_sha256=""),
                name="erasure_by_a_tool_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(verifier=None, verified_by=None)
                | Q(verifier__isnull=False, verified_by__isnull=False)
                & ~Q(verification=Verification.NONE),
                name="erasure_verified_somehow",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(started_at__lte=F("ended_at")),
                name="erasure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(accepted=False)
                | (Q(result="review", verifier__isnull=False) & ~Q(verifier=F("operator"))),
                name="erasure_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=Q(rejection="", rejecter=None, rejected_by=None)
                | (
                    Q(rejection__in=Rejection.values, rejecter__isnull=False)
                    & Q(rejected_by__isnull=False, verifier=None)
                    & ~Q(rejecter=F("operator"))
                ),
                name="erasure_rejected_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(technique="encrypted_reset", result="wiped")
                | Q(encryption_seen=True, encryption_seen__isnull=False),
                name="erasure_reset_of_encrypted",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drive", "-event"], name="erasure_newest"),
            models.Index(
                fields=["-id"],
                name="erasure_unjudged",
                condition=Q(verifier=None, rejecter=None, result__in=["wiped", "review"]),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Give the number by which papers name this erasure."""
        return erasure_reference(self.pk)


def erasure_reference(pk: int) -> str:
    """Write the number by which papers name the erasure of an id."""
    return f"ER-{pk:06d}"


class Method(models.TextChoices):
    """How a drive was destroyed."""

    SHRED = "shred", _("Shredded")
    CRUSH = "crush", _("Crushed, drilled or broken")
    DEGAUSS = "degauss", _("Degaussed")
    MELT = "melt", _("Melted or burnt")


class Destruction(models.Model):
    """What proves that a drive was destroyed: a paper, or a colleague who saw it."""

    drive = models.OneToOneField(Drive, on_delete=models.PROTECT, related_name="destruction")
    event = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(_("Method"), max_length=8, choices=Method)
    document = models.CharField(_("Number of the document"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(method__in=Method.values), name="destruction_method_known"
            ),
            models.CheckConstraint(
                condition=~Q(document="") | Q(witness__isnull=False), name="destruction_is_proved"
            ),
            models.CheckConstraint(
                condition=Q(witness=None) | ~Q(witness=F("recorded_by")),
                name="destruction_seen_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method}: {self.drive_id}"
