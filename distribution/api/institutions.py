"""Institutions: nominate, list in their order, read, withdraw or refuse one; their quota."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from stdnum.be import vat

from distribution.api.asking import Slug
from distribution.institutions.nominating import InstitutionNeed, nominate_institution
from distribution.institutions.order import institution_places
from distribution.institutions.quota import institution_share, set_quota
from distribution.institutions.refusing import refuse_institution
from distribution.models import Institution, Nomination, RequestLine
from distribution.models.institution import MOST_A_QUARTER, MOST_MACHINES
from distribution.nominations.nominating import withdraw
from distribution.words import (
    INSTITUTION_REFUSALS,
    INSTITUTION_WITHDRAWALS,
    InstitutionKind,
    LineState,
    NominationState,
    SpecClass,
    WithdrawReason,
)
from inventory.kinds import Keyboard, Kind
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import LEAST_ENTERPRISE_NUMBER, Membership
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import AboutPeople, Asked, Commune, Email, Language, Postcode, Shown

router = Router(tags=["Nominations"])
PATH = "institutions/{reference:reference}"


class InstitutionLine(Shown):
    """One of its machines, and where it stands."""

    number: int
    state: LineState


class InstitutionShown(Shown):
    """A nomination for an institution; its place while it waits."""

    reference: str
    organisation: str
    state: NominationState
    place: int | None
    submitted_at: datetime
    name: str
    kind: InstitutionKind
    enterprise_number: str | None
    street: str
    postcode: str
    commune: str
    email: str
    language: str
    kinds: list[Kind]
    spec_class: SpecClass
    keyboard: Keyboard | None
    system_language: str | None
    lines: list[InstitutionLine]
    withdrawn_because: WithdrawReason | None


class InstitutionAsked(Asked):
    """Who it is, and so many machines of one sort."""

    name: Annotated[AboutPeople, Field(min_length=1, max_length=150)]
    kind: InstitutionKind
    enterprise_number: Annotated[
        str, Field(pattern=r"^([01][0-9]{9})?$", description="Ten digits without dots")
    ] = ""
    street: Annotated[AboutPeople, Field(min_length=1, max_length=150)]
    postcode: Postcode
    commune: Commune
    email: Annotated[Email, Field(min_length=1, description="Of the institution, not of a person")]
    language: Language = "fr"
    machines: Annotated[int, Field(ge=1, le=MOST_MACHINES)] = 1
    kinds: Annotated[
        list[Kind], Field(min_length=1, max_length=len(Kind), description="Preferred first")
    ]
    spec_class: SpecClass = SpecClass.BASIC
    keyboard: Keyboard | None = None
    system_language: Language | None = None

    def institution(self) -> Institution:
        """Make the row, unsaved; raises Invalid for an enterprise number that can't be one."""
        number = self.enterprise_number
        if number and (number < LEAST_ENTERPRISE_NUMBER or not vat.is_valid(number)):
            message = "This is no enterprise number: two of its digits may have been swapped."
            raise invalid_field("enterprise_number", "enterprise_number", message)
        names = ("name", "kind", "street", "postcode", "commune", "email", "language")
        return Institution(
            enterprise_number=number, **{name: getattr(self, name) for name in names}
        )

    def need(self) -> InstitutionNeed:
        """Give what it needs."""
        return InstitutionNeed(
            machines=self.machines,
            kinds=tuple(dict.fromkeys(kind.value for kind in self.kinds)),
            spec_class=self.spec_class,
            keyboard=self.keyboard or "",
            system_language=self.system_language or "",
        )


class InstitutionWithdrawal(Asked):
    """Why it is withdrawn: what was set aside for it goes back to the shelf."""

    because: Annotated[
        Slug, Field(json_schema_extra={"enum": [each.value for each in INSTITUTION_WITHDRAWALS]})
    ]


class InstitutionRefusal(Asked):
    """Why a coordinator takes it off the list: its service is told."""

    because: Annotated[
        Slug, Field(json_schema_extra={"enum": [each.value for each in INSTITUTION_REFUSALS]})
    ]


class QuotaShown(Shown):
    """What institutions may have in this quarter, and have got; `renews_on`: the next begins."""

    machines: int
    used: int
    left: int
    renews_on: date


class QuotaAsked(Asked):
    """How many machines institutions may have in a quarter, and why so many."""

    machines: Annotated[int, Field(ge=0, le=MOST_A_QUARTER)]
    reason: Annotated[AboutPeople, Field(min_length=1, max_length=300)]


def _rows(actor: Membership) -> QuerySet[Nomination]:
    rows = Nomination.institutions.visible_to(actor).select_related("institution", "organisation")
    return rows.prefetch_related(Prefetch("lines", RequestLine.objects.order_by("number")))


def _show(each: Nomination, places: Mapping[int, int]) -> InstitutionShown:
    it, because, lines = each.institution, each.withdrawn_because, each.lines.all()
    assert it is not None  # noqa: S101  nomination_of_a_household_or_an_institution
    assert each.submitted_at is not None  # noqa: S101  likewise
    return InstitutionShown(
        reference=each.reference,
        organisation=each.organisation.code,
        state=NominationState(each.state),
        place=places.get(each.pk),
        submitted_at=each.submitted_at,
        name=it.name,
        kind=InstitutionKind(it.kind),
        enterprise_number=it.enterprise_number or None,
        street=it.street,
        postcode=it.postcode,
        commune=it.commune,
        email=it.email,
        language=it.language,
        kinds=lines[0].kinds,
        spec_class=SpecClass(lines[0].spec_class),
        keyboard=Keyboard(lines[0].keyboard) if lines[0].keyboard else None,
        system_language=lines[0].system_language or None,
        lines=[InstitutionLine(number=one.number, state=LineState(one.state)) for one in lines],
        withdrawn_because=WithdrawReason(because) if because else None,
    )


def _found(reference: str, actor: Membership) -> Nomination:
    return get_object_or_404(_rows(actor), reference=reference.upper())


def _read(reference: str, actor: Membership) -> InstitutionShown:
    return _show(_found(reference, actor), institution_places())


@router.get(
    "institutions",
    response=Page[InstitutionShown],
    summary="List nominations for institutions",
    operation_id="list_institutions",
)
@allow(Permission.SEE_NOMINATIONS)
def list_institutions(request: SignedInRequest, paging: Query[Paging]) -> Page[InstitutionShown]:
    """List those that the organisation brought, in their order; coordinators see all."""
    places = institution_places()
    rows = _rows(request.actor).fetch_mode(models.FETCH_RAISE)
    return page_of(rows, ["created_at"], paging, lambda each: _show(each, places))


@router.post(
    "institutions",
    response={201: InstitutionShown},
    summary="Nominate an institution",
    operation_id="add_institution",
)
@allow(Permission.NOMINATE)
def add_institution(request: SignedInRequest, body: InstitutionAsked) -> InstitutionShown:
    """Put an institution at the end of the institutions' list."""
    made = nominate_institution(body.institution(), body.need(), actor=request.actor)
    return _read(made.reference, request.actor)


@router.get(
    PATH,
    response=InstitutionShown,
    summary="Read a nomination for an institution",
    operation_id="read_institution",
)
@allow(Permission.SEE_NOMINATIONS)
def read_institution(request: SignedInRequest, reference: str) -> InstitutionShown:
    """Read who it is, what it needs, its place in the list of institutions, and its machines."""
    return _read(reference, request.actor)


@router.post(
    f"{PATH}/withdraw",
    response=InstitutionShown,
    summary="Withdraw an institution",
    operation_id="withdraw_institution",
)
@allow(Permission.NOMINATE)
def post_institution_withdrawal(
    request: SignedInRequest, reference: str, body: InstitutionWithdrawal
) -> InstitutionShown:
    """Take it off the list; what is handed over stays so."""
    if body.because not in INSTITUTION_WITHDRAWALS:
        raise invalid_field("because", "because", "No institution is withdrawn for this.")
    nomination = _found(reference, request.actor)
    withdraw(nomination, WithdrawReason(body.because), actor=request.actor)
    return _read(reference, request.actor)


@router.post(
    f"{PATH}/refuse",
    response=InstitutionShown,
    summary="Refuse an institution",
    operation_id="refuse_institution",
)
@allow(Permission.DECIDE)
def post_institution_refusal(
    request: SignedInRequest, reference: str, body: InstitutionRefusal
) -> InstitutionShown:
    """Take it off the list as a coordinator; what is handed over stays so."""
    if body.because not in INSTITUTION_REFUSALS:
        raise invalid_field("because", "because", "No institution is refused for this.")
    nomination = _found(reference, request.actor)
    refuse_institution(nomination, WithdrawReason(body.because), actor=request.actor)
    return _read(reference, request.actor)


@router.get(
    "institution-quota",
    response=QuotaShown,
    summary="Read the quota of institutions",
    operation_id="read_institution_quota",
)
@allow(Permission.SEE_NOMINATIONS)
def read_institution_quota(request: SignedInRequest) -> QuotaShown:
    """Read how many machines institutions may have this quarter, and how many are left."""
    share = institution_share()
    return QuotaShown(
        machines=share.machines, used=share.used, left=share.left, renews_on=share.renews_on
    )


@router.post(
    "institution-quota",
    response={201: QuotaShown},
    summary="Set the quota of institutions",
    operation_id="set_institution_quota",
)
@allow(Permission.EDIT_POLICY)
def set_institution_quota(request: SignedInRequest, body: QuotaAsked) -> QuotaShown:
    """Say how many machines institutions may have in a quarter, this one too."""
    set_quota(body.machines, body.reason, actor=request.actor)
    return read_institution_quota(request)
