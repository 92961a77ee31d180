"""Unpack a row of similar machines: shared facts once, then label, serial and first look of each.

Every step is stored by itself, so that one may stop anywhere, and two may work on one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.binding import prepare_batch
from inventory.kinds import WITH_STORAGE
from inventory.models import Device, DeviceEvent, Donation, Drive, Intake, Label
from inventory.models.intake import Labelling
from inventory.moving import lock_device
from inventory.receiving import NewDevice, register_device
from inventory.wiping import add_drive
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

UNDO_WINDOW = timedelta(minutes=15)
NO_DRIVE = "none"
MOST_MACHINES = 500  # in one row
ARRIVAL = frozenset({"device.received", "drive.added"})


class IntakeRefused(Refused):
    """Somebody was faster, or this can't be undone any more."""


@dataclass(frozen=True)
class Plan:
    """What the machines share and how many there are; a drive is its technology or NO_DRIVE."""

    kind: str
    planned: int
    facts: dict[str, Any] = field(default_factory=dict)
    serials: Sequence[str] = ()


@transaction.atomic
def start_intake(donation: Donation, plan: Plan, *, actor: Membership) -> Intake:
    """Begin to unpack machines of a donation that are alike."""
    year = timezone.localdate().year % 100
    intake = Intake.objects.create(
        reference=f"IN-{year:02d}-{next_number(f'intake:{year}'):04d}",
        donation=donation,
        kind=plan.kind,
        planned=plan.planned,
        facts=plan.facts,
        expected_serials=list(plan.serials),
        started_by=actor,
    )
    record(actor, "intake.started", intake.reference, count=plan.planned)
    return intake


@transaction.atomic
def change_intake(intake: Intake, plan: Plan, *, seen: int, actor: Membership) -> None:
    """Change what the machines still to come share; those received stay as they are.

    Raises IntakeRefused when another person changed it since `seen`, the version looked at.
    """
    found = Intake.objects.filter(pk=intake.pk, version=seen, finished_at=None).update(
        kind=plan.kind,
        planned=plan.planned,
        facts=plan.facts,
        expected_serials=list(plan.serials),
        version=seen + 1,
    )
    if not found:
        message = _("Somebody changed this meanwhile. Look at what it says now.")
        raise IntakeRefused(Reason("changed_meanwhile", message))
    record(actor, "intake.changed", intake.reference)


@transaction.atomic
def choose_labelling(
    intake: Intake, labelling: Labelling, *, prints: bool = False, actor: Membership
) -> Intake:
    """Say when the machines get their labels; `prints` prepares as many free ones as are to come.

    A row has one batch: who comes second gets that of the first.
    """
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if prints and intake.batch_id is None:
        intake.batch = prepare_batch(intake.planned - received(intake) or 1, actor=actor)
    intake.labelling = labelling
    intake.save(update_fields=["labelling", "batch"])
    return intake


def received(intake: Intake) -> int:
    """Count the machines that are in."""
    return intake.devices.count()


@dataclass(frozen=True)
class Found:
    """One machine of the row, as it is taken out of its box; `differs` wins over what is shared."""

    code: str = ""
    serial_number: str = ""
    first_impression: str = ""
    differs: dict[str, Any] = field(default_factory=dict)
    knows_twin: bool = False


@transaction.atomic
def receive_next(intake: Intake, found: Found, *, actor: Membership) -> Device:
    """Receive one machine of the row, with its drive. Raises as register_device does.

    Raises IntakeRefused for a row that is finished.
    """
    if intake.finished_at is not None:
        message = _("This row is finished: start another one for the machines that still come.")
        raise IntakeRefused(Reason("intake_finished", message))
    facts = intake.facts | found.differs
    inches = facts.get("screen_inches")
    drive = facts.get("drive", "")
    new = NewDevice(
        kind=intake.kind,
        code=found.code,
        serial_number=found.serial_number,
        first_impression=found.first_impression,
        manufacturer=facts.get("manufacturer", ""),
        model=facts.get("model", ""),
        cpu=facts.get("cpu", ""),
        memory_bytes=facts.get("memory_bytes"),
        keyboard=facts.get("keyboard", ""),
        screen_inches=Decimal(inches) if inches else None,
        shelf=facts.get("shelf", ""),
        has_charger=facts.get("has_charger"),
        note=facts.get("note", ""),
        declared_driveless=drive == NO_DRIVE,
        intake=intake,
        knows_twin=found.knows_twin,
    )
    device = register_device(intake.donation, new, actor=actor)
    if intake.kind in WITH_STORAGE and drive not in {"", NO_DRIVE}:
        size = facts.get("drive_bytes")
        add_drive(device, actor=actor, technology=drive, size_bytes=size)
    return device


def last_of(intake: Intake, actor: Membership) -> Device | None:
    """Find the machine that this person received last in this row, while it can be undone."""
    mine = DeviceEvent.objects.filter(
        device__intake=intake,
        verb="device.received",
        actor__user=actor.user_id,
        at__gte=timezone.now() - UNDO_WINDOW,
    )
    newest = mine.select_related("device").order_by("-pk").first()
    if newest is None or _has_history(newest.device):
        return None
    return newest.device


def _has_history(device: Device) -> bool:
    return device.events.exclude(verb__in=ARRIVAL).exists()


@transaction.atomic
def undo_last(intake: Intake, code: str, *, actor: Membership) -> None:
    """Take back the machine this person received last, as if it had never been scanned.

    Its label is free again. Raises IntakeRefused when it isn't the last one any more, or when
    something was done to it since: then only a correction is right.
    """
    last = last_of(intake, actor)
    if last is None or last.code != code:
        message = _("This can't be undone any more. Correct it on its own page.")
        raise IntakeRefused(Reason("not_undoable", message))
    device = lock_device(last)
    if _has_history(device) or device.hardware_reports.exists():
        message = _("Something was done to it since. Correct it on its own page.")
        raise IntakeRefused(Reason("has_history", message))
    Label.objects.filter(device=device).update(device=None, bound_at=None)
    Drive.objects.filter(device=device).delete()
    device.events.all().delete()
    Device.objects.filter(pk=device.pk).delete()
    record(actor, "intake.undone", intake.reference, device=code)


@transaction.atomic
def finish_intake(intake: Intake, *, actor: Membership) -> None:
    """Say that no more machines of this row come; a second time changes nothing."""
    open_one = Intake.objects.filter(pk=intake.pk, finished_at=None)
    if open_one.update(finished_at=timezone.now()):
        record(actor, "intake.finished", intake.reference, count=received(intake))
