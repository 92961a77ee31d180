"""Nominations for institutions: list them in their order, and read one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from distribution.institutions.order import institution_places
from distribution.models import InstitutionNomination
from distribution.words import InstitutionKind, SpecClass, WithdrawReason
from inventory.kinds import Keyboard, Kind
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.shapes import Shown

router = Router(tags=["Nominations"])


class InstitutionShown(Shown):
    """A nomination for an institution; its place while it waits."""

    reference: str
    organisation: str
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
    machines: int
    kinds: list[Kind]
    spec_class: SpecClass
    keyboard: Keyboard | None
    system_language: str | None
    withdrawn_at: datetime | None
    withdrawn_because: WithdrawReason | None


def _rows(actor: Membership) -> QuerySet[InstitutionNomination]:
    rows = InstitutionNomination.objects.visible_to(actor)
    return rows.select_related("institution", "organisation")


def _show(each: InstitutionNomination, places: Mapping[int, int]) -> InstitutionShown:
    it, because = each.institution, each.withdrawn_because
    return InstitutionShown(
        reference=each.reference,
        organisation=each.organisation.code,
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
        machines=each.machines,
        kinds=each.kinds,
        spec_class=SpecClass(each.spec_class),
        keyboard=Keyboard(each.keyboard) if each.keyboard else None,
        system_language=each.system_language or None,
        withdrawn_at=each.withdrawn_at,
        withdrawn_because=WithdrawReason(because) if because else None,
    )


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
    return page_of(rows, ["submitted_at"], paging, lambda each: _show(each, places))


@router.get(
    "institutions/{reference:reference}",
    response=InstitutionShown,
    summary="Read a nomination for an institution",
    operation_id="read_institution",
)
@allow(Permission.SEE_NOMINATIONS)
def read_institution(request: SignedInRequest, reference: str) -> InstitutionShown:
    """Read who it is, what it needs, and its place in the list of institutions."""
    found = get_object_or_404(_rows(request.actor), reference=reference.upper())
    return _show(found, institution_places())
