"""Sections about referrals: how many wait for whom; no name stands here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from distribution.models import Referral
from distribution.words import ReferralState
from refurb.accounts.models import Membership
from refurb.home.pieces import Figure, Section, address, count_by

SHOWN = (ReferralState.SENT, ReferralState.ACCEPTED)


def to_answer(actor: Membership) -> Section:
    """Count what was sent to a place, and what it has accepted."""
    counts = count_by(Referral.objects.visible_to(actor), "state")
    return Section(
        _("Referred to us"),
        tuple(
            Figure(state.label, counts.get(state, 0), address("referral-list", state=state.value))
            for state in SHOWN
        ),
    )


def without_a_place(actor: Membership) -> Figure:
    """Count those for which nobody is near."""
    rows = Referral.objects.visible_to(actor)
    nowhere = rows.filter(state=ReferralState.PROPOSED, organisation=None)
    url = address("referral-list", state="nowhere")
    return Figure(_("Referrals without a place"), nowhere.count(), url)


def to_send(actor: Membership) -> Figure:
    """Count the service's own that wait for the person's consent."""
    rows = Referral.objects.visible_to(actor).filter(nomination__organisation=actor.organisation_id)
    url = address("referral-list", state=ReferralState.PROPOSED.value)
    return Figure(
        _("Referrals to agree on"), rows.filter(state=ReferralState.PROPOSED).count(), url
    )
