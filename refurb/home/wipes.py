"""Figures about wipes and repairs that wait for somebody."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from inventory.models import Repair
from inventory.waiting_wipes import IN_REVIEW, UNVERIFIED, waiting_wipes
from refurb.accounts.models import Membership
from refurb.home.pieces import Figure, Section, address


def to_judge(actor: Membership) -> tuple[Figure, ...]:
    """Count the wipes that wait for a verifier, and those that wait for a lead's review."""
    found = waiting_wipes(actor).aggregate(
        verify=Count("pk", filter=UNVERIFIED), review=Count("pk", filter=IN_REVIEW)
    )
    return (
        Figure(_("Wipes to verify"), found["verify"], address("erasure-list", waits="verifier")),
        Figure(_("Wipes to review"), found["review"], address("erasure-list", waits="lead")),
    )


def open_repairs(actor: Membership) -> Figure:
    """Count the repairs that somebody has begun."""
    rows = Repair.objects.visible_to(actor).filter(closed=None)
    return Figure(_("Open repairs"), rows.count(), address("repair-list"))


def of_colleagues(actor: Membership) -> Section | None:
    """Count colleagues' wipes that the actor may verify; nothing when there is none."""
    theirs = waiting_wipes(actor).filter(UNVERIFIED & ~Q(operator=actor.user_id)).count()
    if not theirs:
        return None
    url = address("erasure-list", waits="verifier", mine="on")
    return Section(_("For a second person"), (Figure(_("Wipes to verify"), theirs, url),))
