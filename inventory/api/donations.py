"""Donations: what a donor brought on one day, and for whom it is meant."""

from datetime import date
from typing import Annotated, Any, Self

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from inventory.api.asking import Reference
from inventory.api.receiving import DonorAsked, register
from inventory.earmark import Earmark
from inventory.models import Donation, Donor
from inventory.models.donation import Purpose
from inventory.receiving import correct_donation, register_donation
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import AboutPeople, Asked, Commune, Day, Shown

router = Router(tags=["Intake"])
DonorsReference = Annotated[
    AboutPeople, Field(max_length=60, description="The donor's own reference")
]
Note = Annotated[AboutPeople, Field(max_length=300)]


class EarmarkAsked(Asked):
    """For whom a donation is meant; a commune or an organisation names which."""

    meant_for: Earmark
    commune: Commune | None = None
    organisation: Annotated[Reference | None, Field(description="Its code")] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        named = {"commune": self.commune is not None, "organisation": self.organisation is not None}
        wanted = {name: self.meant_for == name for name in named}
        if named != wanted:
            raise PydanticCustomError("earmark_whole", "Name the commune or organisation meant.")
        return self


class DonationAsked(Asked):
    """One consignment on one day, from a known donor (reference) or a new one (object)."""

    donor: Reference | DonorAsked
    received_on: Day
    purpose: Purpose = Purpose.REUSE
    reference: DonorsReference = ""
    note: Note = ""
    earmark: EarmarkAsked | None = None


class DonationChange(Asked):
    """What is corrected; what is left out stays, and an earmark that is null is taken away."""

    received_on: Day | None = None
    purpose: Purpose | None = None
    reference: DonorsReference | None = None
    note: Note | None = None
    earmark: EarmarkAsked | None = None


class EarmarkShown(Shown):
    """For whom a donation is meant."""

    meant_for: Earmark
    commune: str | None
    organisation: str | None


class DonationShown(Shown):
    """A donation; the earmark is null when it is for anybody."""

    reference: str
    donor: str
    organisation: str
    received_on: date
    purpose: Purpose
    earmark: EarmarkShown | None


class DonationFilters(Asked):
    """Which donations."""

    purpose: Purpose | None = None
    meant_for: Earmark | None = None

    def narrow(self, rows: models.QuerySet[Donation]) -> models.QuerySet[Donation]:
        """Keep the donations that are asked for."""
        found = {"purpose": self.purpose, "earmark": self.meant_for}
        return rows.filter(**{name: value for name, value in found.items() if value})


def _rows(actor: Membership) -> models.QuerySet[Donation]:
    rows = Donation.objects.visible_to(actor)
    return rows.select_related("donor", "organisation", "earmark_organisation")


@router.get(
    "donations",
    response=Page[DonationShown],
    summary="List donations",
    operation_id="list_donations",
)
@allow(Permission.SEE_DONATIONS)
def list_donations(
    request: SignedInRequest, filters: Query[DonationFilters], paging: Query[Paging]
) -> Page[DonationShown]:
    """List the donations of the workshop, newest first; all of them for a coordinator."""
    rows = filters.narrow(_rows(request.actor)).fetch_mode(models.FETCH_RAISE)
    return page_of(rows, ["-received_on"], paging, _show)


@router.get(
    "donations/{reference:reference}",
    response=DonationShown,
    summary="Read a donation",
    operation_id="read_donation",
)
@allow(Permission.SEE_DONATIONS)
def read_donation(request: SignedInRequest, reference: str) -> DonationShown:
    """Read a donation; its devices are listed by `devices?donation=`."""
    return _show(get_object_or_404(_rows(request.actor), reference=reference.upper()))


@router.post(
    "donations",
    response={201: DonationShown},
    summary="Register a donation",
    operation_id="add_donation",
)
@allow(Permission.RECEIVE)
@transaction.atomic
def add_donation(request: SignedInRequest, body: DonationAsked) -> DonationShown:
    """Register what a donor brought on one day; a new donor is registered along with it."""
    _check_day(body.received_on)
    donation = Donation(
        donor=_donor(body, request.actor),
        received_on=body.received_on,
        purpose=body.purpose,
        donors_reference=body.reference,
        note=body.note,
        **_earmark(body.earmark),
    )
    return _show(register_donation(donation, actor=request.actor))


@router.patch(
    "donations/{reference:reference}",
    response=DonationShown,
    summary="Correct a donation",
    operation_id="change_donation",
)
@allow(Permission.RECEIVE)
def change_donation(
    request: SignedInRequest, reference: str, body: DonationChange
) -> DonationShown:
    """Correct the day, the purpose, the donor's reference, the note, or whom it is meant for."""
    donation = get_object_or_404(_rows(request.actor), reference=reference.upper())
    _check_day(body.received_on)
    said = {name: getattr(body, name) for name in body.model_fields_set}
    earmark = _earmark(said.pop("earmark")) if "earmark" in said else {}
    columns = {"reference": "donors_reference"}
    changes = {columns.get(name, name): value for name, value in said.items() if value is not None}
    return _show(correct_donation(donation, changes | earmark, actor=request.actor))


def _check_day(day: date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise invalid_field("received_on", "future", _("This day is still to come."))


def _donor(body: DonationAsked, actor: Membership) -> Donor:
    if isinstance(body.donor, DonorAsked):
        return register(body.donor, actor)
    known = Donor.objects.visible_to(actor).filter(reference=body.donor.upper()).first()
    if known is None:
        raise invalid_field("donor", "donor_unknown", "You have no donor with this reference.")
    return known


def _earmark(asked: EarmarkAsked | None) -> dict[str, Any]:
    """Write an earmark whole, as the row has it."""
    if asked is None:
        return {"earmark": "", "earmark_commune": "", "earmark_organisation": None}
    organisation = None
    if asked.organisation is not None:
        organisation = Organisation.objects.filter(code=asked.organisation.upper()).first()
        if organisation is None:
            message = _("No organisation has this code.")
            raise invalid_field("earmark", "organisation_unknown", message)
    return {
        "earmark": asked.meant_for,
        "earmark_commune": asked.commune or "",
        "earmark_organisation": organisation,
    }


def _show(donation: Donation) -> DonationShown:
    meant = donation.earmark_organisation
    earmark = (
        EarmarkShown(
            meant_for=Earmark(donation.earmark),
            commune=donation.earmark_commune or None,
            organisation=meant.code if meant else None,
        )
        if donation.earmark
        else None
    )
    return DonationShown(
        reference=donation.reference,
        donor=donation.donor.reference,
        organisation=donation.organisation.code,
        received_on=donation.received_on,
        purpose=Purpose(donation.purpose),
        earmark=earmark,
    )
