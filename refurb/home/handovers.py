"""Sections about what is to be handed over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from distribution.allocations.set_aside import stands_until
from distribution.appointments.standing import awaited_at
from distribution.models import Allocation, Appointment
from inventory.codes import show_code
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address


def expected_today(actor: Membership) -> tuple[Figure, ...]:
    """Count who is still to come today; nothing on a day without any."""
    rows = Appointment.objects.visible_to(actor).booked()
    count = rows.filter(starts_at__date=timezone.localdate()).count()
    today = Figure(_("Today's appointments"), count, address("appointment-list", when="today"))
    return (today,) if count else ()


def to_hand_over(actor: Membership) -> Section:
    """Show what is collected today, then what was set aside longest; never for whom."""
    rows = Allocation.objects.visible_to(actor).open().mains().select_related("device__holder")
    rows = rows.annotate(awaited_at=awaited_at())
    is_today = When(awaited_at__date=timezone.localdate(), then=0)
    first: list[Any] = list(rows.order_by(Case(is_today, default=1), "made_at", "pk")[:MOST_LINES])
    ends = stands_until(first)
    return Section(
        _("To hand over"),
        expected_today(actor),
        lines=tuple(_line(each, each.awaited_at, ends[each.pk]) for each in first),
        empty=_("Nothing is set aside. What a coordinator allocates, and you hold, appears here."),
        more=_("See all that is to be handed over"),
        more_url=address("handover-list"),
    )


def _line(allocation: Allocation, awaited: datetime | None, ends: date | None) -> Line:
    """Lead to the form on the day itself, to the allocation before."""
    is_today = awaited is not None and timezone.localdate(awaited) == timezone.localdate()
    at = {"at": f"{timezone.localtime(awaited):%H:%M}"}
    when = _("today at %(at)s") % at if is_today else until(ends)
    return Line(
        title=show_code(allocation.device.code),
        url=reverse("handover" if is_today else "allocation", args=[allocation.pk]),
        words=(allocation.device.name, allocation.device.shelf, when),
        since=allocation.made_at,
        is_code=True,
    )


def until(day: date | None) -> str:
    """Say from when an allocation lapses; nothing while it travels."""
    if day is None:
        return ""
    return _("lapses on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
