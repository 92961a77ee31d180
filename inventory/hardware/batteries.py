"""Read what tells of batteries alone: the kernel's uevent files, upower, Windows' powercfg.

Health is what a battery holds now against what it was made to hold. Machines with two batteries
count as one: the sums are compared. Batteries of mice and keyboards are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inventory.hardware.facts import Fact, HardwareFacts
from inventory.hardware.wording import whole_number

MOST_HEALTH = 120
"""Percent: new batteries hold a little more than their makers say."""
MAX_BATTERIES = 8

_UEVENT = re.compile(r"^POWER_SUPPLY_[A-Z_]+=", re.MULTILINE)
_UPOWER = re.compile(r"^[ \t]*native-path:[ \t]", re.MULTILINE)
_UPOWER_LIST = re.compile(r"^/org/freedesktop/UPower/devices/\w+$", re.MULTILINE)
_POWERCFG = re.compile(r"<BatteryReport\b")
_POWERCFG_BATTERY = re.compile(r"<Battery>(.{0,2000}?)</Battery>", re.DOTALL)
_POWERCFG_VALUE = re.compile(r"<(\w{1,40})>([^<]{0,60})</\1>")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")
_UEVENT_NAMES = ("ENERGY", "CHARGE")


@dataclass(frozen=True)
class Battery:
    """One battery: what it holds when full, now and as made, in one unit; or its share of it."""

    full: float | None
    design: float | None
    percent: float | None = None
    cycles: int | None = None


def is_battery_report(text: str) -> bool:
    """Say whether a text tells of power supplies."""
    return any(known.search(text) for known in (_UEVENT, _UPOWER, _UPOWER_LIST, _POWERCFG))


def battery_facts(text: str) -> HardwareFacts | None:
    """Give the health of a machine's batteries; None when no battery of a machine is shown."""
    if _POWERCFG.search(text):
        return _facts(list(_of_powercfg(text)), "powercfg")
    if _UPOWER.search(text):
        return _facts(list(_of_upower(text)), "upower")
    return _facts(list(_of_uevent(text)), "uevent")


def is_list_only(text: str) -> bool:
    """Say whether upower only listed what there is, and told nothing of it."""
    return not _UPOWER.search(text) and _UPOWER_LIST.search(text) is not None


def _facts(found: list[Battery], source: str) -> HardwareFacts | None:
    batteries = found[:MAX_BATTERIES]
    if not batteries:
        return None
    cycles = [one.cycles for one in batteries if one.cycles]
    return HardwareFacts(
        describes_machine=False,
        battery_present=Fact[bool](value=True, raw=f"{len(batteries)}", source=source),
        battery_health_percent=health_fact(batteries, source),
        battery_cycles=Fact[int](
            value=max(cycles, default=None),
            raw=", ".join(map(str, cycles)),
            source=source if cycles else "",
        ),
    )


def health_fact(batteries: list[Battery], source: str) -> Fact[int]:
    """Compare what all batteries hold with what they were made to hold; 1 to 120 percent."""
    measured = [(one.full, one.design) for one in batteries if one.full and one.design]
    raw = " + ".join(f"{full:g}/{design:g}" for full, design in measured)
    if measured:
        share = 100 * sum(full for full, _ in measured) / sum(design for _, design in measured)
        return Fact[int](value=believed_health(share), raw=raw, source=source)
    shares = [one.percent for one in batteries if one.percent]
    if not shares:
        return Fact[int]()
    raw = ", ".join(f"{share:g} %" for share in shares)
    return Fact[int](value=believed_health(min(shares)), raw=raw, source=source)


def believed_health(percent: float | None) -> int | None:
    """Round a share of the design capacity; None for what no battery has."""
    rounded = None if percent is None else round(percent)
    return rounded if rounded is not None and 0 < rounded <= MOST_HEALTH else None


def _number(words: str) -> float | None:
    """Read "39,264 Wh" as well as "39.264 Wh": upower writes as the system's language does."""
    found = _NUMBER.search(words)
    return float(found[0].replace(",", ".")) if found else None


def _blocks(text: str, starts: re.Pattern[str], separator: str) -> Iterator[dict[str, str]]:
    """Cut a text into the values of each supply; of a key that comes twice the first is kept."""
    block: dict[str, str] = {}
    for line in text.split("\n"):
        if starts.match(line) and block:
            yield block
            block = {}
        key, found, value = line.strip().partition(separator)
        if found:
            block.setdefault(key.strip(), value.strip())
    if block:
        yield block


def _of_uevent(text: str) -> Iterator[Battery]:
    for values in _blocks(text, re.compile(r"^POWER_SUPPLY_NAME="), "="):
        supply = {key.removeprefix("POWER_SUPPLY_"): value for key, value in values.items()}
        is_battery = supply.get("TYPE", "Battery") == "Battery" and supply.get("PRESENT") != "0"
        has_levels = any(f"{name}_FULL" in supply for name in _UEVENT_NAMES)
        if not is_battery or not has_levels or supply.get("SCOPE") == "Device":
            continue
        full, design = _levels(supply)
        yield Battery(full, design, cycles=whole_number(supply.get("CYCLE_COUNT")))


def _levels(supply: dict[str, str]) -> tuple[float | None, float | None]:
    for name in _UEVENT_NAMES:
        full, design = supply.get(f"{name}_FULL", ""), supply.get(f"{name}_FULL_DESIGN", "")
        if full and design:
            return _number(full), _number(design)
    return None, None


def _of_upower(text: str) -> Iterator[Battery]:
    for values in _blocks(text, re.compile(r"^(?:Device:|[ \t]*native-path:)"), ":"):
        if values.get("power supply") == "yes" and {"energy-full", "capacity"} & values.keys():
            yield Battery(
                _number(values.get("energy-full", "")),
                _number(values.get("energy-full-design", "")),
                _number(values.get("capacity", "")),
                whole_number(values.get("charge-cycles")),
            )


def _of_powercfg(text: str) -> Iterator[Battery]:
    """Read the few values wanted without parsing a document that may be cut or hostile."""
    for block in _POWERCFG_BATTERY.finditer(text):
        values = dict(_POWERCFG_VALUE.findall(block[1]))
        if "DesignCapacity" in values:
            yield Battery(
                _number(values.get("FullChargeCapacity", "")),
                _number(values["DesignCapacity"]),
                cycles=whole_number(values.get("CycleCount")),
            )
