"""What the bench does: repairs, quality checks, lock checks."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inventory.grade import Grade
from inventory.kinds import Kind, Lock
from inventory.models.device import Device, DeviceEvent
from refurb.accounts.models import Membership, Organisation, User

LONGEST_SITTING = 1440  # minutes: a day
MOST_OF_A_PART = 99


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


class RepairWork(models.Model):
    """One sitting at a repair: what was done, by whom, and how long it took."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="work")
    event = models.OneToOneField(DeviceEvent, models.PROTECT, related_name="repair_work")
    done = models.CharField(_("Work done"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True)  # None: not timed
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=LONGEST_SITTING),
                name="repair_minutes_sane",
            ),
            models.CheckConstraint(condition=~Q(done=""), name="repair_work_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min: {self.done}"


class PartSource(models.TextChoices):
    """Where a part came from."""

    STOCK = "stock", _("From our stock")
    BOUGHT = "bought", _("Bought")


class RepairPart(models.Model):
    """A part that a repair used."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(_("Part"), max_length=120)
    quantity = models.PositiveSmallIntegerField(_("Quantity"), default=1)
    source = models.CharField(_("From"), max_length=6, choices=PartSource)
    cost = models.DecimalField(_("Cost (€)"), max_digits=7, decimal_places=2, null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(part=""), name="part_is_named"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_OF_A_PART),
                name="part_quantity_sane",
            ),
            models.CheckConstraint(
                condition=Q(source__in=PartSource.values), name="part_source_known"
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="part_cost_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} \N{MULTIPLICATION SIGN} {self.part}"


class Checklist(models.Model):
    """A workshop's own list for one kind, one version of it; the newest counts, none is changed.

    Without one, the list of inventory.checklist is used.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    frozen: ClassVar = ("organisation", "kind", "version")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "version"], name="one_checklist_per_version"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="checklist_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class ChecklistItem(models.Model):
    """One thing to check, in four languages; its code stays the same over versions."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    text_fr = models.CharField(_("French"), max_length=80)
    text_nl = models.CharField(_("Dutch"), max_length=80)
    text_de = models.CharField(_("German"), max_length=80)
    text_en = models.CharField(_("English"), max_length=80)

    frozen: ClassVar = ("checklist", "code", "position", "text_fr", "text_nl", "text_de", "text_en")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checklist", "code"], name="one_item_per_code"),
            models.CheckConstraint(
                condition=~Q(text_fr="") & ~Q(text_nl="") & ~Q(text_de="") & ~Q(text_en=""),
                name="item_in_four_languages",
            ),
        ]

    def __str__(self) -> str:
        return str(getattr(self, f"text_{get_language() or 'en'}", self.text_en))


class QualityCheck(models.Model):
    """A checklist with a result per item, the system installed, and the final grade."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="quality_checks")
    event = models.OneToOneField(DeviceEvent, models.PROTECT, related_name="quality_check")
    # The list gone through: old checks keep theirs. None: the one of inventory.checklist.
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, null=True, related_name="+")
    items = models.JSONField(default=dict)  # item code → "ok", "fail" or "na"
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
                condition=Q(passed=False, grade__in=["", *Grade.values])
                | Q(grade__in=Grade.values),
                name="passed_check_is_graded",
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
