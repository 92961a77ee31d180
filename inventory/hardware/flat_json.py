"""Read reports that say everything of a machine in one flat object.

Community TechAid's script and Windows' Get-ComputerInfo; what each is known to get wrong is left
out rather than believed.
"""

from __future__ import annotations

import re

from inventory.hardware.batteries import believed_health
from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts, Kind, Technology
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
LEAST_BELIEVED_HEALTH = 10  # percent: TechAid's script writes 100 % as 0 and 103 % as 3
_TPM = {"1": "1.2", "1.2": "1.2", "2": "2.0", "2.0": "2.0"}
_WIRELESS = re.compile(r"wireless|wi-?fi|802\.11|wlan", re.IGNORECASE)
MAX_ADAPTERS = 50


def is_techaid(members: Members) -> bool:
    """Say whether an object is what Community TechAid's script writes."""
    return {"make", "serialNo", "ramCapacity"} <= members.keys()


def is_windows(members: Members) -> bool:
    """Say whether an object is PowerShell's Get-ComputerInfo; 5.1 misspells the serial's name."""
    return bool({"BiosSeralNumber", "BiosSerialNumber"} & members.keys()) or (
        {"CsManufacturer", "CsModel"} <= members.keys()
    )


def techaid_facts(members: Members) -> HardwareFacts:
    """Read TechAid's object, in which Lenovo's sales name already stands as the model."""
    health = whole_number(members.get("batteryHealth"))
    tpm = tidy(members.get("tpmVersion"))
    is_believed = health is not None and health >= LEAST_BELIEVED_HEALTH
    chassis = CHASSIS_NUMBERS.get(tidy(members.get("type")), "")
    return HardwareFacts(
        kind=kind_fact(chassis, "techaid.type"),
        manufacturer=_maker(members.get("make"), "techaid"),
        model=text_fact(members.get("model"), "techaid", "model"),
        part_number=text_fact(members.get("version"), "techaid", "version"),
        serial_number=text_fact(members.get("serialNo"), "techaid", "serial"),
        cpu=cpu_fact(tidy(members.get("cpuType")), "techaid"),
        memory_bytes=_memory(whole_number(members.get("ramCapacity")), "techaid"),
        drives=_techaid_drives(members),
        tpm_version=Fact[str](value=_TPM.get(tpm), raw=tpm, source="techaid" if tpm else ""),
        battery_health_percent=Fact[int](
            value=believed_health(health) if is_believed else None,
            raw=tidy(members.get("batteryHealth")),
            source="techaid",
        ),
        is_virtual=is_virtual_machine(tidy(members.get("make")), tidy(members.get("model"))),
        is_anonymised=is_masked(tidy(members.get("serialNo"))),
    )


def _techaid_drives(members: Members) -> tuple[DriveFacts, ...]:
    """Give the one drive that the script looks at: its size, and whether it spins."""
    size = whole_number(members.get("storageCapacity"))
    if size is None:
        return ()
    spins = tidy(members.get("typeOfStorage")).casefold()
    kinds: dict[str, Technology] = {"false": "ssd", "true": "hdd"}
    found = kinds.get(spins, "unknown")
    return (
        DriveFacts(
            size_bytes=Fact[int](value=size, raw=str(size), source="techaid"),
            technology=Fact[Technology](value=found, raw=spins, source="techaid"),
        ),
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
        has_wifi=_windows_wifi(members.get("CsNetworkAdapters")),
        has_uefi=_windows_uefi(tidy(members.get("BiosFirmwareType"))),
        is_virtual=is_virtual_machine(tidy(maker), tidy(model)),
        is_anonymised=is_masked(tidy(serial)),
    )


def _windows_kind(members: Members) -> Fact[Kind]:
    number = tidy(members.get("CsPCSystemTypeEx") or members.get("CsPCSystemType"))
    said = kind_fact(members.get("CsChassisSKUNumber"), "windows")
    return said or Fact[Kind](value=WINDOWS_KINDS.get(number), raw=number, source="windows")


def _windows_wifi(adapters: Json) -> Fact[bool]:
    listed = adapters[:MAX_ADAPTERS] if isinstance(adapters, list) else []
    names = [tidy(one.get("Description")) for one in listed if isinstance(one, dict)]
    found = next((name for name in names if _WIRELESS.search(name)), None)
    return Fact[bool]() if found is None else Fact[bool](value=True, raw=found, source="windows")


def _windows_uefi(firmware: str) -> Fact[bool]:
    """Read BiosFirmwareType: a number in JSON (1 is the old BIOS, 2 UEFI), a word in text."""
    known = {"1": False, "bios": False, "2": True, "uefi": True}.get(firmware.casefold())
    return Fact[bool](value=known, raw=firmware, source="windows" if firmware else "")


def _processor(processors: Json) -> str:
    first = processors[0] if isinstance(processors, list) and processors else processors
    return tidy(first.get("Name")) if isinstance(first, dict) else ""


def _maker(raw: Json, source: str) -> Fact[str]:
    maker = text_fact(raw, source, "manufacturer")
    if maker.value is None:
        return maker
    return maker.model_copy(update={"value": fold_manufacturer(maker.value)})


def _memory(size: int | None, source: str) -> Fact[int]:
    if not size:
        return Fact[int]()
    return Fact[int](value=round_memory(size), raw=str(size), source=source)
