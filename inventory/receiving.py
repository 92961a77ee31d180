"""Intake: donors, donations, devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.binding import claim_label
from inventory.codes import new_code
from inventory.kinds import WITH_STORAGE, Detail, details_of
from inventory.labelled import devices_with_serial
from inventory.lifecycle import WORKSHOP
from inventory.models import Device, Donation, Donor, Intake, Label
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
    cpu: str = ""
    memory_bytes: int | None = None
    screen_inches: Decimal | None = None
    intake: Intake | None = None
    knows_twin: bool = False  # another device has this serial number, and it is not this one


class CodeTaken(Refused):
    """The pre-printed code is on another device already."""


class SerialKnown(Refused):
    """Another device has this serial number: it may be the same one, come back."""


def check_serial(serial: str, *, but: Device | None = None) -> None:
    """Raise SerialKnown for a serial number that stands on a device, another than this one."""
    others = Device.objects.exclude(pk=but.pk) if but else Device.objects.all()
    if serial.strip() and devices_with_serial(others, serial).exists():
        message = _("Another device has this serial number. Look whether it is the same one.")
        raise SerialKnown(Reason("serial_known", message))


@transaction.atomic
def register_device(donation: Donation, new: NewDevice, *, actor: Membership) -> Device:
    """Receive one device of a donation. Raises CodeTaken, LabelRefused and SerialKnown.

    Steward and holder are the workshop that received the donation. A label of one of its batches is
    bound by this; a code of no batch is taken as it is. What its kind can't have is left out.
    """
    if not new.knows_twin:
        check_serial(new.serial_number)
    device = _create(donation, new)
    if new.code and Label.objects.filter(code=new.code).exists():
        claim_label(new.code, device, donation.organisation)
    append_event(device, "device.received", actor, after=device.state)
    return device


def _create(donation: Donation, new: NewDevice) -> Device:
    can_have = details_of(new.kind)
    device = Device(
        code=new.code or new_code(),
        intake=new.intake,
        donation=donation,
        steward=donation.organisation,
        holder=donation.organisation,
        kind=new.kind,
        manufacturer=new.manufacturer.strip(),
        model=new.model.strip(),
        serial_number=new.serial_number.strip(),
        keyboard=new.keyboard if Detail.KEYBOARD in can_have else "",
        cpu=new.cpu.strip() if Detail.CPU in can_have else "",
        memory_bytes=new.memory_bytes if Detail.MEMORY in can_have else None,
        screen_inches=new.screen_inches if Detail.SCREEN in can_have else None,
        shelf=new.shelf.strip(),
        first_impression=new.first_impression,
        note=new.note.strip(),
        has_charger=new.has_charger,
        declared_driveless=new.declared_driveless and new.kind in WITH_STORAGE,
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
UNTOLD = frozenset({Detail.NOTE})
"""What the history names without its words: a note is free text, and may be about a person."""


class KindStays(Refused):
    """The kind can't be corrected any more: what was recorded depends on it."""


def why_kind_stays(device: Device, kind: str) -> tuple[Reason, ...]:
    """Name what keeps a wrong kind from being corrected to another one; two queries at most."""
    found = []
    if device.state not in WORKSHOP:
        message = _("It has left the workshop, so its kind can't be corrected.")
        found.append(Reason("not_in_workshop", message))
    if device.quality_checks.exists() or device.lock_checks.exists():
        message = _("It was checked as what it is now. Its kind can't be corrected after that.")
        found.append(Reason("checked", message))
    if kind not in WITH_STORAGE and device.drives.exists():
        found.append(Reason("has_drives", _("It has a drive, which that kind can't have.")))
    return tuple(found)


@transaction.atomic
def correct_device(
    device: Device, changes: dict[str, object], *, actor: Membership, knows_twin: bool = False
) -> Device:
    """Write corrected values; its history says what became what. No change writes nothing.

    A corrected kind drops what it can't have. Raises KeyError for a field that only an act may
    write, such as the state, KindStays, and SerialKnown unless another's number is known to be so.
    """
    forbidden = changes.keys() - CORRECTABLE
    if forbidden:
        raise KeyError(sorted(forbidden))
    device = lock_device(device)
    kind = str(changes.get("kind", device.kind))
    if kind != device.kind:
        if against := why_kind_stays(device, kind):
            raise KindStays(*against)
        changes = changes | _without(device, kind)
    changed = sorted(name for name, value in changes.items() if getattr(device, name) != value)
    if "serial_number" in changed and not knows_twin:
        check_serial(str(changes["serial_number"]), but=device)
    if changed:
        told = {name: _old_and_new(device, name, changes[name]) for name in changed}
        for name in changed:
            setattr(device, name, changes[name])
            device.read_values.pop(name, None)  # from now on a person's
        device.save(update_fields=[*changed, "read_values"])
        append_event(device, "device.changed", actor, changes=told)
    return device


def _without(device: Device, kind: str) -> dict[str, object]:
    """Empty what this kind can't have."""
    gone = CORRECTABLE - details_of(kind) - {Detail.KIND}
    fields = {name: Device._meta.get_field(name) for name in gone}  # noqa: SLF001  Django's public API
    found: dict[str, object] = {
        name: None if field.null else "" for name, field in fields.items() if getattr(device, name)
    }
    return found if kind in WITH_STORAGE else found | {"declared_driveless": False}


def _old_and_new(device: Device, name: str, value: object) -> list[str | bool]:
    return [] if name in UNTOLD else [_told(name, one) for one in (getattr(device, name), value)]


def _told(name: str, value: object) -> str | bool:
    if isinstance(value, bool):
        return value
    if name == Detail.MEMORY and isinstance(value, int):
        return f"{value / 1024**3:g} GB"
    return "" if value is None else str(value)


UNTOLD_OF_DONATION = frozenset({"donors_reference", "note"})


@transaction.atomic
def correct_donation(donation: Donation, changes: dict[str, Any], *, actor: Membership) -> Donation:
    """Write corrected values; the trail says old and new by code, never a name or free text.

    No change writes nothing. An earmark is given whole, as `earmark_fields` does.
    """
    rows = Donation.objects.select_for_update(of=("self",))
    donation = rows.select_related("donor", "earmark_organisation").get(pk=donation.pk)
    before = _codes(donation)
    changed = sorted(name for name, value in changes.items() if getattr(donation, name) != value)
    if changed:
        for name in changed:
            setattr(donation, name, changes[name])
        donation.save(update_fields=changed)
        after = _codes(donation)
        told: dict[str, list[str]] = {name: [] for name in changed if name in UNTOLD_OF_DONATION}
        told |= {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        record(actor, "donation.corrected", donation.reference, corrected=told)
    return donation


def _codes(donation: Donation) -> dict[str, str]:
    """Put what isn't personal of a donation into codes."""
    return {
        "received_on": donation.received_on.isoformat(),
        "purpose": donation.purpose,
        "donor": donation.donor.reference,
        "earmark": donation.earmark_key,
    }
