"""Which of three classes a computer belongs to: basic, standard or performance. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPEC_CLASSES = ("basic", "standard", "performance")
"""From the least to the most."""

BELOW_BASIC = "below"
"""Known, and less than basic asks for; "" is a computer of which too little is known."""

_GIB = 1024**3
_GB = 1000**3
# Firmware and built-in graphics keep part of the memory, and makers round: 7.6 GiB is sold as 8.
_TOLERANCE = 0.9

_LOW_POWER = re.compile(
    r"\b(atom|celeron|pentium|n\d{2,4}|[ae]\d{1,2}-\d{4}[a-z]?|athlon|sempron)\b", re.I
)
_XEON = re.compile(r"\bxeon\b", re.I)  # its E5-2670 is none of AMD's low-power E-series
# Intel's names of processors with two cores (ark.intel.com): Core 2 Duo, all of i3 before the
# eighth generation, the mobile lines U, Y and M of i5 and i7 before it, and m3 to m7.
_TWO_CORES = re.compile(
    r"core\(tm\)2 duo|\bi3-[2-7]\d{3}|\bi[57]-[2-7]\d{3}[UYM]\b|\bi[357]-\d{3}[UM]\b|\bm[357]-",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a floor comes from: who says it, where, of which year, and what."""

    publisher: str
    title: str
    year: int
    url: str
    says: str


WINDOWS = Source(
    "Microsoft",
    "Windows 11 specifications",
    2021,
    "https://www.microsoft.com/windows/windows-11-specifications",
    "4 GB, 64 GB, two cores; its list of processors and the TPM are inventory.hardware.windows11's",
)
UBUNTU = Source(
    "Canonical",
    "Ubuntu 20.04 LTS, system requirements",
    2020,
    "https://help.ubuntu.com/community/Installation/SystemRequirements",
    "4 GB, 25 GB, two cores; its later releases ask for more, lighter desktops for less",
)
TEAMS = Source(
    "Microsoft",
    "Hardware requirements for Microsoft Teams",
    2020,
    "https://learn.microsoft.com/microsoftteams/hardware-requirements-for-the-teams-app",
    "two cores, and 4 GB for a call between two, 8 GB for meetings, as lessons are",
)
BIGBLUEBUTTON = Source(
    "BigBlueButton",
    "Frequently asked questions: requirements of the client",
    2024,
    "https://docs.bigbluebutton.org/support/faq",
    "two cores and 2 GB, for the lessons that school platforms such as Moodle hold in it",
)
JUDGEMENT = Source("Refurb", "Judgement", 2026, "", "no source asks for it")


@dataclass(frozen=True, slots=True)
class SpecFloor:
    """The least a class asks for: nominal memory and storage, and whether it must be solid."""

    memory_bytes: int
    storage_bytes: int
    needs_solid_state: bool
    accepts_low_power: bool
    needs_four_cores: bool
    sources: tuple[Source, ...]


FLOORS: dict[str, SpecFloor] = {
    # Web, mail, forms, a call between two.
    "basic": SpecFloor(
        4 * _GIB,
        64 * _GB,
        needs_solid_state=False,
        accepts_low_power=True,
        needs_four_cores=False,
        sources=(WINDOWS, UBUNTU, TEAMS, BIGBLUEBUTTON),
    ),
    # Lessons by video beside an office suite. Solid state and the processor are judgement.
    "standard": SpecFloor(
        8 * _GIB,
        120 * _GB,
        needs_solid_state=True,
        accepts_low_power=False,
        needs_four_cores=False,
        sources=(TEAMS, JUDGEMENT),
    ),
    # Image, sound, video, code: twice the standard.
    "performance": SpecFloor(
        16 * _GIB,
        240 * _GB,
        needs_solid_state=True,
        accepts_low_power=False,
        needs_four_cores=True,
        sources=(JUDGEMENT,),
    ),
}
"""What each class asks for, and where that comes from."""

type Disk = tuple[int | None, bool | None]
"""The size of a drive in bytes, and whether it is solid; None for what isn't known."""


def spec_class_of(*, cpu_model: str, memory_bytes: int | None, disks: Iterable[Disk]) -> str:
    """Name the highest class that every known fact allows, with the drive that suits best.

    BELOW_BASIC when it is known to be less, "" when memory or every drive's size is unknown. Memory
    and storage may fall a tenth short of the nominal size. A drive of unknown kind counts as
    turning; an unknown processor has two cores.
    """
    known = [(size, is_solid) for size, is_solid in disks if size is not None]
    if memory_bytes is None or not known:
        return ""
    is_low_power = bool(_LOW_POWER.search(cpu_model)) and not _XEON.search(cpu_model)
    has_two_cores = not cpu_model.strip() or _TWO_CORES.search(cpu_model) is not None
    found = BELOW_BASIC
    for name in SPEC_CLASSES:
        floor = FLOORS[name]
        enough = (
            memory_bytes >= floor.memory_bytes * _TOLERANCE
            and any(_holds(floor, size, is_solid) for size, is_solid in known)
            and (floor.accepts_low_power or not is_low_power)
            and not (floor.needs_four_cores and has_two_cores)
        )
        if not enough:
            break
        found = name
    return found


def _holds(floor: SpecFloor, size: int, is_solid: bool | None) -> bool:  # noqa: FBT001  a Disk
    is_large = size >= floor.storage_bytes * _TOLERANCE
    return is_large and (bool(is_solid) or not floor.needs_solid_state)


def spec_rank(name: str) -> int:
    """Rank a class from 1 (basic) to 3; 0 for what is below basic or not known."""
    return SPEC_CLASSES.index(name) + 1 if name in SPEC_CLASSES else 0
