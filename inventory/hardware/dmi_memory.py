"""Add up the memory modules that SMBIOS tables list."""

import re
from dataclasses import dataclass

from inventory.hardware.dmidecode import MEMORY_DEVICE, MEMORY_MODULE, Dump, Record
from inventory.hardware.facts import Fact
from inventory.hardware.wording import MAX_NUMBER, tidy

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40

_UNITS = {"bytes": 1, "b": 1, "kb": KIB, "mb": MIB, "gb": GIB, "tb": TIB}
_SIZE = re.compile(r"(\d{1,12})\s*(bytes|[kmgt]?b)\b", re.IGNORECASE)
_ON_BOARD = re.compile(r"motherboard|system ?board|on[ -]?board", re.IGNORECASE)

_NO_NUMBER, _NO_ANSWER = Fact[int](), Fact[bool]()


@dataclass(frozen=True)
class Memory:
    """What the modules of one machine come to."""

    total: Fact[int]
    slots: Fact[int] = _NO_NUMBER
    slots_free: Fact[int] = _NO_NUMBER
    is_soldered: Fact[bool] = _NO_ANSWER


def round_memory(size_bytes: int) -> int | None:
    """Round to a quarter of a gigabyte from one on: firmware counts 8.01 GB now and then."""
    if size_bytes > GIB:
        quarter = GIB // 4
        size_bytes = (size_bytes + quarter // 2) // quarter * quarter
    return size_bytes if 0 < size_bytes <= MAX_NUMBER else None


def parse_size(text: str) -> int:
    """Give the bytes of "4096 MB", "4 GB" or "8388608 kB", counted binary; 0 for anything else."""
    size = _SIZE.match(text.strip())
    return int(size[1]) * _UNITS[size[2].casefold()] if size else 0


def read_memory(dump: Dump) -> Memory:
    """Sum type 17 without the BIOS flash chip, or the older type 6 where there is no other."""
    devices = [one for one in dump.all_of(MEMORY_DEVICE) if one["Type"].casefold() != "flash"]
    if not devices:
        return _read_modules(dump.all_of(MEMORY_MODULE))
    populated = [one for one in devices if parse_size(one["Size"])]
    sockets = [one for one in devices if not _is_soldered(one)]
    free = [one for one in sockets if not parse_size(one["Size"])]
    source = "dmi.memory-device"
    return Memory(
        total=_total([one["Size"] for one in populated], source),
        slots=Fact[int](value=len(sockets), raw=str(len(devices)), source=source),
        slots_free=Fact[int](value=len(free), raw=str(len(free)), source=source),
        is_soldered=_soldered_fact(populated, source),
    )


def _read_modules(modules: list[Record]) -> Memory:
    sizes = [one["Enabled Size"] or one["Installed Size"] for one in modules]
    return Memory(total=_total([size for size in sizes if parse_size(size)], "dmi.memory-module"))


def _total(sizes: list[str], source: str) -> Fact[int]:
    if not sizes:
        return Fact[int]()
    total = round_memory(sum(parse_size(size) for size in sizes))
    return Fact[int](value=total, raw=tidy(" + ".join(sizes)), source=source)


def _is_soldered(device: Record) -> bool:
    return (
        device["Form Factor"].casefold() == "row of chips"
        or device["Type"].casefold().startswith("lpddr")
        or _ON_BOARD.search(device["Locator"]) is not None
    )


def _soldered_fact(populated: list[Record], source: str) -> Fact[bool]:
    if not populated:
        return Fact[bool]()
    forms = sorted({one["Form Factor"] for one in populated})
    return Fact[bool](
        value=all(_is_soldered(one) for one in populated), raw=tidy(", ".join(forms)), source=source
    )
