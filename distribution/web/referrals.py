"""Referrals as pages show them: whom they are about as far as the reader may know, and where to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils.translation import get_language

from distribution.models import Nomination, Referral, ReferralEvent
from distribution.referrals.course import REFERABLE, ReferralStep
from distribution.referrals.lapsing import lapse_day
from distribution.referrals.standing import steps_open_to
from distribution.web.needs import language_name
from distribution.words import ReferralState
from refurb.accounts.models import Membership
from refurb.accounts.offers import Service, offers_of
from refurb.accounts.roles import Permission
from refurb.reference import commune_exists
from refurb.reference import name as commune_name


@dataclass(frozen=True)
class ReferralRow:
    """One referral in a list."""

    referral: Referral
    who: str  # the household's name, or its nomination's reference
    commune: str


def to_do_first(rows: QuerySet[Referral], actor: Membership) -> QuerySet[Referral]:
    """Say of each whose turn it is: the actor's, somebody else's, or nobody's any more."""
    answered_here = Q(state=ReferralState.SENT, organisation=actor.organisation_id)
    turn = Case(
        When(answered_here | Q(state=ReferralState.PROPOSED), then=0),
        When(state__in=[ReferralState.SENT, ReferralState.ACCEPTED], then=1),
        default=2,
        output_field=IntegerField(),
    )
    return rows.annotate(turn=turn)


def sees_names(actor: Membership) -> bool:
    """Say whether a list names the households: to those who work with them, not to who sees all."""
    return not actor.may(Permission.SEE_ALL_NOMINATIONS)


def rows_of(referrals: Iterable[Referral], actor: Membership) -> list[ReferralRow]:
    """Put a page of referrals into rows; select nomination__household."""
    named = sees_names(actor)
    return [
        ReferralRow(
            referral=each,
            who=each.nomination.household.full_name if named else each.nomination.reference,
            commune=_named(each.nomination.household.commune),
        )
        for each in referrals
    ]


def _named(refnis: str) -> str:
    return commune_name(refnis, get_language() or "en") if commune_exists(refnis) else refnis


@dataclass(frozen=True)
class ReferralShown:
    """All that a referral's page shows; of the household what its place needs to reach it."""

    referral: Referral
    name: str
    language: str
    phone: str
    commune: str
    is_far: bool  # the place offers it elsewhere in the region, not in the household's commune
    steps: list[ReferralStep]
    knows_nomination: bool
    lapses_on: date | None  # if nobody answers, or sends it
    events: list[ReferralEvent]


def shown(referral: Referral, actor: Membership) -> ReferralShown:
    """Gather a referral's page for one reader; select nomination__household and organisation."""
    household, place = referral.nomination.household, referral.organisation
    offers = offers_of(place)[Service(referral.service)] if place else []
    events = referral.events.select_related("actor__user", "actor__organisation", "organisation")
    visible = Nomination.objects.visible_to(actor)
    return ReferralShown(
        referral=referral,
        name=household.full_name,
        language=language_name(household.language),
        phone=household.phone,
        commune=_named(household.commune),
        is_far=place is not None and household.commune not in offers,
        steps=steps_open_to(referral, actor),
        lapses_on=lapse_day(referral),
        knows_nomination=visible.filter(pk=referral.nomination_id).exists(),
        events=list(events.order_by("-pk")),
    )


@dataclass(frozen=True)
class Aftercare:
    """The referrals on a nomination's page, and whether one more may be made."""

    referrals: list[Referral]
    may_refer: bool


def aftercare_of(nomination: Nomination, actor: Membership) -> Aftercare:
    """List a nomination's referrals, newest first."""
    rows = nomination.referrals.select_related("organisation").order_by("-pk")
    found = list(rows)
    taken = {each.service for each in found if not each.outcome}
    is_open = nomination.state in REFERABLE and taken != set(Service)
    return Aftercare(found, may_refer=is_open and actor.may(Permission.REFER))
