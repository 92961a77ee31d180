"""What each need can choose from: devices in classes, and what is asked of one kind as a demand.

Devices that no need tells apart are one class. A need makes one demand for each kind it accepts:
needs that differ in kinds alone, or in what makes no difference, share demands. Fit and waste are
those of `fit`, asked for parts of devices and of needs: the pairs of these are few, however many
devices and needs there are.

Classes and demands are numbers here; they depend on the order of the devices and of the needs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from distribution.fit import Need, Supply, may_have, parts, parts_asked, waste, why_not

Kept = tuple[str, ...]
"""The devices kept from a need by exclusions."""

_OFFERED = attrgetter(
    *("kind", "keyboard", "spec_class", "screen_inches", "has_numeric_pad", "has_camera"),
    *("earmark", "region"),
)
_PLACE = attrgetter("inside", "regions")


class _Class(NamedTuple):
    """A class: what its devices offer, as such and in numbers, and an excluded one's own key."""

    number: int
    supply: Supply
    power: int
    built_in: int
    own: str


class Choices:
    """The classes of a stock, and the demands that were made so far.

    `members[class]` lists the keys of its devices; `usable[demand]` the classes that meet it, the
    least wasteful first; `waste[demand]` measures each of these, in the same order.
    """

    def __init__(self, stock: Mapping[str, Supply], *, apart: Collection[str]) -> None:
        self.members: list[list[str]] = []
        self.usable: list[list[int]] = []
        self.waste: list[dict[int, int]] = []
        self._parts: defaultdict[str, dict[Supply, int]] = defaultdict(dict)  # by kind
        self._in_region: defaultdict[str, list[_Class]] = defaultdict(list)
        self._met: dict[Need, dict[int, int]] = {}
        self._places: dict[object, int] = {}
        self._reach: list[dict[str, list[_Class]]] = []  # by place, then by kind
        self._demands: dict[object, int] = {}
        self._fill(stock, apart)

    def demands(self, need: Need, kept: Kept) -> tuple[int, ...]:
        """Give what a need asks of each of its kinds, as it prefers them."""
        around = _PLACE(need), kept
        if around not in self._places:
            self._places[around] = len(self._reach)
            self._reach.append(self._reachable(need, kept))
        place = self._places[around]
        return tuple(self._demand(kind, need, place) for kind in need.kinds)

    def fitting(self, demands: Iterable[int]) -> list[int]:
        """List the classes that meet any of these."""
        return sorted({found for demand in demands for found in self.usable[demand]})

    def _fill(self, stock: Mapping[str, Supply], apart: Collection[str]) -> None:
        numbers: dict[object, int] = {}
        known: dict[object, int] = {}
        for key, supply in stock.items():
            own = key if key in apart else ""
            offered = _OFFERED(supply), own
            if offered not in known:
                power, built_in = self._parts_of(supply)
                plain = supply.kind, power, built_in, supply.earmark, supply.region, own
                if plain not in numbers:
                    found = _Class(len(self.members), supply, power, built_in, own)
                    numbers[plain] = found.number
                    self._in_region[supply.region].append(found)
                    self.members.append([])
                known[offered] = numbers[plain]
            self.members[known[offered]].append(key)

    def _parts_of(self, supply: Supply) -> tuple[int, int]:
        known = self._parts[supply.kind]
        power, built_in = parts(supply)
        return known.setdefault(power, len(known)), known.setdefault(built_in, len(known))

    def _reachable(self, need: Need, kept: Kept) -> dict[str, list[_Class]]:
        """Give the classes that a need may have, by kind."""
        found: defaultdict[str, list[_Class]] = defaultdict(list)
        for region in dict.fromkeys(("", *need.regions)) if need.regions else self._in_region:
            for each in self._in_region.get(region, ()):
                if each.own not in kept and may_have(need, each.supply):
                    found[each.supply.kind].append(each)
        return dict(found)

    def _demand(self, kind: str, need: Need, place: int) -> int:
        asked = parts_asked(need, kind)
        demand = asked, place
        if demand not in self._demands:
            self._demands[demand] = len(self.usable)
            power, built_in = (self._parts_meeting(kind, part) for part in asked)
            found = sorted(
                (power[each.power] + built_in[each.built_in], each.number)
                for each in self._reach[place].get(kind, ())
                if each.power in power and each.built_in in built_in
            )
            self.usable.append([each for _waste, each in found])
            self.waste.append({each: waste for waste, each in found})
        return self._demands[demand]

    def _parts_meeting(self, kind: str, asked: Need) -> dict[int, int]:
        """Give the parts that meet what is asked, with their waste."""
        if asked not in self._met:
            known = self._parts[kind].items()
            fits = {number: part for part, number in known if not why_not(asked, part)}
            self._met[asked] = {number: waste(asked, part) for number, part in fits.items()}
        return self._met[asked]
