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

from distribution.fit import Need, Supply, may_have, parts, parts_asked, waste, why_not

Kept = tuple[str, ...]
"""The devices kept from a need by exclusions."""

_OFFERED = attrgetter(
    *("kind", "keyboard", "spec_class", "screen_inches", "has_numeric_pad", "has_camera"),
    *("earmark", "region"),
)
_PLACE = attrgetter("inside", "regions")


class Choices:
    """The classes of a stock, and the demands that were made so far.

    `members[class]` lists the keys of its devices; `usable[demand]` the classes that meet it, the
    least wasteful first; `waste[demand]` measures each of these.
    """

    def __init__(self, stock: Mapping[str, Supply], *, apart: Collection[str]) -> None:
        self.members: list[list[str]] = []
        self.usable: list[list[int]] = []
        self.waste: list[dict[int, int]] = []
        self._parts: defaultdict[str, dict[Supply, int]] = defaultdict(dict)  # by kind
        self._sorts: defaultdict[str, dict[tuple[int, int], int]] = defaultdict(dict)  # of two
        self._in_region: defaultdict[str, list[tuple[int, Supply, str]]] = defaultdict(list)
        self._sort_of: list[tuple[str, int]] = []
        self._met: dict[Need, dict[int, int]] = {}
        self._within: dict[object, dict[tuple[str, int], list[int]]] = {}
        self._demands: dict[object, int] = {}
        self._fill(stock, apart)

    def demands(self, need: Need, kept: Kept) -> tuple[int, ...]:
        """Give what a need asks of each of its kinds, as it prefers them."""
        return tuple(self._demand(kind, need, kept) for kind in need.kinds)

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
                sort = supply.kind, self._sort(supply)
                plain = sort, supply.earmark, supply.region, own
                if plain not in numbers:
                    numbers[plain] = len(self.members)
                    self._in_region[supply.region].append((numbers[plain], supply, own))
                    self._sort_of.append(sort)
                    self.members.append([])
                known[offered] = numbers[plain]
            self.members[known[offered]].append(key)

    def _sort(self, supply: Supply) -> int:
        known, sorts = self._parts[supply.kind], self._sorts[supply.kind]
        power, built_in = (known.setdefault(part, len(known)) for part in parts(supply))
        return sorts.setdefault((power, built_in), len(sorts))

    def _demand(self, kind: str, need: Need, kept: Kept) -> int:
        asked = parts_asked(need, kind)
        demand = asked, _PLACE(need), kept
        if demand not in self._demands:
            self._demands[demand] = len(self.usable)
            found = self._meeting(kind, asked, self._reachable(need, kept))
            self.usable.append([each for _waste, each in found])
            self.waste.append({each: waste for waste, each in found})
        return self._demands[demand]

    def _meeting(
        self, kind: str, asked: tuple[Need, Need], reachable: Mapping[tuple[str, int], list[int]]
    ) -> list[tuple[int, int]]:
        power, built_in = (self._parts_meeting(kind, part) for part in asked)
        found = []
        for (first, second), sort in self._sorts[kind].items():
            if first in power and second in built_in:
                waste = power[first] + built_in[second]
                found += [(waste, each) for each in reachable.get((kind, sort), ())]
        return sorted(found)

    def _parts_meeting(self, kind: str, asked: Need) -> dict[int, int]:
        """Give the parts that meet what is asked, with their waste."""
        if asked not in self._met:
            known = self._parts[kind].items()
            fits = {number: part for part, number in known if not why_not(asked, part)}
            self._met[asked] = {number: waste(asked, part) for number, part in fits.items()}
        return self._met[asked]

    def _reachable(self, need: Need, kept: Kept) -> dict[tuple[str, int], list[int]]:
        """Give the classes that a need may have, by sort."""
        place = _PLACE(need), kept
        if place not in self._within:
            found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
            for region in dict.fromkeys(("", *need.regions)) if need.regions else self._in_region:
                for each, supply, own in self._in_region.get(region, ()):
                    if own not in kept and may_have(need, supply):
                        found[self._sort_of[each]].append(each)
            self._within[place] = dict(found)
        return self._within[place]
