"""Companions: what goes with a machine: a screen, a router, a printer."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import STANDS, AllocationRefused, lock_open_allocation
from distribution.allocations.preparing import forget_preparation
from distribution.allocations.supply import earmarks_around
from distribution.deliveries import COMPANIONS
from distribution.fit import EARMARKED
from distribution.models import Allocation
from inventory.lifecycle import State, Transition
from inventory.models import Device, DeviceQuerySet
from inventory.moving import lock_device, move_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason


def possible_companions(allocation: Allocation) -> DeviceQuerySet:
    """List what is ready where the machine is, and could go with it; by kind, oldest first."""
    here = Device.objects.filter(holder=allocation.device.holder_id)
    return here.filter(state=State.READY, kind__in=COMPANIONS).order_by("kind", "state_since", "pk")


@transaction.atomic
def add_companion(allocation: Allocation, device: Device, *, actor: Membership) -> Allocation:
    """Set a ready device aside to go with an allocated one.

    They are handed over together and released together. Raises AllocationRefused and MoveRefused.
    """
    allocation = lock_open_allocation(allocation)
    device = lock_device(device)
    reasons = why_not_beside(allocation, device)
    if reasons:
        raise AllocationRefused(*reasons)
    try:
        with transaction.atomic():
            companion = Allocation.objects.create(
                line=allocation.line,
                device=device,
                companion_to=allocation,
                reason=allocation.reason,
                made_by=actor,
            )
    except IntegrityError:
        message = _("Somebody was faster: the device is taken. Look again.")
        raise AllocationRefused(Reason("taken", message)) from None
    move_device(device, Transition.ALLOCATE, actor=actor, known=STANDS)
    if allocation.prepared_at is not None:
        forget_preparation(allocation)  # its sheet asks for more now
    reference = allocation.line.nomination.reference
    record(actor, "companion.added", reference, device=device.code)
    return companion


def why_not_beside(allocation: Allocation, device: Device) -> list[Reason]:
    """Name what speaks against a device going with an allocated one."""
    found = []
    if allocation.companion_to_id is not None:
        message = _("This device goes with another one itself.")
        found.append(Reason("is_companion", message))
    if device.kind not in COMPANIONS:
        message = _("Only a screen, a router or a printer can go with a machine.")
        found.append(Reason("no_companion", message))
    if device.holder_id != allocation.device.holder_id:
        message = _("It is not where the machine is. Send it there first.")
        found.append(Reason("elsewhere", message))
    earmark = device.donation.earmark_key
    if earmark and earmark not in earmarks_around(allocation.line):
        found.append(EARMARKED)
    return found
