"""Returns: a delivered device comes back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.models import Allocation, Handover, Return
from distribution.words import AllocationEnd
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import FromDistribution, Said, lock_device, move_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class ReturnRefused(Refused):
    """The device was not handed over, or is back already; `reasons` says why."""


@transaction.atomic
def take_back(device: Device, *, reason: str, actor: Membership) -> Return:
    """Record a return: earlier wipes count no more. Raises ReturnRefused and MoveRefused."""
    device = lock_device(device)
    came_back = _return_of(device)
    came_back.reason, came_back.recorded_by = reason.strip(), actor
    came_back.save()
    move_device(
        device,
        Transition.TAKE_BACK,
        actor=actor,
        said=Said(reason=reason),
        known=FromDistribution(is_returned=True),
    )
    delivered = came_back.delivered_by.allocation
    record(actor, "device.returned", delivered.line.nomination.reference)
    return came_back


def _return_of(device: Device) -> Return:
    given = Handover.objects.filter(allocation__device=device, returned=None)
    handover = given.order_by("-pk").first()
    if handover is not None:
        return Return(handover=handover, device=device)
    went_along = Allocation.objects.filter(
        device=device, companion_to__isnull=False, end=AllocationEnd.HANDED_OVER, returned=None
    )
    companion = went_along.order_by("-pk").first()
    if companion is None:
        message = _("No handover of this device is recorded that it could come back from.")
        raise ReturnRefused(Reason("never_handed_over", message))
    return Return(companion=companion, device=device)
