"""Put the books right for a delivery they did not foresee: another device, or none any more."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from distribution.allocations.allocating import end_allocation, release, settle
from distribution.appointments.following import keep
from distribution.models import Allocation, RequestLine
from distribution.waiting_list.ranking import rank
from distribution.words import AllocationEnd, LineState
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record


def stand_in(line: RequestLine, device: Device, *, actor: Membership) -> Allocation:
    """Write the allocation that a delivery shows, in place of what stood for line and device.

    Called inside the transaction of a report. What else was set aside for the line goes back to
    the shelf; a line that was to have this device waits again, at the top.
    """
    keep(line.nomination)
    why = _("Another device was delivered, as reported afterwards.")
    standing = Allocation.objects.open().select_related("device", "line__nomination")
    for allocation in standing.mains().filter(line=line).exclude(device=device):
        release(allocation, reason=why, actor=actor)
    for allocation in standing.filter(device=device):
        _lose(allocation, line, why, actor)
    return Allocation.objects.create(
        line=line,
        device=device,
        reason=_("As reported after the delivery"),
        made_by=actor,
    )


def _lose(allocation: Allocation, line: RequestLine, why: str, actor: Membership) -> None:
    """End an allocation whose device is gone: what goes with it is free, its line waits."""
    for companion in Allocation.objects.open().filter(companion_to=allocation):
        release(companion, reason=why, actor=actor)
    end_allocation(allocation, AllocationEnd.RELEASED)
    other = allocation.line
    if allocation.companion_to_id is not None or other.pk == line.pk:
        return
    other.state, other.ahead_since = LineState.WAITING, timezone.now()
    other.save(update_fields=["state", "ahead_since"])
    settle(other.nomination)
    rank(other.nomination)
    record(actor, "line.lost_its_device", other.nomination.reference)
