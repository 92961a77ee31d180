"""Intake: donors, donations, devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.binding import claim_label
from inventory.codes import new_code
from inventory.kinds import Detail
from inventory.models import Device, Donation, Donor, Label
from inventory.moving import append_event, lock_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused


@transaction.atomic
def register_donor(donor: Donor, *, actor: Membership) -> Donor:
    """Save an unsaved donor for the actor's workshop and give it its reference."""
    donor.organisation = actor.organisation
    donor.reference = f"DR-{next_number('donor'):05d}"
    donor.save()
    record(actor, "donor.registered", donor.reference)
    return donor


@transaction.atomic
def register_donation(donation: Donation, *, actor: Membership) -> Donation:
    """Save an unsaved donation for the actor's workshop and give it its reference."""
    year = timezone.localdate().year % 100
    donation.organisation = actor.organisation
    donation.reference = f"DN-{year:02d}-{next_number(f'donation:{year}'):04d}"
    donation.save()
    record(actor, "donation.registered", donation.reference)
    return donation


@dataclass(frozen=True)
class NewDevice:
    """What is known of a device when it comes in; empty means not known yet."""

    kind: str
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    code: str = ""  # of a pre-printed label, already parsed
    keyboard: str = ""
    shelf: str = ""
    first_impression: str = ""
    note: str = ""
    has_charger: bool | None = None
    declared_driveless: bool = False
    received_on: date | None = None


class CodeTaken(Refused):
    """The pre-printed code is on another device already."""


@transaction.atomic
def register_device(donation: Donation, new: NewDevice, *, actor: Membership) -> Device:
    """Receive one device of a donation; raises CodeTaken or LabelRefused for its printed label.

    Steward and holder are the workshop that received the donation. A label of one of its batches is
    bound by this; a code of no batch at all is taken as it is.
    """
    device = _create(donation, new)
    if new.code and Label.objects.filter(code=new.code).exists():
        claim_label(new.code, device, donation.organisation)
    append_event(device, "device.received", actor, after=device.state)
    return device


def _create(donation: Donation, new: NewDevice) -> Device:
    device = Device(
        code=new.code or new_code(),
        donation=donation,
        steward=donation.organisation,
        holder=donation.organisation,
        kind=new.kind,
        manufacturer=new.manufacturer.strip(),
        model=new.model.strip(),
        serial_number=new.serial_number.strip(),
        keyboard=new.keyboard,
        shelf=new.shelf.strip(),
        first_impression=new.first_impression,
        note=new.note.strip(),
        has_charger=new.has_charger,
        declared_driveless=new.declared_driveless,
    )
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError:
        # Only the code is unique, and two people may scan one label at once.
        message = _("This label is on another device already. Take another label.")
        raise CodeTaken(Reason("code_taken", message)) from None
    return device


CORRECTABLE = frozenset(Detail.values)


@transaction.atomic
def correct_device(device: Device, changes: dict[str, object], *, actor: Membership) -> Device:
    """Write corrected values and name the changed fields in its history; no change writes nothing.

    Raises KeyError for a field that only an act may write, such as the state.
    """
    forbidden = changes.keys() - CORRECTABLE
    if forbidden:
        raise KeyError(sorted(forbidden))
    device = lock_device(device)
    changed = sorted(name for name, value in changes.items() if getattr(device, name) != value)
    if changed:
        for name in changed:
            setattr(device, name, changes[name])
        device.save(update_fields=changed)
        append_event(device, "device.changed", actor, details=changed)
    return device
