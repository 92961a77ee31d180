"""Read what `hdparm -I` prints of one ATA drive or of several, one after another.

It prints the whole model and the serial number, which lsblk and lshw may cut or lack; of NVMe, eMMC
and most USB adapters it prints nothing but the name of the device.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from inventory.hardware.drive_families import technology_of_model
from inventory.hardware.facts import DriveFacts, Fact, Technology
from inventory.hardware.placeholders import text_fact
from inventory.hardware.virtual import is_virtual_drive
from inventory.hardware.wording import tidy, whole_number

SOURCE = "hdparm"
_DEVICE = re.compile(r"^(/dev/[\w/-]{1,60}):[ \t]*$", re.MULTILINE)
_SPEAKS = re.compile(
    r"^(?:ATA device|ATAPI|SG_IO:|[ \t]*(?:max sectors[ \t]*=|Model Number:|Issuing SECURITY))",
    re.MULTILINE,
)
_ONLY_NAMES = re.compile(r"(?:\s*/dev/[\w/-]{1,60}:\s*){1,64}")
_SECTORS = re.compile(r"LBA(?:48)?[ \t]+user addressable sectors:[ \t]*(\d{1,18})")
_SECTOR_SIZE = re.compile(r"Logical(?:/Physical)?[ \t]+Sector size:[ \t]*(\d{1,6}) bytes")
_SPINS = re.compile(r"Nominal Media Rotation Rate:[ \t]*(\S[^\n]{0,60})")
_WWN = re.compile(r"WWN Device Identifier:[ \t]*([0-9a-f]{16})")
_LOCKED = re.compile(r"^[ \t]+(not[ \t]+)?locked[ \t]*$", re.MULTILINE)
USUAL_SECTOR = 512


def is_hdparm(text: str) -> bool:
    """Say whether a text was printed by hdparm."""
    if _DEVICE.search(text) is None:
        return False
    return _SPEAKS.search(text) is not None or _ONLY_NAMES.fullmatch(text) is not None


def drives_of_hdparm(text: str) -> Iterator[DriveFacts]:
    """Yield each built-in ATA drive; not optical ones, nor what only gave its name."""
    for start, following in pairwise([*_DEVICE.finditer(text), None]):
        if start is None:
            continue
        block = text[start.end() : following.start() if following else len(text)]
        if "ATA device, with non-removable media" in block:
            drive = _drive(start[1], block)
            if drive.serial_number or drive.model:
                yield drive


def _drive(name: str, block: str) -> DriveFacts:
    serial = text_fact(_value(block, "Serial Number"), SOURCE, "serial")
    model = text_fact(_value(block, "Model Number"), SOURCE, "model")
    if is_virtual_drive(serial.raw):
        serial = serial.model_copy(update={"value": None})
    return DriveFacts(
        serial_number=serial,
        model=model,
        size_bytes=_size(block),
        technology=_technology(block, model.value or ""),
        wwn=_wwn(block),
        device_name=name,
        is_locked=_locked(block),
    )


def _value(block: str, key: str) -> str:
    found = re.search(rf"^[ \t]*{key}:[ \t]*([^\n]{{0,200}})", block, re.MULTILINE)
    return tidy(found[1]) if found else ""


def _size(block: str) -> Fact[int]:
    sectors = [int(count) for count in _SECTORS.findall(block)]
    sector = _SECTOR_SIZE.search(block)
    # The 28-bit count ends at 128 GiB; the 48-bit one, where there is one, is the whole.
    count = max(sectors, default=0)
    size = whole_number(count * (int(sector[1]) if sector else USUAL_SECTOR))
    return Fact[int](value=size, raw=str(count), source=SOURCE) if count else Fact[int]()


def _technology(block: str, model: str) -> Fact[Technology]:
    spins = _SPINS.search(block)
    if spins is None:
        return Fact[Technology](value=technology_of_model(model), raw=model, source="hdparm.model")
    rate = tidy(spins[1])
    found: Technology = "unknown"
    if rate.casefold().startswith("solid state"):
        found = "ssd"
    elif rate.isascii() and rate.isdigit():
        found = "hdd"
    return Fact[Technology](value=found, raw=rate, source=SOURCE)


def _wwn(block: str) -> Fact[str]:
    found = _WWN.search(block)
    return Fact[str](value=found[1], raw=found[1], source=SOURCE) if found else Fact[str]()


def _locked(block: str) -> Fact[bool]:
    """Say whether a password locks the drive: nobody can wipe or use it then."""
    found = _LOCKED.search(block)
    if found is None:
        return Fact[bool]()
    return Fact[bool](value=not found[1], raw=tidy(found[0]), source=SOURCE)
