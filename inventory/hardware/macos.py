"""Read macOS' `system_profiler -json`: whatever sections it was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inventory.hardware.batteries import believed_health
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts, Kind, Technology
from inventory.hardware.loose_json import Json
from inventory.hardware.naming import cpu_fact
from inventory.hardware.placeholders import is_masked, text_fact, uuid_fact
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]

SOURCE = "macos"
MAX_ROWS = 200
MAX_DEPTH = 4
MAC_KINDS: tuple[tuple[str, Kind], ...] = (
    ("macbook", "laptop"), ("imac", "all_in_one"), ("mac mini", "mini_pc"), ("mac pro", "desktop"),
    ("mac studio", "desktop"),
)  # fmt: skip
STORAGE = ("SPNVMeDataType", "SPSerialATADataType")
_SIZE = re.compile(r"^(?P<number>\d{1,5}) ?(?P<unit>[MGT][BO])$", re.IGNORECASE)
_PERCENT = re.compile(r"^(\d{1,3}) ?%$")
_LOCKED = "activation_lock_enabled"
_TECHNOLOGIES: dict[str, Technology] = {"solid state": "ssd", "rotational": "hdd"}


def is_macos(members: Members) -> bool:
    """Say whether an object is macOS' system_profiler -json."""
    return isinstance(members.get("SPHardwareDataType"), list)


def macos_facts(members: Members) -> HardwareFacts:
    """Read the hardware overview, and battery, drives, graphics and Wi-Fi where they were asked."""
    overview = next(_rows(members, "SPHardwareDataType"), {})
    name = tidy(overview.get("machine_name"))
    kind = next((kind for start, kind in MAC_KINDS if name.casefold().startswith(start)), None)
    return HardwareFacts(
        kind=Fact[Kind](value=kind, raw=name, source=SOURCE),
        manufacturer=Fact[str](value="Apple", raw="system_profiler", source=SOURCE),
        model=text_fact(overview.get("machine_model") or name, SOURCE, "model"),
        serial_number=text_fact(overview.get("serial_number"), SOURCE, "serial"),
        uuid=uuid_fact(overview.get("platform_UUID"), SOURCE),
        cpu=cpu_fact(tidy(overview.get("chip_type") or overview.get("cpu_type")), SOURCE),
        memory_bytes=_memory(tidy(overview.get("physical_memory"))),
        drives=tuple(_drives(members)),
        lists_drives=any(isinstance(members.get(one), list) for one in STORAGE),
        gpus=_gpus(members),
        has_wifi=_wifi(members),
        battery_health_percent=_health(members),
        battery_cycles=_cycles(members),
        activation_lock=_lock(tidy(overview.get("activation_lock_status"))),
        is_virtual=tidy(overview.get("machine_model")).startswith("VirtualMac"),
        is_anonymised=is_masked(tidy(overview.get("serial_number"))),
    )


def _rows(members: Members, section: str) -> Iterator[Members]:
    """Yield a section's rows, and the rows that are nested in them."""
    yield from _nested(members.get(section), 0)


def _nested(rows: Json, depth: int) -> Iterator[Members]:
    if depth > MAX_DEPTH or not isinstance(rows, list):
        return
    for row in rows[:MAX_ROWS]:
        if isinstance(row, dict):
            yield row
            yield from _nested(row.get("_items"), depth + 1)


def _memory(words: str) -> Fact[int]:
    found = _SIZE.match(words)
    if found is None:
        return Fact[int](raw=words, source=SOURCE if words else "")
    units = {"M": 2**20, "G": 2**30, "T": 2**40}  # GB, in French Go
    size = int(found["number"]) * units[found["unit"][0].upper()]
    return Fact[int](value=round_memory(size), raw=words, source=SOURCE)


def _drives(members: Members) -> Iterator[DriveFacts]:
    for section in STORAGE:
        for row in _rows(members, section):
            is_removable = tidy(row.get("removable_media")).casefold() == "yes"
            if row.get("device_serial") is None or is_removable:
                continue
            serial = text_fact(row.get("device_serial"), SOURCE, "serial")
            model = text_fact(row.get("device_model") or row.get("_name"), SOURCE, "model")
            size = whole_number(row.get("size_in_bytes"))
            yield DriveFacts(
                serial_number=serial,
                model=model,
                size_bytes=Fact[int](value=size, raw=tidy(row.get("size")), source=SOURCE),
                technology=_technology(section, tidy(row.get("spsata_medium_type"))),
                device_name=f"/dev/{tidy(row.get('bsd_name'))}".removesuffix("/dev/"),
            )


def _technology(section: str, medium: str) -> Fact[Technology]:
    if section == "SPNVMeDataType":
        return Fact[Technology](value="nvme", raw=section, source=SOURCE)
    found = _TECHNOLOGIES.get(medium.casefold(), "unknown")
    return Fact[Technology](value=found, raw=medium, source=SOURCE)


def _gpus(members: Members) -> tuple[Fact[str], ...]:
    named = (
        text_fact(row.get("sppci_model") or row.get("_name"), SOURCE, "model")
        for row in _rows(members, "SPDisplaysDataType")
    )
    return tuple(fact for fact in named if fact)


def _wifi(members: Members) -> Fact[bool]:
    for row in _rows(members, "SPAirPortDataType"):
        if row.get("spairport_airport_interfaces"):
            return Fact[bool](value=True, raw="SPAirPortDataType", source=SOURCE)
    return Fact[bool]()


def _power(members: Members) -> Members:
    for row in _rows(members, "SPPowerDataType"):
        info = row.get("sppower_battery_health_info")
        if isinstance(info, dict):
            return info
    return {}


def _health(members: Members) -> Fact[int]:
    raw = tidy(_power(members).get("sppower_battery_health_maximum_capacity"))
    found = _PERCENT.match(raw)
    percent = believed_health(float(found[1])) if found else None
    return Fact[int](value=percent, raw=raw, source=SOURCE if raw else "")


def _cycles(members: Members) -> Fact[int]:
    cycles = _power(members).get("sppower_battery_cycle_count")
    raw = tidy(cycles)
    return Fact[int](value=whole_number(cycles), raw=raw, source=SOURCE if raw else "")


def _lock(words: str) -> Fact[bool]:
    if not words:
        return Fact[bool]()
    return Fact[bool](value=words == _LOCKED, raw=words, source=SOURCE)
