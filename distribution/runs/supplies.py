"""Read side: what many devices offer, in three queries, without making an object of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from distribution.allocations.supply import is_solid_state, region_held_for
from distribution.fit import Supply
from distribution.spec import spec_class_of
from inventory.earmark import earmark_key
from inventory.lifecycle import State
from inventory.models import Device, Drive, QualityCheck
from inventory.models.drive import DriveStatus

IN_WORK = (State.RECEIVED, State.WIPE, State.REPAIR)
COLUMNS = (
    *("pk", "code", "state", "holder__name", "holder__code", "kind", "keyboard", "cpu"),
    *("memory_bytes", "screen_inches", "has_numeric_pad", "has_camera"),
    *("donation__earmark", "donation__earmark_commune", "donation__earmark_organisation__code"),
    *("holder__own_region_only", "holder__commune"),
)
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Offered:
    """One device: its code, its state, who holds it by name and code, and what it offers."""

    code: str
    state: str
    holder: str
    holder_code: str
    supply: Supply


def offered(states: Collection[str]) -> Iterator[Offered]:
    """Yield the devices in these states, oldest in their state first, as `supply_of` sees each."""
    rows = Device.objects.filter(state__in=states).order_by("state_since", "pk")
    drives, languages = _drives(states), _languages(states)
    for pk, code, state, holder, place, *facts in rows.values_list(*COLUMNS).iterator(AT_ONCE):
        supply = _supply(tuple(facts), drives.get(pk, ()), languages.get(pk, ""))
        yield Offered(code, state, holder, place, supply)


def stock_in_work() -> dict[str, Counter[Supply]]:
    """Count what is on its way to ready, by state and by what it offers."""
    found: defaultdict[str, Counter[Supply]] = defaultdict(Counter)
    for each in offered(IN_WORK):
        found[each.state][each.supply] += 1
    return dict(found)


Disks = tuple[tuple[int | None, str], ...]


def _drives(states: Collection[str]) -> dict[int, Disks]:
    """Map devices to the sizes and technologies of their drives."""
    rows = Drive.objects.filter(device__state__in=states, status=DriveStatus.PRESENT)
    columns = ("device", "size_bytes", "technology")
    found: defaultdict[int, list[tuple[int | None, str]]] = defaultdict(list)
    for device, *disk in rows.order_by("pk").values_list(*columns):
        found[device].append((disk[0], disk[1]))
    return {device: tuple(disks) for device, disks in found.items()}


def _languages(states: Collection[str]) -> dict[int, str]:
    """Map devices to the language of the system that their newest check found."""
    rows = QualityCheck.objects.filter(device__state__in=states).order_by("pk")
    return dict(rows.values_list("device", "os_language"))


@lru_cache(maxsize=4096)
def _supply(facts: tuple, disks: Disks, language: str) -> Supply:  # type: ignore[type-arg]
    kind, keyboard, cpu, memory, inches, pad, camera, mark, commune, organisation, *where = facts
    return Supply(
        kind=kind,
        keyboard=keyboard,
        system_language=language,
        spec_class=spec_class_of(
            cpu_model=cpu,
            memory_bytes=memory,
            disks=[(size, is_solid_state(technology)) for size, technology in disks],
        ),
        screen_inches=float(inches) if inches else None,
        has_numeric_pad=pad,
        has_camera=camera,
        earmark=earmark_key(mark, commune, organisation or ""),
        region=region_held_for(*where),
    )
