"""Let allocations lapse that nobody fetches: the device to the shelf, the line to its place.

No person does this: the trail and the device's history name the system, and by which rule.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import (
    STANDS,
    AllocationRefused,
    back_to_waiting,
    end_allocation,
    lock_open_allocation,
    open_companions,
)
from distribution.allocations.set_aside import facts_of
from distribution.informing import tell
from distribution.lapse import is_due
from distribution.models import Allocation
from distribution.words import AllocationEnd, NoticeCode
from inventory.lifecycle import Transition
from inventory.moving import move_device
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


@transaction.atomic
def lapse(allocation: Allocation, today: date) -> None:
    """End a machine's allocation whose time is up. Raises AllocationRefused and MoveRefused."""
    allocation = lock_open_allocation(allocation)
    if not is_due(facts_of([allocation])[allocation.pk], settings.ALLOCATION_DAYS, today):
        message = _("It is not set aside long enough to lapse.")
        raise AllocationRefused(Reason("not_due", message))
    for companion in open_companions(allocation):
        move_device(companion.device, Transition.LAPSE, actor=None, known=STANDS)
        end_allocation(companion, AllocationEnd.LAPSED)
    move_device(allocation.device, Transition.LAPSE, actor=None, known=STANDS)
    back_to_waiting(allocation, AllocationEnd.LAPSED, ahead=False)
    nomination, code = allocation.line.nomination, allocation.device.code
    tell(nomination, NoticeCode.LAPSED, line=allocation.line.number)
    record(None, "line.lapsed", nomination.reference, device=code)


def let_lapse(today: date | None = None) -> tuple[int, int]:
    """Let all lapse whose time is up, each in a transaction of its own.

    Returns how many lapsed, and how many were refused: their device is not where the books say.
    Meant to run every night; running it twice changes nothing.
    """
    day = today or timezone.localdate()
    began = day - timedelta(days=settings.ALLOCATION_DAYS)
    old = Allocation.objects.open().mains().filter(made_at__date__lte=began).order_by("pk")
    rows = list(old.select_related("device"))
    known = facts_of(rows)
    due = [row for row in rows if is_due(known[row.pk], settings.ALLOCATION_DAYS, day)]
    outcomes = [_tried(row, day) for row in due]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def _tried(allocation: Allocation, day: date) -> bool:
    """Let one lapse; what was seen to a moment ago, or can't move, leaves the others alone."""
    try:
        lapse(allocation, day)
    except Refused:
        return False
    return True
