"""Sections about donations that somebody has begun to take in."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.models import Device, Donation
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Line, Section, address


def to_finish(actor: Membership) -> Section | None:
    """Show the donations without a single device; nothing when there is none."""
    devices = Device.objects.filter(donation=OuterRef("pk"))
    rows = Donation.objects.visible_to(actor).filter(~Exists(devices)).order_by("-received_on")
    lines = tuple(
        Line(
            title=each.reference,
            url=reverse("donation", args=[each.reference]),
            words=(_("No device yet"),),
            since=each.created_at,
        )
        for each in rows[:MOST_LINES]
    )
    if not lines:
        return None
    return Section(
        _("Donations to finish"),
        lines=lines,
        more=_("See the donations"),
        more_url=address("donation-list"),
    )
