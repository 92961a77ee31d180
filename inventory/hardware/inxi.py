"""Read `inxi -F --output json`: sections of rows whose keys carry their order as a prefix.

"003#0#3#v": the keys are not in file order, and the same name comes twice (a serial for the system,
one for the chassis), so they are sorted by the prefix first and read in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from inventory.hardware.batteries import believed_health
from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts, Health, Technology
from inventory.hardware.loose_json import Json
from inventory.hardware.naming import (
    Claims,
    choose_manufacturer,
    choose_model,
    choose_part_number,
    choose_serial,
    cpu_fact,
)
from inventory.hardware.placeholders import is_masked, text_fact
from inventory.hardware.virtual import is_virtual_drive, is_virtual_machine
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]
type Pairs = list[tuple[str, str]]

_KEY = re.compile(r"^(?P<place>\d{3,6})#\d+#\d+#(?P<name>.+)$")
_SIZE = re.compile(r"^(?P<number>\d+(?:\.\d+)?) (?P<unit>[KMGT])iB")
_HEALTH = re.compile(r"\((?P<percent>\d{1,3}(?:\.\d+)?)%\)")
_HOURS = re.compile(r"(?P<count>\d{1,6})\s?(?P<unit>y|d|h)")
_HOURS_OF = {"y": 365 * 24, "d": 24, "h": 1}
_INCHES = re.compile(r"\((?P<inches>\d{1,3}(?:\.\d+)?)\"\)")
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_WIRELESS = re.compile(r"wireless|wi-?fi|802\.11|wlan", re.IGNORECASE)
_FIRMWARE = frozenset({"BIOS", "UEFI", "UEFI-[Legacy]"})
_PARTS = {"System": "system", "Chassis": "chassis", "Mobo": "board"}
_HEALTHS: dict[str, Health] = {"passed": "passed", "failed": "failing"}
# inxi takes a maker's name out of the model and spells it in full.
_MAKERS_IN_MODELS = {"Western Digital": "WDC"}
MAX_GPUS = 16


def is_inxi(objects: tuple[Members, ...]) -> bool:
    """Say whether a list of JSON objects is inxi's: sections named with their order."""
    return any(_KEY.match(key) and key.endswith("#Machine") for one in objects for key in one)


def judge_sections(objects: tuple[Members, ...]) -> HardwareFacts:
    """Give the facts of all sections; of a part only what that part holds."""
    machine = _parts_of(_row_pairs(objects, "Machine"))
    claims = _claims(machine)
    system = machine["system"]
    drives = tuple(_drives(objects))
    serials = (system.get("serial", ""), machine["board"].get("serial", ""))
    return HardwareFacts(
        kind=kind_fact(machine["first"].get("Type", ""), "inxi.machine"),
        manufacturer=choose_manufacturer(claims),
        model=choose_model(claims),
        part_number=choose_part_number(claims),
        serial_number=choose_serial(claims),
        chassis_serial_number=claims.chassis_serial,
        board_serial_number=claims.board_serial,
        cpu=cpu_fact(_first(_row_pairs(objects, "CPU"), "model"), "inxi.cpu"),
        memory_bytes=_memory(_row_pairs(objects, "Memory")),
        drives=drives,
        lists_drives=bool(drives),
        gpus=_gpus(_row_pairs(objects, "Graphics")),
        has_wifi=_wifi(_row_pairs(objects, "Network")),
        battery_present=_battery(_row_pairs(objects, "Battery")),
        battery_health_percent=_health(_row_pairs(objects, "Battery")),
        battery_cycles=_cycles(_row_pairs(objects, "Battery")),
        has_uefi=_uefi(_row_pairs(objects, "Machine")),
        screen_inches=_screen(_row_pairs(objects, "Graphics")),
        is_virtual=is_virtual_machine(system.get("", ""), system.get("product", "")),
        is_anonymised=any(map(is_masked, serials)),
    )


def _row_pairs(objects: tuple[Members, ...], section: str) -> list[Pairs]:
    """Give the rows of a section, each in the order that its keys' prefixes say."""
    rows = []
    for one in objects:
        for key, value in one.items():
            named = _KEY.match(key)
            if named and named["name"] == section and isinstance(value, list):
                rows += [_sorted(row) for row in value if isinstance(row, dict)]
    return rows


def _sorted(row: Members) -> Pairs:
    named = ((match, value) for key, value in row.items() if (match := _KEY.match(key)))
    ordered = sorted(named, key=lambda pair: int(pair[0]["place"]))
    return [(match["name"], tidy(value)) for match, value in ordered]


def _first(rows: list[Pairs], name: str) -> str:
    return next((value for row in rows for key, value in row if key == name), "")


def _parts_of(rows: list[Pairs]) -> dict[str, dict[str, str]]:
    """Share the machine's pairs out: each belongs to the part named last before it."""
    parts: dict[str, dict[str, str]] = {"first": {}, "system": {}, "chassis": {}, "board": {}}
    current = "first"
    for row in rows:
        for key, value in row:
            if key in _PARTS:
                current = _PARTS[key]
                parts[current][""] = value
            elif key in _FIRMWARE:
                current = "first"
            else:
                parts[current].setdefault(key, value)
    return parts


def _claims(machine: dict[str, dict[str, str]]) -> Claims:
    system, chassis, board = machine["system"], machine["chassis"], machine["board"]
    return Claims(
        manufacturer=text_fact(system.get("", ""), "inxi.system", "manufacturer"),
        product=text_fact(system.get("product", ""), "inxi.system", "model"),
        version=text_fact(system.get("v", ""), "inxi.system", "version"),
        sku=Fact[str](),
        serial=text_fact(system.get("serial", ""), "inxi.system", "serial"),
        board_manufacturer=text_fact(board.get("", ""), "inxi.board", "manufacturer"),
        board_product=text_fact(board.get("model", ""), "inxi.board", "model"),
        board_serial=text_fact(board.get("serial", ""), "inxi.board", "serial"),
        chassis_serial=text_fact(chassis.get("serial", ""), "inxi.chassis", "serial"),
    )


def _bytes(raw: str) -> int | None:
    found = _SIZE.match(raw)
    return int(float(found["number"]) * _UNITS[found["unit"]]) if found else None


def _memory(rows: list[Pairs]) -> Fact[int]:
    """Add up the modules; what the system can use is less than what is installed."""
    modules = [_bytes(dict(row).get("size", "")) or 0 for row in rows if "Device" in dict(row)]
    total = sum(modules)
    if not total:
        return Fact[int](raw=_first(rows, "total"), source="inxi.memory")
    return Fact[int](value=round_memory(total), raw=f"{len(modules)} modules", source="inxi.memory")


def _drives(objects: tuple[Members, ...]) -> Iterator[DriveFacts]:
    rows = [dict(row) for row in _row_pairs(objects, "Drives")]
    # What SMART says of a drive stands in the row below it.
    for drive, below in pairwise([*rows, {}]):
        name = drive.get("ID", "")
        is_unknown = drive.get("type") == "USB" or drive.get("serial") in {"N/A", None}
        if not name.startswith("/dev/") or (is_unknown and drive.get("type") in {"USB", "N/A"}):
            continue
        yield _drive(drive, below if "SMART" in below else {})


def _drive(drive: dict[str, str], smart: dict[str, str]) -> DriveFacts:
    serial = text_fact(drive.get("serial", ""), "inxi.drive", "serial")
    if is_virtual_drive(serial.raw):
        serial = serial.model_copy(update={"value": None})
    size = drive.get("size", "")
    return DriveFacts(
        serial_number=serial,
        model=text_fact(_model(drive), "inxi.drive", "model"),
        size_bytes=Fact[int](value=_bytes(size), raw=size, source="inxi.drive"),
        technology=_technology(drive["ID"], drive.get("type", "")),
        device_name=drive["ID"],
        health=_drive_health(smart.get("health", "")),
        power_on_hours=_hours(smart.get("on", "")),
    )


def _model(drive: dict[str, str]) -> str:
    """Put the maker's name back before the model, as the drive itself writes it."""
    maker, model = drive.get("vendor", ""), drive.get("model", "")
    maker = _MAKERS_IN_MODELS.get(maker, maker)
    return f"{maker} {model}".strip() if model[:1].isalnum() else f"{maker}{model}"


def _drive_health(words: str) -> Fact[Health]:
    found = _HEALTHS.get(words.casefold())
    return Fact[Health](value=found, raw=words, source="inxi.drive" if words else "")


def _hours(words: str) -> Fact[int]:
    """Read "1 hrs" and "2y 45d 3h"."""
    parts = [int(one["count"]) * _HOURS_OF[one["unit"]] for one in _HOURS.finditer(words)]
    return Fact[int](value=sum(parts), raw=words, source="inxi.drive") if parts else Fact[int]()


def _technology(name: str, kind: str) -> Fact[Technology]:
    found: Technology = "unknown"
    if "nvme" in name:
        found = "nvme"
    elif "mmcblk" in name:
        found = "emmc"
    elif kind.startswith("SSD"):
        found = "ssd"
    elif kind.startswith("HDD"):
        found = "hdd"
    return Fact[Technology](value=found, raw=kind, source="inxi.drive")


def _wifi(rows: list[Pairs]) -> Fact[bool]:
    devices = [value for row in rows for key, value in row if key == "Device"]
    found = next((device for device in devices if _WIRELESS.search(device)), None)
    return (
        Fact[bool]() if found is None else Fact[bool](value=True, raw=found, source="inxi.network")
    )


def _battery(rows: list[Pairs]) -> Fact[bool]:
    name = _first(rows, "ID")
    return Fact[bool](value=True, raw=name, source="inxi.battery") if name else Fact[bool]()


def _health(rows: list[Pairs]) -> Fact[int]:
    raw = _first(rows, "condition")
    health = _HEALTH.search(raw)
    percent = believed_health(float(health["percent"])) if health else None
    return Fact[int](value=percent, raw=raw, source="inxi.battery" if raw else "")


def _cycles(rows: list[Pairs]) -> Fact[int]:
    raw = _first(rows, "cycles")
    return Fact[int](value=whole_number(raw), raw=raw, source="inxi.battery" if raw else "")


def _uefi(rows: list[Pairs]) -> Fact[bool]:
    found = next((key for row in rows for key, _value in row if key in _FIRMWARE), "")
    if not found:
        return Fact[bool]()
    return Fact[bool](value=found == "UEFI", raw=found, source="inxi.machine")


def _gpus(rows: list[Pairs]) -> tuple[Fact[str], ...]:
    """Give the graphics chips; a camera in this section hangs on USB."""
    chips = [dict(row) for row in rows]
    named = (
        text_fact(chip.get("Device", ""), "inxi.graphics", "model")
        for chip in chips
        if chip.get("type") != "USB" and chip.get("class-ID", "03").startswith("03")
    )
    return tuple(fact for fact in named if fact)[:MAX_GPUS]


def _screen(rows: list[Pairs]) -> Fact[float]:
    """Take the built-in panel: eDP or LVDS; a monitor beside it is somebody's else."""
    for row in rows:
        panel = dict(row)
        inches = _INCHES.search(panel.get("diag", ""))
        if inches and panel.get("Monitor", "").startswith(("eDP", "LVDS", "DSI")):
            return Fact[float](
                value=float(inches["inches"]), raw=panel["diag"], source="inxi.graphics"
            )
    return Fact[float]()
