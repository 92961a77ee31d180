"""Sections about what is set aside and has to be made ready to leave."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from distribution.models import Allocation
from distribution.web.desk_filters import PreparationFilters
from inventory.codes import show_code
from refurb.accounts.models import Membership
from refurb.home import handovers
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address


def _unprepared(actor: Membership) -> QuerySet[Allocation]:
    rows = Allocation.objects.visible_to(actor).open().mains()
    return PreparationFilters.at_first(rows)


def to_prepare_count(actor: Membership) -> Figure:
    """Count the machines that are set aside, at hand, and not prepared."""
    return Figure(_("To prepare"), _unprepared(actor).count(), address("preparation-list"))


def to_prepare(actor: Membership) -> Section | None:
    """Show what has waited longest to be prepared; nothing without any."""
    rows = _unprepared(actor).select_related("device__holder").order_by("made_at", "pk")
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
    """Count what is set aside: what a bench has still to prepare, what somebody hands over."""
    counts = (to_prepare_count(actor), handovers.to_hand_over_count(actor))
    return Section(_("On their way out"), counts)
