"""Raw reports of tools, kept untouched."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inventory.models.device import Device
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission


class HardwareReportQuerySet(models.QuerySet["HardwareReport"]):
    """Reports, by who may read evidence."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation received or whose device it may see."""
        if not actor.may(Permission.SEE_EVIDENCE):
            return self.none()
        if actor.may(Permission.SEE_ALL_DEVICES):
            return self
        mine = Q(organisation=actor.organisation_id)
        return self.filter(mine | Q(device__in=Device.objects.visible_to(actor)))


class HardwareReport(models.Model):
    """One report as it came in, its SHA-256, and what was read from it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, related_name="hardware_reports"
    )
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    format = models.CharField(max_length=20)
    tool_version = models.CharField(max_length=40, blank=True)
    parser_version = models.PositiveSmallIntegerField()
    raw = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    facts = models.JSONField(null=True)
    warnings = models.JSONField(default=list)  # codes: inventory.hardware.warnings
    uuid = models.UUIDField(null=True, db_index=True)  # by which its tool names it

    objects = HardwareReportQuerySet.as_manager()

    frozen: ClassVar = (
        "organisation",
        "uploaded_by",
        "raw",
        "sha256",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"], name="one_report_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.sha256[:12]}"


class DeviceIdentity(models.Model):
    """One way to recognise a device by its hardware, out of its reports; a label stays above it."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16)  # inventory.hardware.identity.IdentityKind
    key = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "kind", "key"], name="one_identity_of_a_kind"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["key"], name="identity_by_key")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.device_id}"
