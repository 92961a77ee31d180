"""Repairs: a fault, what was done, how it ended."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import MoveRefused, State, Transition
from inventory.models import Device, Repair
from inventory.models.bench import Outcome
from inventory.moving import Said, append_event, lock_device, move_device
from refurb.accounts.models import Membership
from refurb.reasons import Reason


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
def close_repair(  # noqa: PLR0913  what is said is named
    repair: Repair,
    *,
    outcome: Outcome,
    actor: Membership,
    diagnosis: str = "",
    work_done: str = "",
    parts: str = "",
) -> Repair:
    """Record how a repair ended; raises MoveRefused when it is closed already."""
    device = lock_device(repair.device)
    repair = Repair.objects.get(pk=repair.pk)
    if repair.closed_id is not None:
        message = _("Somebody has closed this repair already.")
        raise MoveRefused(Reason("repair_closed", message))
    repair.diagnosis = diagnosis.strip()
    repair.work_done = work_done.strip()
    repair.parts = parts.strip()
    repair.outcome = outcome
    repair.closed = append_event(device, "device.repair_closed", actor, outcome=outcome)
    repair.save()
    return repair
