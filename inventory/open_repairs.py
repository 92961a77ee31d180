"""Read side: the open repairs of a workshop, with the time that each has taken so far."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from inventory.models import Repair, RepairWork
from refurb.accounts.models import Membership


def open_repairs(actor: Membership) -> QuerySet[Repair]:
    """List the visible open repairs, each with `minutes_spent`, None when nobody timed any work."""
    work = RepairWork.objects.filter(repair=OuterRef("pk")).order_by()
    spent = work.values("repair").annotate(total=Sum("minutes")).values("total")
    rows = Repair.objects.visible_to(actor).filter(closed=None)
    rows = rows.select_related("device", "opened")
    return rows.annotate(minutes_spent=Subquery(spent))
