"""Judge the records of a dmidecode dump: tell which machine it describes."""

import re

from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import read_memory
from inventory.hardware.dmidecode import (
    BATTERY,
    BOARD,
    CHASSIS,
    HARDWARE_SECURITY,
    PROCESSOR,
    SYSTEM,
    TPM,
    Dump,
    Record,
)
from inventory.hardware.facts import Fact, HardwareFacts, Kind
from inventory.hardware.naming import (
    Claims,
    choose_manufacturer,
    choose_model,
    choose_part_number,
    choose_serial,
    cpu_fact,
)
from inventory.hardware.placeholders import is_masked, is_placeholder, text_fact, uuid_fact
from inventory.hardware.virtual import is_virtual_machine

_DESCRIBES_A_MACHINE = {SYSTEM, BOARD, CHASSIS}
_TPM_VERSION = re.compile(r"[12]\.\d{1,2}")
_NO_SIZE = re.compile(r"0\s*m?w?h?|unknown|", re.IGNORECASE)


def judge_dump(dump: Dump) -> HardwareFacts | None:
    """Give the facts of a dump, None when it describes no machine at all."""
    if not any(one.kind in _DESCRIBES_A_MACHINE for one in dump.records):
        return None
    system, board = _first(dump, SYSTEM), _main_board(dump)
    chassis_serial = text_fact(_chassis(dump)["Serial Number"], "dmi.chassis", "serial")
    claims = Claims(
        manufacturer=text_fact(system["Manufacturer"], "dmi.system", "manufacturer"),
        product=text_fact(system["Product Name"], "dmi.system", "model"),
        version=text_fact(system["Version"], "dmi.system", "version"),
        sku=text_fact(system["SKU Number"], "dmi.system", "sku"),
        serial=text_fact(system["Serial Number"], "dmi.system", "serial"),
        board_manufacturer=text_fact(board["Manufacturer"], "dmi.board", "manufacturer"),
        board_product=text_fact(board["Product Name"], "dmi.board", "model"),
        board_serial=text_fact(board["Serial Number"], "dmi.board", "serial"),
        chassis_serial=chassis_serial,
    )
    memory = read_memory(dump)
    return HardwareFacts(
        kind=_kind(dump),
        manufacturer=choose_manufacturer(claims),
        model=choose_model(claims),
        part_number=choose_part_number(claims),
        serial_number=choose_serial(claims),
        chassis_serial_number=claims.chassis_serial,
        board_serial_number=claims.board_serial,
        uuid=uuid_fact(system["UUID"], "dmi.system"),
        cpu=_cpu(dump),
        memory_bytes=memory.total,
        memory_slots=memory.slots,
        memory_slots_free=memory.slots_free,
        memory_is_soldered=memory.is_soldered,
        battery_present=_battery(dump),
        bios_password_set=_bios_password(dump),
        has_uefi=_uefi(dump),
        tpm_version=_tpm(dump),
        is_virtual=is_virtual_machine(
            system["Manufacturer"], system["Product Name"], system["Serial Number"]
        ),
        is_anonymised=_is_anonymised(dump),
    )


def _first(dump: Dump, kind: int) -> Record:
    return next(iter(dump.all_of(kind)), Record())


def _main_board(dump: Dump) -> Record:
    """Prefer the board that calls itself the motherboard: riser cards have records as well."""
    boards = dump.all_of(BOARD)
    return next((one for one in boards if one["Type"] == "Motherboard"), _first(dump, BOARD))


def _chassis(dump: Dump) -> Record:
    """Prefer a chassis of a known kind: a docking station may stand before the laptop in it."""
    enclosures = dump.all_of(CHASSIS)
    return next((one for one in enclosures if kind_fact(one["Type"], "")), _first(dump, CHASSIS))


def _kind(dump: Dump) -> Fact[Kind]:
    return kind_fact(_chassis(dump)["Type"], "dmi.chassis")


def _cpu(dump: Dump) -> Fact[str]:
    sockets = (one for one in dump.all_of(PROCESSOR) if "unpopulated" not in one["Status"].lower())
    named = (cpu_fact(one["Version"], "dmi.processor") for one in sockets)
    return next((cpu for cpu in named if cpu), Fact[str]())


def _battery(dump: Dump) -> Fact[bool]:
    for record in dump.all_of(BATTERY):
        if not _NO_SIZE.fullmatch(record["Design Capacity"]) or not is_placeholder(record["Name"]):
            raw = record["Name"] or record["Design Capacity"]
            return Fact[bool](value=True, raw=raw[:100], source="dmi.battery")
    return Fact[bool]()


def _bios_password(dump: Dump) -> Fact[bool]:
    record = _first(dump, HARDWARE_SECURITY)
    states = [
        record[f"{whose} Password Status"].casefold() for whose in ("Power-On", "Administrator")
    ]
    raw = ", ".join(state for state in states if state)
    if "enabled" in states:
        return Fact[bool](value=True, raw=raw[:100], source="dmi.hardware-security")
    if set(states) <= {"disabled", "not implemented"}:
        return Fact[bool](value=False, raw=raw[:100], source="dmi.hardware-security")
    return Fact[bool]()


def _uefi(dump: Dump) -> Fact[bool]:
    if dump.supports_uefi is None:
        return Fact[bool]()
    raw = "UEFI is supported" if dump.supports_uefi else ""
    return Fact[bool](value=dump.supports_uefi, raw=raw, source="dmi.bios")


def _tpm(dump: Dump) -> Fact[str]:
    """Read type 43; firmware before SMBIOS 3.1 has no such record, TPM or not."""
    raw = _first(dump, TPM)["Specification Version"]
    version = raw if _TPM_VERSION.fullmatch(raw) else None
    return Fact[str](value=version, raw=raw[:40], source="dmi.tpm" if raw else "")


def _is_anonymised(dump: Dump) -> bool:
    hidden = (
        is_masked(record[key])
        for record in dump.records
        if record.kind in _DESCRIBES_A_MACHINE
        for key in ("Serial Number", "UUID")
    )
    return dump.has_masked_lines or any(hidden)
