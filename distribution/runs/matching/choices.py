"""What each need can choose from: devices in classes, and what is asked of one kind as a demand.

Devices that no need tells apart are one class. A need makes one demand for each kind it accepts:
needs that differ in kinds alone, or in what makes no difference, share demands. Fit and waste are
those of `fit`, asked for parts of devices and of needs: the pairs of these are few, however many
devices and needs there are.

Classes and demands are numbers here; they depend on the order of the devices and of the needs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from distribution.fit import (
    Need,
    Supply,
    open_earmarks,
    open_regions,
    parts,
    parts_asked,
    waste,
    why_not,
)

Kept = tuple[str, ...]
"""The devices kept from a need by exclusions."""

_OFFERED = attrgetter(
    *("kind", "keyboard", "spec_class", "screen_inches", "has_numeric_pad", "has_camera"),
    *("earmark", "region"),
)
_SOUGHT = attrgetter(
    *("kinds", "keyboard", "spec_class", "screen_reader", "large_screen", "numeric_pad", "camera"),
)


class _Class(NamedTuple):
    """A class: its number, what its devices offer in numbers, and an excluded one's own key."""

    number: int
    power: int
    built_in: int
    earmark: str
    own: str


class _Sought(NamedTuple):
    """What is sought of one kind, wherever it is: the parts that meet it, with their waste."""

    number: int
    kind: str
    power: Mapping[int, int]
    built_in: Mapping[int, int]


class Choices:
    """The classes of a stock, and the demands that were made so far.

    `members[class]` lists the keys of its devices; `usable[demand]` the classes that meet it, the
    least wasteful first.
    """

    def __init__(self, stock: Mapping[str, Supply], *, apart: Collection[str]) -> None:
        self.members: list[list[str]] = []
        self.usable: list[list[int]] = []
        self._parts: defaultdict[str, dict[Supply, int]] = defaultdict(dict)  # by kind
        self._in_region: defaultdict[str, dict[str, list[_Class]]] = defaultdict(dict)  # by kind
        self._met: dict[Need, dict[int, int]] = {}
        self._sought: dict[object, list[_Sought]] = {}
        self._sought_once: dict[object, _Sought] = {}
        self._demands: dict[object, int] = {}
        self._wasted: list[tuple[int, ...]] = []  # by demand, in the order of its classes
        self._fill(stock, apart)

    def demands(self, need: Need, kept: Kept) -> tuple[int, ...]:
        """Give what a need asks of each of its kinds, as it prefers them."""
        return tuple(self._demand(sought, need, kept) for sought in self._sought_by(need))

    def fitting(self, need: Need, kept: Kept) -> Iterator[int]:
        """Give the classes that meet a need, in no order; nothing is kept of it."""
        for sought in self._sought_by(need):
            for _waste, found in self._meeting(sought, need, kept):
                yield found

    def waste(self, demand: int) -> dict[int, int]:
        """Measure what each class that meets a demand has beyond it, the least first."""
        return dict(zip(self.usable[demand], self._wasted[demand], strict=True))

    def _fill(self, stock: Mapping[str, Supply], apart: Collection[str]) -> None:
        numbers: dict[object, int] = {}
        known: dict[object, int] = {}
        for key, supply in stock.items():
            own = key if key in apart else ""
            offered = _OFFERED(supply), own
            if offered not in known:
                known[offered] = self._class_of(supply, own, numbers)
            self.members[known[offered]].append(key)

    def _class_of(self, supply: Supply, own: str, numbers: dict[object, int]) -> int:
        known, (power, built_in) = self._parts[supply.kind], parts(supply)
        power_is = known.setdefault(power, len(known))
        built_in_is = known.setdefault(built_in, len(known))
        plain = supply.kind, power_is, built_in_is, supply.earmark, supply.region, own
        if plain not in numbers:
            numbers[plain] = len(self.members)
            self.members.append([])
            found = _Class(numbers[plain], power_is, built_in_is, supply.earmark, own)
            self._in_region[supply.kind].setdefault(supply.region, []).append(found)
        return numbers[plain]

    def _demand(self, sought: _Sought, need: Need, kept: Kept) -> int:
        demand = sought.number, need.inside, need.regions, kept
        if demand not in self._demands:
            self._demands[demand] = len(self.usable)
            found = sorted(self._meeting(sought, need, kept))
            self.usable.append([each for _waste, each in found])
            self._wasted.append(tuple(waste for waste, _each in found))
        return self._demands[demand]

    def _meeting(self, sought: _Sought, need: Need, kept: Kept) -> Iterator[tuple[int, int]]:
        """Give the classes that meet what is sought where a need can have it, with their waste."""
        _number, kind, power, built_in = sought
        here, earmarks = self._in_region[kind], open_earmarks(need)
        regions = open_regions(need)
        found = [here[each] for each in regions if each in here] if regions else here.values()
        for number, its_power, its_built_in, earmark, own in chain.from_iterable(found):
            if (
                its_power in power
                and its_built_in in built_in
                and earmark in earmarks
                and own not in kept
            ):
                yield power[its_power] + built_in[its_built_in], number

    def _sought_by(self, need: Need) -> list[_Sought]:
        """Give what a need seeks of each of its kinds."""
        asked = _SOUGHT(need)
        if asked not in self._sought:
            self._sought[asked] = [self._seek(kind, need) for kind in need.kinds]
        return self._sought[asked]

    def _seek(self, kind: str, need: Need) -> _Sought:
        asked = parts_asked(need, kind)
        if asked not in self._sought_once:
            power, built_in = (self._parts_meeting(kind, part) for part in asked)
            self._sought_once[asked] = _Sought(len(self._sought_once), kind, power, built_in)
        return self._sought_once[asked]

    def _parts_meeting(self, kind: str, asked: Need) -> dict[int, int]:
        """Give the parts that meet what is asked, with their waste."""
        if asked not in self._met:
            known = self._parts[kind].items()
            fits = {number: part for part, number in known if not why_not(asked, part)}
            self._met[asked] = {number: waste(asked, part) for number, part in fits.items()}
        return self._met[asked]
