"""Repairs: a fault, the sittings at it, the parts it took, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import MoveRefused, State, Transition
from inventory.models import Device, Repair, RepairPart, RepairWork
from inventory.models.bench import Outcome, PartSource
from inventory.moving import Said, append_event, lock_device, move_device
from refurb.accounts.models import Membership
from refurb.reasons import Reason, Refused


class RepairRefused(Refused):
    """Something said of a repair that can't be so."""


@dataclass(frozen=True)
class NewPart:
    """A part used; cost in euro for all of them together, None when nobody knows."""

    part: str
    quantity: int = 1
    source: PartSource = PartSource.STOCK
    cost: Decimal | None = None


@dataclass(frozen=True)
class Sitting:
    """What was done at a repair in one go: words, minutes (None: not timed), parts."""

    done: str = ""
    minutes: int | None = None
    parts: Sequence[NewPart] = ()


NOTHING_DONE = Sitting()


@transaction.atomic
def open_repair(device: Device, fault: str, *, actor: Membership) -> Repair:
    """Send a device to repair, or add a fault to one in repair. Raises MoveRefused."""
    device = lock_device(device)
    if device.state == State.REPAIR and fault.strip():
        event = append_event(device, "device.repair_opened", actor, fault=fault.strip()[:200])
        return Repair.objects.create(device=device, fault=fault.strip()[:200], opened=event)
    event = move_device(device, Transition.SEND_TO_REPAIR, actor=actor, said=Said(fault=fault))
    return Repair.objects.get(opened=event)


@transaction.atomic
def work_on(repair: Repair, sitting: Sitting, *, actor: Membership) -> Repair:
    """Record a sitting at an open repair. Raises RepairRefused; MoveRefused for a closed one."""
    device, repair = _lock_open(repair)
    if not sitting.done.strip() and not sitting.parts:
        raise RepairRefused(Reason("nothing_done", _("Say what was done, or which part was used.")))
    _write(device, repair, sitting, actor)
    return repair


@transaction.atomic
def close_repair(
    repair: Repair,
    *,
    outcome: Outcome,
    actor: Membership,
    diagnosis: str = "",
    sitting: Sitting = NOTHING_DONE,
) -> Repair:
    """Record how a repair ended, with a last sitting; raises MoveRefused for a closed one."""
    device, repair = _lock_open(repair)
    _write(device, repair, sitting, actor)
    repair.diagnosis = diagnosis.strip()
    repair.outcome = outcome
    repair.closed = append_event(device, "device.repair_closed", actor, outcome=outcome)
    repair.save(update_fields=["diagnosis", "outcome", "closed"])
    return repair


def _lock_open(repair: Repair) -> tuple[Device, Repair]:
    device = lock_device(repair.device)
    repair = Repair.objects.get(pk=repair.pk)
    if repair.closed_id is not None:
        message = _("Somebody has closed this repair already.")
        raise MoveRefused(Reason("repair_closed", message))
    return device, repair


def _write(device: Device, repair: Repair, sitting: Sitting, actor: Membership) -> None:
    done = sitting.done.strip()
    if sitting.minutes and not done:
        raise RepairRefused(Reason("work_missing", _("Say what was done in that time.")))
    if done:
        event = append_event(device, "device.repair_worked", actor, minutes=sitting.minutes or 0)
        RepairWork.objects.create(
            repair=repair, event=event, done=done, minutes=sitting.minutes, worker=actor.user
        )
    for new in sitting.parts:
        append_event(device, "device.part_used", actor, quantity=new.quantity, source=new.source)
    RepairPart.objects.bulk_create(
        RepairPart(
            repair=repair,
            part=new.part.strip(),
            quantity=new.quantity,
            source=new.source,
            cost=new.cost,
        )
        for new in sitting.parts
    )
