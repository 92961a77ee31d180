"""Returns: a delivered device comes back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.models import Handover, Return
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
    handover = (
        Handover.objects.filter(allocation__device=device, returned=None).order_by("-pk").first()
    )
    if handover is None:
        message = _("No handover of this device is recorded that it could come back from.")
        raise ReturnRefused(Reason("never_handed_over", message))
    came_back = Return.objects.create(
        handover=handover, device=device, reason=reason.strip(), recorded_by=actor
    )
    move_device(
        device,
        Transition.TAKE_BACK,
        actor=actor,
        said=Said(reason=reason),
        known=FromDistribution(is_returned=True),
    )
    record(actor, "device.returned", handover.allocation.line.nomination.reference)
    return came_back
