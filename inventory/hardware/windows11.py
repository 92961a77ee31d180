"""Judge whether Windows 11 may run on a machine: what its reports speak for and against.

Microsoft's published requirements: a processor of its lists, 4 GB of memory, 64 GB of storage,
UEFI, TPM 2.0. The lists are told by families here (Intel Core from the 8th generation, AMD Ryzen
from the 2000 series without its chips with graphics, …); what fits no family stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inventory.hardware.facts import HardwareFacts

type Requirement = Literal["cpu", "memory", "storage", "uefi", "tpm"]

LEAST_MEMORY = 4 * 2**30
LEAST_STORAGE = 60 * 10**9  # sold as 64 GB
FIRST_INTEL_GENERATION = 8
FIRST_RYZEN = 3000
FIRST_ZEN_PLUS = 2000

_INTEL_CORE = re.compile(r"\bi[3579][- ](\d{3,5})(G\d|[A-Z]{0,3})", re.IGNORECASE)
_INTEL_NEW = re.compile(r"Core (?:Ultra|[3579]) |\bIntel N(?:50|95|97|100|150|200|250)\b|\bi3-N3")
_INTEL_SMALL = re.compile(
    r"(?:Celeron|Pentium)(?: Silver| Gold)?(?: CPU)? "
    r"(?:[NJ][456]\d{3}|G[5-7]\d{3}|4[24]\d\dU|5[24]\d\dU|[67][35]\d\d[A-Z]?\b)"
)
_INTEL_OLD = re.compile(
    r"Core ?2|Core Duo|Pentium [4DM]\b|Pentium III|Celeron [DM]\b|\bAtom\b|Xeon [ELWX]\d{4}\b"
    r"|Xeon(?: CPU)? (?:E[357]-|[X5]\d{3})"
    r"|(?:Celeron|Pentium) (?:CPU )?(?:[23]\d{3}[MU]|[NJ][123]\d{3}|G(?:[1-4]\d{3}|\d{3})\b)"
    r"|(?:Celeron|Pentium) (?:CPU )?(?:B\d{3}|P\d{4}|T\d{4}|SU\d{4})"
    r"|Core i[357] CPU|Core M",
    re.IGNORECASE,
)
_RYZEN = re.compile(r"Ryzen (?:\d|Threadripper)(?: PRO)? (\d{4})([A-Z]*)", re.IGNORECASE)
_AMD_NEW = re.compile(
    r"Ryzen AI|Athlon(?: Gold| Silver) 3\d{3}|Athlon (?:3000|300)[GU]|EPYC 7[2-9]"
)
_AMD_OLD = re.compile(
    r"Athlon(?:\(tm\))? (?:64|II|X[24]|XP|Neo)|Phenom|Sempron|Turion|Opteron|\bFX"
    r"|\bA(?:4|6|8|9|10|12)-|\b[CE]\d?-\d{2,4}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fitness:
    """What is met, what speaks against it, and what nobody knows yet."""

    unmet: tuple[Requirement, ...]
    unknown: tuple[Requirement, ...]

    @property
    def fits(self) -> bool | None:
        """Say whether it may run; None while something is not known."""
        if self.unmet:
            return False
        return None if self.unknown else True


def windows_11_fitness(facts: HardwareFacts) -> Fitness | None:
    """Judge a machine; None for a Mac and for what says nothing of a machine."""
    is_mac = facts.manufacturer.value == "Apple"
    if is_mac or not facts.describes_machine or not (facts.cpu or facts.tpm_version):
        return None
    judged = dict(_judged(facts))
    return Fitness(
        unmet=tuple(name for name, holds in judged.items() if holds is False),
        unknown=tuple(name for name, holds in judged.items() if holds is None),
    )


def _judged(facts: HardwareFacts) -> Iterator[tuple[Requirement, bool | None]]:
    memory, tpm = facts.memory_bytes.value, facts.tpm_version.value
    sizes = [drive.size_bytes.value for drive in facts.drives if drive.size_bytes.value]
    yield "cpu", cpu_fits(facts.cpu.value or "")
    yield "memory", None if memory is None else memory >= LEAST_MEMORY
    yield "storage", max(sizes) >= LEAST_STORAGE if sizes else None
    yield "uefi", facts.has_uefi.value
    yield "tpm", None if tpm is None else tpm.startswith("2")


def cpu_fits(name: str) -> bool | None:
    """Say whether Microsoft's lists hold a processor of this family; None for one untold."""
    if _INTEL_NEW.search(name) or _AMD_NEW.search(name) or _INTEL_SMALL.search(name):
        return True
    core, ryzen = _INTEL_CORE.search(name), _RYZEN.search(name)
    if core is not None:
        return intel_generation(core[1]) >= FIRST_INTEL_GENERATION
    if ryzen is not None:
        series, has_graphics = int(ryzen[1]), ryzen[2].upper() in {"G", "GE", "U", "H"}
        return series >= FIRST_RYZEN or (series >= FIRST_ZEN_PLUS and not has_graphics)
    return False if _INTEL_OLD.search(name) or _AMD_OLD.search(name) else None


def intel_generation(number: str) -> int:
    """Give the generation in a Core's number: 540 is of the 1st, 6300 the 6th, 10210 the 10th."""
    hundreds_only, thousands = 3, 4
    if len(number) == hundreds_only:
        return 1
    if len(number) == thousands and number[0] == "1":
        return int(number[:2])  # 1135G7, 1065G7: the 11th and the 10th
    return int(number[:-3])
