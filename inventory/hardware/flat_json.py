"""Read reports that say everything of a machine in one flat object.

Community TechAid's script, Windows' Get-ComputerInfo and macOS' system_profiler; what each is
known to get wrong is left out rather than believed.
"""

from __future__ import annotations

import re

from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.facts import Fact, HardwareFacts, Kind
from inventory.hardware.loose_json import Json
from inventory.hardware.makers import fold_manufacturer
from inventory.hardware.naming import (
    Claims,
    choose_manufacturer,
    choose_model,
    choose_part_number,
    choose_serial,
    cpu_fact,
)
from inventory.hardware.placeholders import is_masked, text_fact
from inventory.hardware.virtual import is_virtual_machine
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]

NOTHING = Fact[str]()
# SMBIOS numbers of chassis types, DSP0134, 7.4.1.
CHASSIS_NUMBERS = {
    "3": "Desktop", "4": "Low Profile Desktop", "6": "Mini Tower", "7": "Tower", "8": "Portable",
    "9": "Laptop", "10": "Notebook", "11": "Hand Held", "13": "All In One", "14": "Sub Notebook",
    "15": "Space-saving", "16": "Lunch Box", "24": "Sealed-case PC", "30": "Tablet",
    "31": "Convertible", "32": "Detachable", "35": "Mini PC", "36": "Stick PC",
}  # fmt: skip
# Win32_ComputerSystem.PCSystemType; 1 says desktop of workstations and of mini PCs alike.
WINDOWS_KINDS: dict[str, Kind] = {"1": "desktop", "2": "laptop"}
MAC_KINDS: tuple[tuple[str, Kind], ...] = (
    ("macbook", "laptop"), ("imac", "all_in_one"), ("mac mini", "mini_pc"), ("mac pro", "desktop"),
    ("mac studio", "desktop"),
)  # fmt: skip
LEAST_BELIEVED_HEALTH = 10  # percent: TechAid's script writes 100 % as 0 and 103 % as 3
MOST_HEALTH = 120
_GIGABYTES = re.compile(r"^(?P<number>\d{1,5}) ?(?P<unit>MB|GB|TB)$", re.IGNORECASE)
_LOCKED = "activation_lock_enabled"


def is_techaid(members: Members) -> bool:
    """Say whether an object is what Community TechAid's script writes."""
    return {"make", "serialNo", "ramCapacity"} <= members.keys()


def is_windows(members: Members) -> bool:
    """Say whether an object is PowerShell's Get-ComputerInfo; 5.1 misspells the serial's name."""
    return bool({"BiosSeralNumber", "BiosSerialNumber"} & members.keys()) or (
        {"CsManufacturer", "CsModel"} <= members.keys()
    )


def is_macos(members: Members) -> bool:
    """Say whether an object is macOS' system_profiler -json."""
    return isinstance(members.get("SPHardwareDataType"), list)


def techaid_facts(members: Members) -> HardwareFacts:
    """Read TechAid's object, in which Lenovo's sales name already stands as the model."""
    health = whole_number(members.get("batteryHealth"))
    is_believed = health is not None and LEAST_BELIEVED_HEALTH <= health <= MOST_HEALTH
    chassis = CHASSIS_NUMBERS.get(tidy(members.get("type")), "")
    return HardwareFacts(
        kind=kind_fact(chassis, "techaid.type"),
        manufacturer=_maker(members.get("make"), "techaid"),
        model=text_fact(members.get("model"), "techaid", "model"),
        part_number=text_fact(members.get("version"), "techaid", "version"),
        serial_number=text_fact(members.get("serialNo"), "techaid", "serial"),
        cpu=cpu_fact(tidy(members.get("cpuType")), "techaid"),
        memory_bytes=_memory(whole_number(members.get("ramCapacity")), "techaid"),
        battery_health_percent=Fact[int](
            value=health if is_believed else None,
            raw=tidy(members.get("batteryHealth")),
            source="techaid",
        ),
        is_virtual=is_virtual_machine(tidy(members.get("make")), tidy(members.get("model"))),
        is_anonymised=is_masked(tidy(members.get("serialNo"))),
    )


def windows_facts(members: Members) -> HardwareFacts:
    """Read Get-ComputerInfo: no drives and no battery are in it."""
    serial = members.get("BiosSerialNumber") or members.get("BiosSeralNumber")
    maker, model = members.get("CsManufacturer"), members.get("CsModel")
    kilobytes = whole_number(
        members.get("CsPhyicallyInstalledMemory") or members.get("CsPhysicallyInstalledMemory")
    )
    usable = whole_number(members.get("CsTotalPhysicalMemory"))
    installed = kilobytes * 1024 if kilobytes else usable
    claims = Claims(
        manufacturer=text_fact(maker, "windows", "manufacturer"),
        product=text_fact(model, "windows", "model"),
        version=text_fact(members.get("CsSystemFamily"), "windows", "version"),
        sku=text_fact(members.get("CsSystemSKUNumber"), "windows", "sku"),
        serial=text_fact(serial, "windows", "serial"),
        board_manufacturer=NOTHING,
        board_product=NOTHING,
        board_serial=NOTHING,
        chassis_serial=NOTHING,
    )
    return HardwareFacts(
        kind=_windows_kind(members),
        manufacturer=choose_manufacturer(claims),
        model=choose_model(claims),
        part_number=choose_part_number(claims),
        serial_number=choose_serial(claims),
        cpu=cpu_fact(_processor(members.get("CsProcessors")), "windows"),
        memory_bytes=_memory(installed, "windows"),
        is_virtual=is_virtual_machine(tidy(maker), tidy(model)),
        is_anonymised=is_masked(tidy(serial)),
    )


def _windows_kind(members: Members) -> Fact[Kind]:
    number = tidy(members.get("CsPCSystemTypeEx") or members.get("CsPCSystemType"))
    said = kind_fact(members.get("CsChassisSKUNumber"), "windows")
    return said or Fact[Kind](value=WINDOWS_KINDS.get(number), raw=number, source="windows")


def _processor(processors: Json) -> str:
    first = processors[0] if isinstance(processors, list) and processors else processors
    return tidy(first.get("Name")) if isinstance(first, dict) else ""


def macos_facts(members: Members) -> HardwareFacts:
    """Read system_profiler's hardware overview, with the activation lock where it tells of one."""
    overviews = members.get("SPHardwareDataType")
    first = overviews[0] if isinstance(overviews, list) and overviews else {}
    overview = first if isinstance(first, dict) else {}
    name = tidy(overview.get("machine_name"))
    lock = tidy(overview.get("activation_lock_status"))
    kind = next((kind for start, kind in MAC_KINDS if name.casefold().startswith(start)), None)
    return HardwareFacts(
        kind=Fact[Kind](value=kind, raw=name, source="macos"),
        manufacturer=Fact[str](value="Apple", raw="system_profiler", source="macos"),
        model=text_fact(overview.get("machine_model") or name, "macos", "model"),
        serial_number=text_fact(overview.get("serial_number"), "macos", "serial"),
        cpu=cpu_fact(tidy(overview.get("chip_type") or overview.get("cpu_type")), "macos"),
        memory_bytes=_memory(_words_to_bytes(tidy(overview.get("physical_memory"))), "macos"),
        activation_lock=Fact[bool](
            value=None if not lock else lock == _LOCKED, raw=lock, source="macos" if lock else ""
        ),
        is_anonymised=is_masked(tidy(overview.get("serial_number"))),
    )


def _words_to_bytes(words: str) -> int | None:
    found = _GIGABYTES.match(words)
    units = {"MB": 2**20, "GB": 2**30, "TB": 2**40}
    return int(found["number"]) * units[found["unit"].upper()] if found else None


def _maker(raw: Json, source: str) -> Fact[str]:
    maker = text_fact(raw, source, "manufacturer")
    if maker.value is None:
        return maker
    return maker.model_copy(update={"value": fold_manufacturer(maker.value)})


def _memory(size: int | None, source: str) -> Fact[int]:
    if not size:
        return Fact[int]()
    return Fact[int](value=round_memory(size), raw=str(size), source=source)
