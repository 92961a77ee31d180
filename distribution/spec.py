"""Which of three classes a computer belongs to: basic, standard or performance."""

import re
from dataclasses import dataclass

SPEC_CLASSES = ("basic", "standard", "performance")
"""From the least to the most."""

_GIB = 1024**3
_GB = 1000**3
# Firmware and built-in graphics keep part of the memory, and makers round: 7.6 GiB is sold as 8.
_TOLERANCE = 0.9

_LOW_POWER = re.compile(
    r"\b(atom|celeron|pentium|n\d{2,4}|[ae]\d{1,2}-\d{4}|athlon|sempron)\b", re.I
)


@dataclass(frozen=True, slots=True)
class SpecFloor:
    """The least a class asks for: nominal memory, storage, cores, and whether it must be solid."""

    memory_bytes: int
    storage_bytes: int
    cores: int
    needs_solid_state: bool
    accepts_low_power: bool


FLOORS: dict[str, SpecFloor] = {
    "basic": SpecFloor(4 * _GIB, 64 * _GB, 2, needs_solid_state=False, accepts_low_power=True),
    "standard": SpecFloor(8 * _GIB, 120 * _GB, 2, needs_solid_state=True, accepts_low_power=False),
    "performance": SpecFloor(
        16 * _GIB, 240 * _GB, 4, needs_solid_state=True, accepts_low_power=False
    ),
}
"""What each class asks for.

basic: web, mail, forms. Microsoft asks 4 GB, 64 GB and two 64-bit cores for Windows 11; a current
Linux desktop (Ubuntu: 4 GB, 25 GB, two cores at 2 GHz) runs within that.
standard: video lessons and an office suite. Microsoft recommends two cores and 8 GB for meetings in
Teams. That the disk must be solid and the processor not of a low-power line is judgement.
performance: image, sound, video, code. Twice the standard and four cores: judgement.
"""


def spec_class_of(
    *,
    cpu_model: str,
    cores: int | None,
    memory_bytes: int | None,
    storage_bytes: int | None,
    is_solid_state: bool | None,
) -> str:
    """Name the highest class that every known fact allows; "" when it is below basic or unknown.

    Memory and storage may fall a tenth short of the nominal size. An unknown number of cores counts
    as two, an unknown kind of storage as a turning disk; unknown memory or storage leaves the class
    unknown.
    """
    if memory_bytes is None or storage_bytes is None:
        return ""
    is_low_power = _LOW_POWER.search(cpu_model) is not None
    found = ""
    for name in SPEC_CLASSES:
        floor = FLOORS[name]
        enough = (
            memory_bytes >= floor.memory_bytes * _TOLERANCE
            and storage_bytes >= floor.storage_bytes * _TOLERANCE
            and (cores or 2) >= floor.cores
            and (is_solid_state or not floor.needs_solid_state)
            and (floor.accepts_low_power or not is_low_power)
        )
        if not enough:
            break
        found = name
    return found


def spec_rank(name: str) -> int:
    """Rank a class from 1 (basic) to 3; 0 for "", which is below basic or not known."""
    return SPEC_CLASSES.index(name) + 1 if name else 0
