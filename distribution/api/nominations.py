"""Nominations: draft, list, read, change."""

from typing import Annotated

from django.db import models, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from distribution.api.asking import (
    CircumstancesAsked,
    HouseholdAsked,
    HouseholdChange,
    NominationAsked,
    NominationChange,
    Reference,
    line_of,
    merged,
)
from distribution.api.shapes import NominationRow, NominationShown, show_nomination, show_row
from distribution.models import Household, Nomination
from distribution.nominations.nominating import write_draft
from distribution.nominations.recounting import COUNTED, update_circumstances
from distribution.nominations.updating import UPDATABLE, update_household, update_needs
from distribution.nominations.viewing import note_views
from distribution.words import NominationState
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.shapes import Asked
from refurb.reasons import Reason, Refused

router = Router(tags=["Nominations"])


class NominationFilters(Asked):
    """Which nominations."""

    state: NominationState | None = None
    organisation: Annotated[Reference | None, Field(description="Code of the service")] = None


def visible_nomination(actor: Membership, reference: str) -> Nomination:
    """Find a nomination that the actor may see; Http404 for any other."""
    rows = _rows(actor)
    return get_object_or_404(rows, reference=reference.upper())


def _rows(actor: Membership) -> QuerySet[Nomination]:
    return Nomination.objects.visible_to(actor).select_related("household", "organisation")


@router.get(
    "nominations",
    response=Page[NominationRow],
    summary="List nominations",
    operation_id="list_nominations",
)
@allow(Permission.SEE_NOMINATIONS)
def list_nominations(
    request: SignedInRequest, filters: Query[NominationFilters], paging: Query[Paging]
) -> Page[NominationRow]:
    """List the nominations that the organisation brought, newest first; coordinators see all."""
    wanted = {
        "state": filters.state,
        "organisation__code": filters.organisation and filters.organisation.upper(),
    }
    rows = _rows(request.actor).filter(**{key: value for key, value in wanted.items() if value})
    rows = rows.prefetch_related("lines").fetch_mode(models.FETCH_RAISE)
    page = page_of(rows, ["-created_at"], paging, show_row)
    shown = [row.reference for row in page.items]
    households = Household.objects.filter(nominations__reference__in=shown)
    note_views(households, page="api/nominations", actor=request.actor)
    return page


@router.post(
    "nominations",
    response={201: NominationShown},
    summary="Draft a nomination",
    operation_id="add_nomination",
)
@allow(Permission.NOMINATE)
def add_nomination(request: SignedInRequest, body: NominationAsked) -> NominationShown:
    """Draft a nomination for one household; nobody else sees it before it is submitted."""
    nomination = write_draft(
        Nomination(**body.columns()),
        Household(**dict(body.household)),
        [line_of(line) for line in body.lines],
        [proof.unsaved() for proof in body.proofs],
        actor=request.actor,
    )
    return show_nomination(nomination, request.actor)


@router.get(
    "nominations/{reference:reference}",
    response=NominationShown,
    summary="Read a nomination",
    operation_id="read_nomination",
)
@allow(Permission.SEE_NOMINATIONS)
def read_nomination(request: SignedInRequest, reference: str) -> NominationShown:
    """Read a nomination with its household, needs, proofs as seen, and the place of each line."""
    return show_nomination(visible_nomination(request.actor, reference), request.actor)


@router.patch(
    "nominations/{reference:reference}",
    response=NominationShown,
    summary="Change a nomination",
    operation_id="change_nomination",
)
@allow(Permission.NOMINATE)
@transaction.atomic
def change_nomination(
    request: SignedInRequest, reference: str, body: NominationChange
) -> NominationShown:
    """Change a draft freely; later address, phone and family, what counts, and the needs."""
    nomination = visible_nomination(request.actor, reference)
    if nomination.state == NominationState.DRAFT:
        _change_draft(nomination, body, request.actor)
    else:
        _update(nomination, body, request.actor)
    return show_nomination(visible_nomination(request.actor, reference), request.actor)


def _change_draft(nomination: Nomination, body: NominationChange, actor: Membership) -> None:
    if body.needs is not None:
        message = _("Send the lines of a draft as a whole, as `lines`.")
        raise Refused(Reason("is_a_draft", message))
    columns = merged(CircumstancesAsked, nomination, body).columns()
    for name, value in columns.items():
        setattr(nomination, name, value)
    household = nomination.household
    for name, value in merged(HouseholdAsked, household, body.household or HouseholdChange()):
        setattr(household, name, value)
    write_draft(
        nomination,
        household,
        None if body.lines is None else [line_of(line) for line in body.lines],
        None if body.proofs is None else [proof.unsaved() for proof in body.proofs],
        actor=actor,
    )


def _update(nomination: Nomination, body: NominationChange, actor: Membership) -> None:
    household = body.household or HouseholdChange()
    counted = body.model_fields_set & set(COUNTED)
    fixed = body.model_fields_set - counted - {"household", "needs"}
    fixed |= household.model_fields_set - UPDATABLE
    if fixed:
        message = _("It was submitted: %(fields)s can't be changed any more.")
        raise Refused(Reason("not_a_draft", message, {"fields": ", ".join(sorted(fixed))}))
    if household.model_fields_set:
        whole = merged(HouseholdAsked, nomination.household, household)
        changes = {name: getattr(whole, name) for name in household.model_fields_set}
        update_household(nomination, changes, actor=actor)
    if counted:
        now = merged(CircumstancesAsked, nomination, body).columns()
        update_circumstances(nomination, {name: now[name] for name in counted}, actor=actor)
    for needs in body.needs or ():
        update_needs(nomination, needs.number, needs.columns(), actor=actor)
