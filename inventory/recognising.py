"""Find the device that a report describes, or those it may describe, for a person to choose.

The label is the identity; hardware only proposes. A serial number decides unless something speaks
against it, a UUID unless the serial numbers differ. A network address never decides: cards change
machines. Machines that nothing identifies are never taken for one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inventory.hardware import HardwareFacts, Identity, drive_key, identity_candidates
from inventory.hardware.makers import fold_manufacturer
from inventory.models import Device, DeviceIdentity, Donation, Drive
from inventory.models.drive import DriveStatus
from inventory.moving import IN_OUR_HANDS
from refurb.accounts.models import Membership

MOST = 10
SUREST = ("serial", "uuid", "mac")


@dataclass(frozen=True)
class Recognised:
    """The device, or the candidates and the remark that says why a person has to choose."""

    device: Device | None = None
    candidates: tuple[Device, ...] = ()
    remark: str = ""


NOBODY = Recognised()


def recognise(
    facts: HardwareFacts, actor: Membership, donation: Donation | None = None
) -> Recognised:
    """Look among the devices that the actor sees; two queries, however many there are.

    With a donation, also look for its devices that nothing tells from this machine: it may be one
    of them, unpacked before.
    """
    if facts.is_virtual:
        return NOBODY
    if not facts.describes_machine:
        return _by_drives(facts, actor)
    identities = identity_candidates(facts)
    if not identities:
        return _lookalikes(facts, donation) if donation is not None else NOBODY
    return _by_identity(facts, identities, actor)


def devices_with_serials(facts: HardwareFacts, actor: Membership) -> list[Device]:
    """List the visible devices with one of the report's serial numbers, typed or read before."""
    return _matches(identity_candidates(facts), facts, actor)[0]


def _by_identity(
    facts: HardwareFacts, identities: tuple[Identity, ...], actor: Membership
) -> Recognised:
    by_serial, by_uuid, by_address = _matches(identities, facts, actor)
    found = by_serial or by_uuid
    if len(found) > 1:
        return Recognised(candidates=tuple(found), remark="several_devices")
    if found:
        (device,) = found
        if _is_doubtful(device, facts) or _differs(device, facts, identities):
            return Recognised(candidates=(device,), remark="doubtful_device")
        return Recognised(device=device)
    if by_address:
        return Recognised(candidates=tuple(by_address), remark="same_address")
    return NOBODY


def _matches(
    identities: tuple[Identity, ...], facts: HardwareFacts, actor: Membership
) -> tuple[list[Device], list[Device], list[Device]]:
    """Give the visible devices with a serial number of the report, its UUID, its addresses."""
    if not identities:
        return [], [], []
    serials = {one.key for one in identities if one.kind.endswith("serial")}
    known = _known_by(identities)
    typed = {*serials, *map(str.lower, serials), facts.serial_number.value or ""} - {""}
    rows = Device.objects.visible_to(actor)
    # Mostly there is none: to ask for ids alone costs half as much.
    same = rows.filter(serial_number__in=typed).values_list("pk", flat=True)[:MOST]
    known |= dict.fromkeys(same if serials else (), "serial")
    sorts: dict[str, list[Device]] = {"serial": [], "uuid": [], "mac": []}
    for device in rows.filter(pk__in=known).order_by("pk")[: 2 * MOST] if known else ():
        sorts[known[device.pk]].append(device)
    return sorts["serial"], sorts["uuid"], sorts["mac"]


def _known_by(identities: tuple[Identity, ...]) -> dict[int, str]:
    """Map the id of each device with one of these identities to the surest it shares."""
    sort_of = {one.key: _sort_of(one.kind) for one in identities}
    rows = DeviceIdentity.objects.filter(key__in=sort_of).values_list("device_id", "key")
    shared = [(SUREST.index(sort_of[key]), device) for device, key in rows[: MOST * MOST]]
    return {device: SUREST[rank] for rank, device in sorted(shared, reverse=True)}


def _sort_of(kind: str) -> str:
    return "serial" if kind.endswith("serial") else kind


def _is_doubtful(device: Device, facts: HardwareFacts) -> bool:
    maker, read = fold_manufacturer(device.manufacturer), facts.manufacturer.value
    other_maker = bool(maker and read) and maker.casefold() != (read or "").casefold()
    other_kind = facts.kind.value is not None and facts.kind.value != device.kind
    return other_maker or other_kind or device.state not in IN_OUR_HANDS


def _differs(device: Device, facts: HardwareFacts, identities: tuple[Identity, ...]) -> bool:
    """Say whether both have a serial number, and not the same one: a board may have moved."""
    if not device.serial_number or facts.serial_number.value is None:
        return False
    keys = {one.key for one in identities if one.kind.endswith("serial")}
    return device.serial_number.upper() not in keys | {facts.serial_number.value.upper()}


def _by_drives(facts: HardwareFacts, actor: Membership) -> Recognised:
    """Find the one device in which all of a report's drives are recorded."""
    keys = {key for drive in facts.drives if (key := drive_key(drive)) is not None}
    if not keys or len(keys) < len(facts.drives):
        return NOBODY
    rows = Drive.objects.visible_to(actor).filter(
        serial_number__in=keys | set(map(str.lower, keys)), status=DriveStatus.PRESENT
    )
    drives = list(rows.select_related("device")[:MOST])
    return _the_one(drives, keys)


def _the_one(drives: Iterable[Drive], keys: set[str]) -> Recognised:
    found = {drive.device_id: drive.device for drive in drives}
    if len(found) > 1:
        return Recognised(candidates=tuple(found.values()), remark="several_devices")
    is_whole = keys == {drive.serial_number.upper() for drive in drives}
    return Recognised(device=next(iter(found.values()))) if found and is_whole else NOBODY


def _lookalikes(facts: HardwareFacts, donation: Donation) -> Recognised:
    """List the donation's devices of this maker and model that have no serial number either."""
    wanted = _name(facts.manufacturer.value or "", facts.model.value or "")
    rows = donation.devices.filter(serial_number="").order_by("pk")
    alike = tuple(one for one in rows[:1_000] if _name(one.manufacturer, one.model) == wanted)
    if not alike:
        return NOBODY
    return Recognised(candidates=alike[:MOST], remark="lookalikes")


def _name(manufacturer: str, model: str) -> tuple[str, str]:
    return fold_manufacturer(manufacturer).casefold(), " ".join(model.casefold().split())


def remember_identities(device: Device, facts: HardwareFacts, *, is_new: bool = False) -> None:
    """Keep by what a device's hardware is recognised; what no report says any more is dropped.

    `is_new`: none is kept yet.
    """
    wanted = {(one.kind, one.key[:200]) for one in identity_candidates(facts)}
    rows = dict[tuple[str, str], int]()
    if not is_new:
        rows = {(one.kind, one.key): one.pk for one in device.identities.all()}
    gone = [pk for identity, pk in rows.items() if identity not in wanted]
    if gone:
        DeviceIdentity.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - rows.keys())
    if new:
        DeviceIdentity.objects.bulk_create(
            (DeviceIdentity(device=device, kind=kind, key=key) for kind, key in new),
            ignore_conflicts=True,
        )
