"""Sections about donations that somebody has begun to take in."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.models import Device, Donation, Intake
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Line, Section, address


def to_resume(actor: Membership) -> Section | None:
    """Show the rows of similar machines that somebody began to unpack; nothing without one."""
    rows = Intake.objects.visible_to(actor).open().select_related("donation")
    lines = tuple(
        Line(
            title=each.reference,
            url=reverse("intake", args=[each.reference]),
            words=(each.name, each.donation.reference),
            since=each.started_at,
        )
        for each in rows.order_by("-started_at", "-pk")[:MOST_LINES]
    )
    return Section(_("Go on unpacking"), lines=lines) if lines else None


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
