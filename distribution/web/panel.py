"""What a device's page shows of its distribution, by role."""

from __future__ import annotations

from dataclasses import dataclass, field

from distribution.models import Allocation, Receipt
from distribution.web.needs import Need, preparation_sheet
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class Panel:
    """An allocation as one role may see it; the reference is for coordinators alone."""

    allocation: Allocation | None = None
    reference: str = ""
    sheet: list[Need] = field(default_factory=list)
    may_open: bool = False
    may_hand_over: bool = False
    may_prepare: bool = False
    may_take_back: bool = False
    receipt: Receipt | None = None


def panel_of(device: Device, actor: Membership) -> Panel:
    """Gather a device's panel; nothing on it tells whose household it is."""
    rows = Allocation.objects.filter(device=device).select_related(
        "line__nomination", "companion_to__line__nomination"
    )
    own = rows.order_by("-pk").first()
    if own is None:
        return Panel()
    newest = own.companion_to or own  # what is known of a companion is known of its machine
    is_open = newest.ended_at is None
    may_open = Allocation.objects.visible_to(actor).filter(pk=newest.pk).exists()
    receipts = Receipt.objects.visible_to(actor).filter(handover__allocation=newest)
    is_out = device.state == "delivered"
    return Panel(
        allocation=newest if is_open else None,
        reference=newest.line.nomination.reference if actor.may(Permission.ALLOCATE) else "",
        sheet=preparation_sheet(newest.line) if is_open and may_open else [],
        may_open=may_open and is_open,
        may_hand_over=may_open and is_open and actor.may(Permission.HAND_OVER),
        may_prepare=may_open and is_open and actor.may(Permission.PREPARE),
        may_take_back=is_out and actor.may(Permission.TAKE_BACK),
        receipt=receipts.defer("pdf").select_related("issuer").order_by("-pk").first(),
    )
