"""Sections about what is set aside and has to be made ready to leave."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from distribution.models import Allocation
from distribution.web.desk_filters import still_to_prepare
from inventory.codes import show_code
from refurb.accounts.models import Membership
from refurb.home.handovers import expected_today
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address


def counts(actor: Membership) -> tuple[Figure, Figure]:
    """Count what is set aside: what a bench has still to prepare, and all that is handed over."""
    rows = Allocation.objects.visible_to(actor).open().mains()
    found = rows.aggregate(all=Count("pk"), unprepared=Count("pk", filter=still_to_prepare()))
    return (
        Figure(_("To prepare"), found["unprepared"], address("preparation-list")),
        Figure(_("To hand over"), found["all"], address("handover-list")),
    )


def to_prepare(actor: Membership) -> Section | None:
    """Show what has waited longest to be prepared; nothing without any."""
    rows = Allocation.objects.visible_to(actor).open().mains().filter(still_to_prepare())
    rows = rows.select_related("device__holder").order_by("made_at", "pk")
    lines = tuple(
        Line(
            title=show_code(each.device.code),
            url=reverse("preparation", args=[each.pk]),
            words=(each.device.name, each.device.shelf),
            since=each.made_at,
            is_code=True,
        )
        for each in rows[:MOST_LINES]
    )
    if not lines:
        return None
    return Section(
        _("To prepare"),
        lines=lines,
        more=_("See all that is to be prepared"),
        more_url=address("preparation-list"),
    )


def on_the_way_out(actor: Membership) -> Section:
    """Show both counts in a section of their own, and who is still to come today."""
    return Section(_("On their way out"), (*counts(actor), *expected_today(actor)))
