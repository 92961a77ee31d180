"""Referrals to training and to help with the connection: list, read, refer, take a step."""

from datetime import date, datetime
from typing import Annotated

from django.db import models
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from distribution.api.asking import Reference
from distribution.api.nominations import visible_nomination
from distribution.models import Referral
from distribution.nominations.viewing import note_views
from distribution.referrals.course import ReferralStep
from distribution.referrals.lapsing import lapse_day
from distribution.referrals.referring import Said, refer, take_step
from distribution.referrals.standing import steps_open_to
from distribution.words import ReferralOutcome, ReferralState
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked, Day, Shown

router = Router(tags=["Referrals"])


class ReferralFilters(Asked):
    """Which referrals."""

    state: ReferralState | None = None
    service: Service | None = None


class ReferralShown(Shown):
    """A referral; of the household what its place needs to reach it."""

    id: int
    service: Service
    state: ReferralState
    outcome: ReferralOutcome | None
    organisation: str | None
    referred_by: str
    name: str
    language: str
    phone: str
    commune: str
    consented_on: date | None
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    lapses_on: Annotated[
        date | None,
        Field(description="When it is withdrawn if nobody sends it, or its place never answers"),
    ]
    steps: list[ReferralStep]


class ReferralAsked(Asked):
    """What is wanted; without a place the nearest, without a consent nothing is sent."""

    service: Service
    organisation: Annotated[Reference | None, Field(description="Code of the place")] = None
    consented_on: Day | None = None


class StepAsked(Asked):
    """A step; sending needs the consent, an ending one needs what came of it."""

    step: ReferralStep
    organisation: Annotated[Reference | None, Field(description="Code of the place")] = None
    consented_on: Day | None = None
    outcome: ReferralOutcome | None = None


def _rows(actor: Membership) -> QuerySet[Referral]:
    rows = Referral.objects.visible_to(actor)
    return rows.select_related("nomination__household", "nomination__organisation", "organisation")


def _show(each: Referral, actor: Membership) -> ReferralShown:
    household = each.nomination.household
    return ReferralShown(
        id=each.pk,
        service=Service(each.service),
        state=ReferralState(each.state),
        outcome=ReferralOutcome(each.outcome) if each.outcome else None,
        organisation=each.organisation.code if each.organisation else None,
        referred_by=each.nomination.organisation.code,
        name=household.full_name,
        language=household.language,
        phone=household.phone,
        commune=household.commune,
        consented_on=each.consented_on,
        created_at=each.created_at,
        sent_at=each.sent_at,
        ended_at=each.ended_at,
        lapses_on=lapse_day(each),
        steps=steps_open_to(each, actor),
    )


def _read(pk: int, actor: Membership) -> ReferralShown:
    found = get_object_or_404(_rows(actor), pk=pk)
    note_views([found.nomination.household], page="api/referrals", actor=actor)
    return _show(found, actor)


def _place(code: str | None) -> Organisation | None:
    if code is None:
        return None
    found = Organisation.objects.filter(code=code.upper()).first()
    if found is None:
        raise invalid_field("organisation", "organisation_unknown", "No organisation has it.")
    return found


@router.get(
    "referrals",
    response=Page[ReferralShown],
    summary="List referrals",
    operation_id="list_referrals",
)
@allow(Permission.SEE_REFERRALS)
def list_referrals(
    request: SignedInRequest, filters: Query[ReferralFilters], paging: Query[Paging]
) -> Page[ReferralShown]:
    """List referrals to the organisation or of its nominations, oldest first; coordinators all."""
    actor, wanted = request.actor, {"state": filters.state, "service": filters.service}
    rows = _rows(actor).filter(**{key: value for key, value in wanted.items() if value})
    rows = rows.fetch_mode(models.FETCH_RAISE)
    shown: list[Referral] = []

    def show(each: Referral) -> ReferralShown:
        shown.append(each)
        return _show(each, actor)

    page = page_of(rows, ["created_at"], paging, show)
    households = [each.nomination.household for each in shown]
    note_views(households, page="api/referrals", actor=actor)
    return page


@router.get(
    "referrals/{pk:pk}",
    response=ReferralShown,
    summary="Read a referral",
    operation_id="read_referral",
)
@allow(Permission.SEE_REFERRALS)
def read_referral(request: SignedInRequest, pk: int) -> ReferralShown:
    """Read a referral, with the steps that may be taken now."""
    return _read(pk, request.actor)


@router.post(
    "nominations/{reference:reference}/referrals",
    response={201: ReferralShown},
    summary="Refer a household",
    operation_id="add_referral",
)
@allow(Permission.REFER)
def add_referral(request: SignedInRequest, reference: str, body: ReferralAsked) -> ReferralShown:
    """Refer the household to the nearest place, or to the one named; sent with its consent."""
    nomination = visible_nomination(request.actor, reference)
    said = Said(organisation=_place(body.organisation), consented_on=body.consented_on)
    return _read(refer(nomination, body.service, said, actor=request.actor).pk, request.actor)


@router.post(
    "referrals/{pk:pk}/steps",
    response=ReferralShown,
    summary="Take a step",
    operation_id="take_referral_step",
)
@allow(Permission.REFER, Permission.ANSWER_REFERRALS)
def post_referral_step(request: SignedInRequest, pk: int, body: StepAsked) -> ReferralShown:
    """Choose the place, send, accept, decline, finish, say that nobody came, or withdraw."""
    found = get_object_or_404(_rows(request.actor), pk=pk)
    said = Said(_place(body.organisation), body.consented_on, body.outcome or "")
    taken = take_step(found, body.step, said, actor=request.actor)
    note_views([found.nomination.household], page="api/referrals", actor=request.actor)
    return _show(taken, request.actor)
