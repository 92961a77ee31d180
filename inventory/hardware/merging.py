"""Join what several tools said of one machine: in one go, or in reports one after another.

In one go: of values the first that knows; of drives by serial number, and where a tool knows none
by their place (/dev/sda), which holds within one go and nowhere else. One after another: the newer
report wins, and what it says nothing of stays as the earlier ones said.
"""

from __future__ import annotations

from collections.abc import Sequence

from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts
from inventory.hardware.identity import drive_key, same_model

_FLAGS = ("lists_drives", "describes_machine", "is_virtual", "is_anonymised")


def merge(parts: Sequence[HardwareFacts]) -> HardwareFacts:
    """Join facts, the most trusted first; () gives empty facts that describe no machine."""
    if not parts:
        return HardwareFacts(describes_machine=False)
    values: dict[str, object] = {
        name: _first(parts, name)
        for name, field in HardwareFacts.model_fields.items()
        if isinstance(field.default, Fact)
    }
    values |= {flag: any(getattr(part, flag) for part in parts) for flag in _FLAGS}
    for name in ("gpus", "mac_addresses"):
        values[name] = next((given for part in parts if (given := getattr(part, name))), ())
    return HardwareFacts(drives=merge_drives([part.drives for part in parts]), **values)


def _first(parts: Sequence[HardwareFacts], name: str) -> object:
    given = [getattr(part, name) for part in parts]
    return next((fact for fact in given if fact), next((f for f in given if f.raw), given[0]))


def merge_drives(lists: Sequence[Sequence[DriveFacts]]) -> tuple[DriveFacts, ...]:
    """Join lists of drives, the most trusted first; what one list shows twice stays twice."""
    merged: list[DriveFacts] = []
    for drives in lists:
        before = list(range(len(merged)))
        for drive in drives:
            place = next((at for at in before if _is_same(merged[at], drive)), None)
            if place is None:
                merged.append(drive)
            else:
                before.remove(place)
                merged[place] = _joined(merged[place], drive)
    return tuple(merged)


def _is_same(known: DriveFacts, other: DriveFacts) -> bool:
    first, second = drive_key(known), drive_key(other)
    if first is not None and second is not None:
        return first == second
    is_there = known.device_name != "" and known.device_name == other.device_name
    return is_there and same_model(known.model.value or "", other.model.value or "")


def _joined(known: DriveFacts, other: DriveFacts) -> DriveFacts:
    """Keep what is known; a longer spelling of the same model is the whole of a cut one."""
    changes: dict[str, object] = {
        name: getattr(other, name)
        for name in DriveFacts.model_fields
        if isinstance(getattr(known, name), Fact) and not getattr(known, name)
    }
    if known.technology.value == "unknown" and other.technology:
        changes["technology"] = other.technology
    longer = len(other.model.value or "") > len(known.model.value or "")
    if longer and same_model(known.model.value or "", other.model.value or ""):
        changes["model"] = other.model
    return known.model_copy(update=changes)


# Tools that see what the system can use, which is less than what is built in.
_ESTIMATES = frozenset({"lshw.memory"})
_LEAST_OF_ESTIMATE = 0.85


def overlay(newer: HardwareFacts, earlier: HardwareFacts) -> HardwareFacts:
    """Lay a newer report over what is known: its values win, its silence changes nothing.

    A newer report that lists every drive also says which are gone; one of a tool that looks at
    single drives or batteries only adds what it saw.
    """
    values: dict[str, object] = {
        name: getattr(newer, name) or getattr(earlier, name) or getattr(newer, name)
        for name, field in HardwareFacts.model_fields.items()
        if isinstance(field.default, Fact)
    }
    values["cpu"] = _longer(newer.cpu, earlier.cpu)
    values["memory_bytes"] = _memory(newer.memory_bytes, earlier.memory_bytes)
    for name in ("gpus", "mac_addresses"):
        values[name] = getattr(newer, name) or getattr(earlier, name)
    return HardwareFacts(
        drives=_laid_over(newer, earlier),
        lists_drives=newer.lists_drives or earlier.lists_drives,
        describes_machine=newer.describes_machine or earlier.describes_machine,
        is_virtual=newer.is_virtual,
        is_anonymised=newer.is_anonymised,
        **values,
    )


def _longer(newer: Fact[str], earlier: Fact[str]) -> Fact[str]:
    """Keep the whole of a name that the newer report only begins."""
    begins = newer.value is not None and (earlier.value or "").startswith(newer.value)
    return earlier if begins or not newer else newer


def _memory(newer: Fact[int], earlier: Fact[int]) -> Fact[int]:
    """Keep the modules counted before over an estimate that is a little less."""
    if newer.value is None:
        return earlier or newer
    known = earlier.value or 0
    is_worse = newer.source in _ESTIMATES and earlier.source not in _ESTIMATES
    is_near = known * _LEAST_OF_ESTIMATE <= newer.value <= known
    return earlier if is_worse and is_near else newer


def _laid_over(newer: HardwareFacts, earlier: HardwareFacts) -> tuple[DriveFacts, ...]:
    left = list(earlier.drives)
    drives: list[DriveFacts] = []
    for drive in newer.drives:
        if not newer.describes_machine and not (drive.serial_number or drive.model):
            continue  # it may be a stick
        key = drive_key(drive)
        same = next((one for one in left if key is not None and drive_key(one) == key), None)
        if same is not None:
            left.remove(same)
        drives.append(drive if same is None else _joined(drive, same))
    if newer.lists_drives:
        return tuple(drives)
    # Without a serial number nobody knows whether it is one of those seen again.
    named = {drive_key(drive) for drive in drives}
    kept = (one for one in left if drive_key(one) is None or drive_key(one) not in named)
    seen_again = [drive for drive in drives if drive_key(drive) or not _is_among(drive, left)]
    return (*seen_again, *kept)


def _is_among(drive: DriveFacts, known: Sequence[DriveFacts]) -> bool:
    return any(same_model(drive.model.value or "", one.model.value or "") for one in known)
