"""What the bench does: repairs, quality checks, lock checks."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.grade import Grade
from inventory.kinds import Lock
from inventory.models.device import Device, DeviceEvent
from refurb.accounts.models import Membership, User


class RepairQuerySet(models.QuerySet["Repair"]):
    """Repairs, by who may see their device."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep the repairs of visible devices."""
        return self.filter(device__in=Device.objects.visible_to(actor))


class Outcome(models.TextChoices):
    """How a repair ended."""

    FIXED = "fixed", _("Fixed")
    NO_FAULT = "no_fault", _("No fault found")
    NOT_WORTH_IT = "not_worth_it", _("Not worth repairing")


class Repair(models.Model):
    """A fault, its diagnosis, the work done, and the outcome."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="repairs")
    fault = models.CharField(_("Fault"), max_length=200)
    diagnosis = models.CharField(_("Diagnosis"), max_length=300, blank=True)
    work_done = models.CharField(_("Work done"), max_length=300, blank=True)
    parts = models.CharField(_("Parts"), max_length=200, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome, blank=True)
    opened = models.ForeignKey(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    closed = models.ForeignKey(DeviceEvent, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RepairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", closed=None)
                | (Q(outcome__in=Outcome.values) & Q(closed__isnull=False)),
                name="repair_closed_with_an_outcome",
            ),
            models.CheckConstraint(condition=~Q(fault=""), name="repair_names_a_fault"),
        ]

    def __str__(self) -> str:
        return self.fault


class QualityCheck(models.Model):
    """A checklist with a result per item, the system installed, and the final grade."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="quality_checks")
    event = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=dict)  # item code → "ok", "fail" or "na": inventory.checklist
    passed = models.BooleanField()
    grade = models.CharField(_("Grade"), max_length=1, choices=Grade, blank=True)
    os_name = models.CharField(_("Operating system"), max_length=60, blank=True)
    os_language = models.CharField(_("Language of the system"), max_length=2, blank=True)
    battery_percent = models.PositiveSmallIntegerField(_("Battery health (%)"), null=True)
    known_defects = models.CharField(_("Known defects"), max_length=300, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(passed=False) | Q(grade__in=Grade.values), name="passed_check_is_graded"
            ),
            models.CheckConstraint(
                condition=Q(battery_percent=None) | Q(battery_percent__lte=120),
                name="check_battery_percent_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id}: {'passed' if self.passed else 'failed'}"


class LockCheck(models.Model):
    """Whether one lock is clear; the newest of each counts, if made since the device arrived."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="lock_checks")
    event = models.ForeignKey(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    lock = models.CharField(max_length=16, choices=Lock)
    is_clear = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(lock__in=Lock.values), name="lock_known"),
            models.UniqueConstraint(fields=["event", "lock"], name="one_result_per_lock"),
        ]

    def __str__(self) -> str:
        return f"{self.lock}: {'clear' if self.is_clear else 'closed'}"
