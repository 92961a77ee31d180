"""Read what Workbench 11 made of a machine itself, where the prints of its tools are gone.

Sizes come as numbers (RAM and drives in MB, screens in inches) or as words ("1024.0 mebibyte").
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from inventory.hardware.batteries import Battery, health_fact
from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.drive_families import technology_of_model
from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts, Technology
from inventory.hardware.loose_json import Json
from inventory.hardware.makers import fold_manufacturer
from inventory.hardware.naming import cpu_fact
from inventory.hardware.placeholders import text_fact
from inventory.hardware.virtual import is_virtual_drive, is_virtual_machine
from inventory.hardware.wording import tidy, whole_number

type Members = dict[str, Json]

SOURCE = "workbench"
MAX_PARTS = 500
MEGABYTE = 10**6
DRIVES: dict[str, Technology] = {"HardDrive": "hdd", "SolidStateDrive": "ssd"}
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?")


def named_facts(snapshot: Members) -> HardwareFacts | None:
    """Give the facts out of "device" and "components"; None without a device."""
    device = snapshot.get("device")
    if not isinstance(device, dict) or not device:
        return None
    given = snapshot.get("components")
    listed = given[:MAX_PARTS] if isinstance(given, list) else []
    parts = [part for part in listed if isinstance(part, dict)]
    drives = tuple(_drives(parts))
    return HardwareFacts(
        kind=kind_fact(device.get("type"), SOURCE),
        manufacturer=_maker(device),
        model=text_fact(device.get("model"), SOURCE, "model"),
        part_number=text_fact(device.get("sku"), SOURCE, "sku"),
        serial_number=text_fact(device.get("serialNumber"), SOURCE, "serial"),
        cpu=_cpu(parts),
        memory_bytes=_memory(parts),
        drives=drives,
        lists_drives=bool(parts),
        gpus=tuple(
            fact
            for part in _of(parts, "GraphicCard")
            if (fact := text_fact(part.get("model"), SOURCE))
        ),
        has_wifi=_wifi(parts),
        battery_present=_battery(parts),
        battery_health_percent=health_fact(list(_batteries(parts)), SOURCE),
        is_virtual=is_virtual_machine(tidy(device.get("manufacturer")), tidy(device.get("model"))),
    )


def _of(parts: list[Members], *kinds: str) -> list[Members]:
    return [part for part in parts if part.get("type") in kinds]


def _maker(device: Members) -> Fact[str]:
    maker = text_fact(device.get("manufacturer"), SOURCE, "manufacturer")
    if maker.value is None:
        return maker
    return maker.model_copy(update={"value": fold_manufacturer(maker.value)})


def _cpu(parts: list[Members]) -> Fact[str]:
    named = (cpu_fact(tidy(part.get("model")), SOURCE) for part in _of(parts, "Processor"))
    return next((cpu for cpu in named if cpu), Fact[str]())


def _number(value: Json) -> float:
    found = _NUMBER.search(tidy(value))
    number = float(found[0]) if found else 0.0
    return number if math.isfinite(number) else 0.0


def _memory(parts: list[Members]) -> Fact[int]:
    """Add up the modules, whose "megabytes" are of 1,024 by 1,024 bytes."""
    sizes = [int(_number(part.get("size"))) for part in _of(parts, "RamModule")]
    total = whole_number(sum(sizes) * 2**20)
    if total is None:
        return Fact[int]()
    return Fact[int](value=round_memory(total), raw=" + ".join(map(str, sizes)), source=SOURCE)


def _drives(parts: list[Members]) -> Iterator[DriveFacts]:
    for part in _of(parts, *DRIVES):
        if tidy(part.get("interface")).casefold() == "usb":
            continue
        serial = text_fact(part.get("serialNumber"), SOURCE, "serial")
        if is_virtual_drive(serial.raw):
            serial = serial.model_copy(update={"value": None})
        size = tidy(part.get("size"))
        yield DriveFacts(
            serial_number=serial,
            model=text_fact(part.get("model"), SOURCE, "model"),
            size_bytes=Fact[int](
                value=whole_number(_number(size) * MEGABYTE), raw=size, source=SOURCE
            ),
            technology=_technology(part),
        )


def _technology(part: Members) -> Fact[Technology]:
    """Believe "SolidStateDrive"; "HardDrive" is also what Workbench calls what it can't tell."""
    model = tidy(part.get("model"))
    found = "ssd" if part.get("type") == "SolidStateDrive" else technology_of_model(model)
    return Fact[Technology](value=found, raw=tidy(part.get("type")), source=SOURCE)


def _wifi(parts: list[Members]) -> Fact[bool]:
    for part in _of(parts, "NetworkAdapter"):
        if part.get("wireless") is True:
            return Fact[bool](value=True, raw=tidy(part.get("model")), source=SOURCE)
    return Fact[bool]()


def _battery(parts: list[Members]) -> Fact[bool]:
    found = _of(parts, "Battery")
    raw = tidy(found[0].get("model")) if found else ""
    return Fact[bool](value=True, raw=raw, source=SOURCE) if found else Fact[bool]()


def _batteries(parts: list[Members]) -> Iterator[Battery]:
    for part in _of(parts, "Battery"):
        actions = part.get("actions")
        for action in actions if isinstance(actions, list) else ():
            if isinstance(action, dict) and action.get("type") == "MeasureBattery":
                yield Battery(_number(action.get("size")), _number(part.get("size")))
