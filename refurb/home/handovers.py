"""Sections about what is to be handed over."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from distribution.allocations.set_aside import stands_until
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
    """Show what has been set aside longest, and until when it stands; never for whom."""
    rows = Allocation.objects.visible_to(actor).open().mains().select_related("device__holder")
    longest = list(rows.order_by("made_at", "pk")[:MOST_LINES])
    ends = stands_until(longest)
    return Section(
        _("To hand over"),
        expected_today(actor),
        lines=tuple(
            Line(
                title=show_code(each.device.code),
                url=reverse("allocation", args=[each.pk]),
                words=(each.device.name, each.device.shelf, until(ends[each.pk])),
                since=each.made_at,
                is_code=True,
            )
            for each in longest
        ),
        empty=_("Nothing is set aside. What a coordinator allocates, and you hold, appears here."),
        more=_("See all that is to be handed over"),
        more_url=address("handover-list"),
    )


def until(day: date | None) -> str:
    """Say from when an allocation lapses; nothing while it travels."""
    if day is None:
        return ""
    return _("lapses on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
