"""Donors and devices come in."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from inventory.api.asking import Code, Reference
from inventory.api.shapes import DeviceRow, show_row
from inventory.grade import FirstLook
from inventory.kinds import Keyboard, Kind
from inventory.models import Donation, Donor
from inventory.receiving import NewDevice, register_device, register_donor
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.shapes import (
    AboutPeople,
    Asked,
    Commune,
    Email,
    Language,
    Phone,
    Postcode,
    Shown,
    Words,
)

router = Router(tags=["Intake"])


class DonorAsked(Asked):
    """A person or an organisation that gives devices."""

    name: Annotated[AboutPeople, Field(min_length=1, max_length=150, examples=["Acme"])]
    is_person: bool = False
    email: Email = ""
    phone: Phone = ""
    street: Annotated[AboutPeople, Field(max_length=150)] = ""
    postcode: Postcode | None = None
    commune: Commune | None = None
    language: Language = "fr"


class DonorShown(Shown):
    """A donor's reference."""

    reference: str


class DeviceAsked(Asked):
    """One device of a donation; what is left out is not known yet."""

    donation: Reference
    kind: Kind
    manufacturer: Annotated[Words, Field(max_length=80)] = ""
    model: Annotated[Words, Field(max_length=120)] = ""
    serial_number: Annotated[Words, Field(max_length=80)] = ""
    code: Annotated[Code | None, Field(description="Of a pre-printed label")] = None
    no_storage: Annotated[bool, Field(description="Seen to have no drive")] = False
    keyboard: Keyboard | None = None
    shelf: Annotated[Words, Field(max_length=30)] = ""
    first_impression: FirstLook | None = None
    has_charger: bool | None = None
    note: Annotated[Words, Field(max_length=300)] = ""
    other_device: Annotated[
        bool, Field(description="Another device has this serial number, and is not this one")
    ] = False


@router.post(
    "donors", response={201: DonorShown}, summary="Register a donor", operation_id="add_donor"
)
@allow(Permission.RECEIVE)
def add_donor(request: SignedInRequest, body: DonorAsked) -> DonorShown:
    """Register a donor with the workshop that the token acts for."""
    return DonorShown(reference=register(body, request.actor).reference)


def register(asked: DonorAsked, actor: Membership) -> Donor:
    """Register a donor as asked for."""
    fields = asked.model_dump()
    fields["postcode"] = fields["postcode"] or ""
    fields["commune"] = fields["commune"] or ""
    return register_donor(Donor(**fields), actor=actor)


@router.post(
    "devices", response={201: DeviceRow}, summary="Receive a device", operation_id="add_device"
)
@allow(Permission.RECEIVE)
def add_device(request: SignedInRequest, body: DeviceAsked) -> DeviceRow:
    """Receive one device of a donation, and give it its code unless a label was printed before."""
    donations = Donation.objects.visible_to(request.actor).select_related("organisation")
    donation = get_object_or_404(donations, reference=body.donation.upper())
    new = NewDevice(
        kind=body.kind,
        manufacturer=body.manufacturer,
        model=body.model,
        serial_number=body.serial_number,
        code=body.code or "",
        keyboard=body.keyboard or "",
        shelf=body.shelf,
        first_impression=body.first_impression or "",
        note=body.note,
        has_charger=body.has_charger,
        declared_driveless=body.no_storage,
        knows_twin=body.other_device,
    )
    return show_row(register_device(donation, new, actor=request.actor))
