"""Sections about what is on its way to somebody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from distribution.models import Consignment
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Line, Section, address


def on_the_way(actor: Membership) -> Section | None:
    """Show the consignments to the actor's organisation that are not settled; nothing without."""
    rows = Consignment.objects.visible_to(actor).filter(
        receiver=actor.organisation_id, closed_at=None
    )
    lines = tuple(
        Line(
            title=each.reference,
            url=reverse("consignment", args=[each.reference]),
            words=(each.sender.name,),
            since=each.made_at,
        )
        for each in rows.select_related("sender").order_by("pk")[:MOST_LINES]
    )
    if not lines:
        return None
    return Section(
        _("On the way to you"),
        lines=lines,
        more=_("See the consignments"),
        more_url=address("consignment-list", way="open"),
    )
