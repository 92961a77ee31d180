"""What a hardware report changes in what is known of a device. Pure: it compares, writes nothing.

What a person typed wins over what a report says; what an earlier report wrote gives way to a newer
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inventory.hardware import WARNINGS, DriveFacts, HardwareFacts, drive_key, same_model

type Value = str | int | Decimal | None

# Columns of a device that a report can fill, and how many characters each holds.
COLUMNS: dict[str, int] = {
    "manufacturer": 80,
    "model": 120,
    "serial_number": 80,
    "cpu": 120,
    "memory_bytes": 0,
    "screen_inches": 0,
    "kind": 12,
}
OFFERED_ONLY = frozenset({"kind"})
"""What a person always chose: what was recorded of a device depends on it."""

REMARKS: dict[str, Promise] = {
    "lookalikes": _(
        "Nothing identifies this machine, and devices like it have no serial number either. "
        "Say which one it is, or that it is a new one."
    ),
    "same_address": _(
        "A device has the same network address. Network cards change machines: say whether it is "
        "this one."
    ),
    "several_devices": _("Several devices could be this machine. Choose which one it is."),
    "doubtful_device": _("A device has this serial number, but it differs. Say whether it is it."),
    "other_device": _("Another device already has this serial number. Compare both."),
    "read_for_another": _("This file was read for another device before. Nothing was changed."),
    "no_device_yet": _("None of your devices is recognised in it. Choose which one it belongs to."),
    "not_understood": _("Nothing was read from it, so nothing was changed. The file is kept."),
    "drive_gone": _(
        "The report shows a drive that is recorded as removed or destroyed. "
        "If it is there, add it by hand."
    ),
    "drive_missing": _(
        "A drive that is recorded in this device is not in the report. Say what became of it."
    ),
    "drive_elsewhere": _(
        "A drive of this report is also recorded in another device. Check where it is."
    ),
    "virtual_for_device": _("A virtual machine tells nothing about this device: nothing was read."),
}


def warning_words(code: str) -> str:
    """Say in the reader's language what a warning or remark means; an unknown code says itself."""
    return str(WARNINGS.get(code) or REMARKS.get(code) or code)


@dataclass(frozen=True)
class Change:
    """A value read that differs from the one known: written, or left because a person typed it."""

    field: str
    before: Value
    read: str | int | Decimal
    is_written: bool


def compare(
    facts: HardwareFacts, known: dict[str, Value], written: dict[str, Any]
) -> tuple[Change, ...]:
    """List what differs; `written`, what reports wrote so far, tells read values from typed ones.

    `known` names the columns that this kind of device has.
    """
    return tuple(_changes(facts, known, written))


def _changes(
    facts: HardwareFacts, known: dict[str, Value], written: dict[str, Any]
) -> Iterator[Change]:
    for field, before in known.items():
        read = read_value(facts, field)
        if read is None or _fold(read) == _fold(before):
            continue
        is_typed = bool(before) and _fold(before) != _fold(written.get(field))
        may_write = not is_typed and field not in OFFERED_ONLY
        yield Change(field, before, read, is_written=may_write)


def read_value(facts: HardwareFacts, field: str) -> str | int | Decimal | None:
    """Give what a report says for a column, cut to what the column holds."""
    value: str | int | float | None = getattr(facts, field).value
    if isinstance(value, float):
        return Decimal(str(round(value, 1)))
    return value[: COLUMNS[field]] if isinstance(value, str) else value


def storable(value: Value) -> str | int | None:
    """Give a value as JSON holds it."""
    return str(value) if isinstance(value, Decimal) else value


def _fold(value: Value) -> str:
    """Write a value so that spaces, capitals and trailing zeros make no difference."""
    if isinstance(value, Decimal):
        value = f"{value:.1f}"
    return "" if value is None else " ".join(str(value).casefold().split())


@dataclass(frozen=True)
class KnownDrive:
    """A drive as it is recorded in the device."""

    pk: int
    serial_number: str
    model: str
    size_bytes: int | None
    is_present: bool


@dataclass(frozen=True)
class DrivePlan:
    """What a report's drives ask for: drives to add, serial numbers for known ones, remarks."""

    add: tuple[DriveFacts, ...] = ()
    named: tuple[tuple[int, str], ...] = ()  # id of a drive without serial number, and the one read
    remarks: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()  # ids of drives that the report should show and doesn't


def plan_drives(
    found: Sequence[DriveFacts], known: Sequence[KnownDrive], *, is_whole: bool = False
) -> DrivePlan:
    """Pair a report's drives with the recorded ones, so that no reading adds a drive twice.

    Paired by serial number first, then by model and size where either side lacks the serial. Of two
    drives with one serial number the second is left to a person, whom the report's warning asks.
    `is_whole`: the tool lists every drive, so that one left over is no longer there.
    """
    left = [drive for drive in known if drive.is_present]
    gone = {drive.serial_number.upper() for drive in known if not drive.is_present} - {""}
    unpaired: list[DriveFacts] = []
    remarks: list[str] = []
    for drive in _once_each(found):
        key = drive_key(drive)
        same = next((one for one in left if key and one.serial_number.upper() == key), None)
        if same is not None:
            left.remove(same)
        elif key in gone:
            remarks.append("drive_gone")
        else:
            unpaired.append(drive)
    add, named = _pair_by_model(unpaired, left)
    missing = tuple(drive.pk for drive in left) if is_whole else ()
    if missing:
        remarks.append("drive_missing")
    return DrivePlan(tuple(add), tuple(named), tuple(dict.fromkeys(remarks)), missing)


def _once_each(found: Sequence[DriveFacts]) -> Iterator[DriveFacts]:
    seen: set[str] = set()
    for drive in found:
        key = drive_key(drive)
        if key is None or key not in seen:
            yield drive
        if key is not None:
            seen.add(key)


def _pair_by_model(
    unpaired: Sequence[DriveFacts], left: list[KnownDrive]
) -> tuple[list[DriveFacts], list[tuple[int, str]]]:
    add: list[DriveFacts] = []
    named: list[tuple[int, str]] = []
    for drive in unpaired:
        serial = drive.serial_number.value
        same = next((one for one in left if _could_be(drive, one)), None)
        if same is None:
            add.append(drive)
            continue
        left.remove(same)
        if serial is not None:
            named.append((same.pk, serial[:80]))
    return add, named


def _could_be(drive: DriveFacts, known: KnownDrive) -> bool:
    if drive.serial_number.value is not None and known.serial_number:
        return False
    size, other = drive.size_bytes.value, known.size_bytes
    # Makers and tools round sizes differently: 256 GB is 256,060,514,304 bytes.
    fits = size is None or other is None or abs(size - other) <= other * 0.03
    return fits and same_model(drive.model.value or "", known.model)
