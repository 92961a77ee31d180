"""Join what several tools said of one machine in one go.

Values: the first that knows. Drives: by serial number, and where a tool knows none by their place
(/dev/sda), which holds within one go and nowhere else.
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
