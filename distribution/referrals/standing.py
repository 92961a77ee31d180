"""Read side: as what somebody has to do with a referral, and which place stands."""

from __future__ import annotations

from distribution.models import Nomination, Referral
from distribution.referrals.course import Party, ReferralStep, steps_for
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission


def parties_of(referral: Referral, actor: Membership) -> set[Party]:
    """Say as what the actor has to do with a referral; one may be several. Select nomination."""
    mine, may = actor.organisation_id, actor.may
    is_service = referral.nomination.organisation_id == mine and may(Permission.REFER)
    is_place = referral.organisation_id == mine and may(Permission.ANSWER_REFERRALS)
    found = {
        Party.SERVICE: is_service,
        Party.PLACE: is_place,
        Party.COORDINATOR: may(Permission.DECIDE) and may(Permission.REFER),
    }
    return {party for party, is_it in found.items() if is_it}


def steps_open_to(referral: Referral, actor: Membership) -> list[ReferralStep]:
    """List the steps that the actor may take now; pages and the API offer these and no others."""
    return steps_for(referral.state, parties_of(referral, actor))


def places_of(nomination: Nomination) -> dict[str, Organisation]:
    """Map services to the place a household is told of: its newest standing referral's."""
    rows = Referral.objects.standing().filter(nomination=nomination)
    newest = {
        each.service: each.organisation
        for each in rows.select_related("organisation").order_by("pk")
    }
    return {service: place for service, place in newest.items() if place is not None}
