"""Lines in groups and devices in classes, by what fits whom and how well: what `objections` needs.

The matcher groups by what it knows of needs and devices; this groups by the outcome alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.runs.objections.exchanges import Holdings, Merit
from distribution.runs.proposal import Item, Line, Pair

Group = tuple[Need, frozenset[str]]
"""A need, and the devices kept from it."""


class Grouped:
    """Lines, in priority order, and devices, with the group and the class of each."""

    def __init__(
        self, lines: Sequence[Line], items: Iterable[Item], exclusions: Iterable[tuple[str, str]]
    ) -> None:
        kept_from: defaultdict[str, set[str]] = defaultdict(set)
        for line, item in exclusions:
            kept_from[line].add(item)
        named = {item for each in kept_from.values() for item in each}
        asked = [(line.need, frozenset(kept_from.get(line.key, ()))) for line in lines]
        groups = list(dict.fromkeys(asked))
        number_of = {each: number for number, each in enumerate(groups)}
        self.group_at = [number_of[each] for each in asked]
        classes = _classes(groups, items, named)
        self.members = list(classes.values())
        self.fits: list[dict[int, Merit]] = [{} for _group in groups]
        for number, column in enumerate(classes):
            for group, merit in column:
                self.fits[group][number] = merit
        self._class_of = {item: number for number, each in enumerate(self.members) for item in each}

    def holdings(self, pairs: Iterable[Pair], place_of: Mapping[str, int]) -> Holdings:
        """Set apart who holds what and may exchange it, and what is free."""
        free = [len(each) for each in self.members]
        held: dict[int, tuple[int, int]] = {}
        for pair in pairs:
            found, place = self._class_of[pair.item], place_of[pair.line]
            free[found] -= 1
            if not pair.is_pinned:
                held[place] = self.group_at[place], found
        return Holdings(self.fits, held, free)


Column = tuple[tuple[int, Merit], ...]
"""How well a class serves each group that it fits."""


def _classes(
    groups: Sequence[Group], items: Iterable[Item], named: set[str]
) -> dict[Column, list[str]]:
    alike: defaultdict[tuple[Supply, str], list[str]] = defaultdict(list)
    for item in items:
        alike[item.supply, item.key if item.key in named else ""].append(item.key)
    found: defaultdict[Column, list[str]] = defaultdict(list)
    for (supply, key), members in alike.items():
        found[_column(groups, supply, key)] += members
    return found


def _column(groups: Sequence[Group], supply: Supply, key: str) -> Column:
    return tuple(
        (number, Merit(preference_rank(need, supply), waste(need, supply)))
        for number, (need, kept_from) in enumerate(groups)
        if supply.kind in need.kinds and key not in kept_from and not why_not(need, supply)
    )
