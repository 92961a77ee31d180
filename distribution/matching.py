"""Which waiting line receives which device: strict priority, then preference, then least waste.

The rule (design/domain.md), all three steps exact:

1. Lines are taken in priority order, and each is served whenever it can be without any line before
   it losing its device; those before may be moved to another that fits them. The sets of lines that
   can be served together form a transversal matroid (J. Edmonds and D. R. Fulkerson, "Transversals
   and matroid partition", 1965), for which this greedy choice is lexicographically best and also
   serves as many lines as possible. A line whose quota is used up is passed over: the choice stays
   lexicographically best, but with quotas another may serve more lines.
2. Among all ways to serve those lines, each in priority order receives the kind it prefers most
   that leaves every line before it the kind already settled.
3. Among all ways that remain, the total of `fit.waste` is least.

One choice is a mere convention: which of several equal devices a line receives. The line higher up
receives the device of less waste, then the one whose key comes first. The result does not depend on
the order in which lines and devices are given.

Lines of the same need and devices that no need tells apart are grouped, so cost depends on their
number, not on heads. Cancelling cycles in step 3 is simple rather than fast: fine for hundreds of
classes; with thousands, put a network solver behind `Economy`.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

from distribution.assignment import Assignment, Economy
from distribution.fit import Need, Supply, preference_rank, simplified, waste, why_not
from distribution.proposal import Item, Line, Pair, Proposal, Skipped

__all__ = ["ImpossiblePin", "Item", "Line", "Pair", "Proposal", "Skipped", "propose"]

NeedGroup = tuple[Need, tuple[str, ...]]
"""A need, and the devices kept from it by exclusions."""

NO_QUOTAS: Mapping[str, int] = MappingProxyType({})

DeviceClass = tuple[Supply, str]
"""A simplified supply, and the device's own key if an exclusion names it."""


class _Fit(NamedTuple):
    """How well a class of devices serves a need that it fits; the smaller the better."""

    rank: int
    waste: int


class ImpossiblePin(ValueError):
    """Say that a pin names something unknown, already pinned, excluded or unfit; it has keys."""

    def __init__(self, line: str, item: str) -> None:
        super().__init__(f"Line {line} cannot be pinned to device {item}.")
        self.line = line
        self.item = item


def propose(
    lines: Iterable[Line],
    items: Iterable[Item],
    *,
    pins: Iterable[tuple[str, str]] = (),
    exclusions: Iterable[tuple[str, str]] = (),
    quotas: Mapping[str, int] = NO_QUOTAS,
) -> Proposal:
    """Match devices to lines by the rule at the top of this module.

    `pins` and `exclusions` are (line key, item key). A pinned pair stands whatever its rank, and
    the rule applies to the rest; it counts towards its quota, and may be past it. `quotas`: how
    many lines of a quota may be served. Exclusions of unknown keys are ignored. Raises
    ImpossiblePin, and ValueError when a key appears twice.
    """
    ordered = sorted(lines, key=lambda line: (line.order, line.key))
    in_stock = sorted(items, key=lambda item: item.key)
    _refuse_twins(ordered)
    _refuse_twins(in_stock)
    stock = {item.key: item.supply for item in in_stock}
    kept_from = _kept_from(exclusions)
    pinned = _pinned({line.key: line.need for line in ordered}, stock, kept_from, pins)
    run = _Run(ordered, stock, kept_from, pinned)
    run.serve(quotas)
    run.prefer()
    run.economise()
    return run.proposal()


def _refuse_twins(entries: Sequence[Line] | Sequence[Item]) -> None:
    if len({entry.key for entry in entries}) < len(entries):
        raise ValueError("A key appears twice.")


def _kept_from(exclusions: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line, item in exclusions:
        found[line].add(item)
    return {line: tuple(sorted(items)) for line, items in found.items()}


def _pinned(
    needs: Mapping[str, Need],
    stock: Mapping[str, Supply],
    kept_from: Mapping[str, tuple[str, ...]],
    pins: Iterable[tuple[str, str]],
) -> dict[str, Pair]:
    found: dict[str, Pair] = {}
    taken: set[str] = set()
    for line, item in sorted(set(pins)):
        is_known = line in needs and item in stock
        if not is_known or line in found or item in taken or item in kept_from.get(line, ()):
            raise ImpossiblePin(line, item)
        need, supply = needs[line], stock[item]
        if why_not(need, supply):
            raise ImpossiblePin(line, item)
        taken.add(item)
        rank = preference_rank(need, supply)
        found[line] = Pair(line, item, rank, waste(need, supply), is_pinned=True)
    return found


class _Run:
    """One run of the rule: what is waiting, what there is, and what is settled so far."""

    def __init__(
        self,
        lines: Sequence[Line],
        stock: Mapping[str, Supply],
        kept_from: Mapping[str, tuple[str, ...]],
        pinned: Mapping[str, Pair],
    ) -> None:
        self._lines = lines
        self._pairs = dict(pinned)
        self._pinned_stock = {pair.item: stock[pair.item] for pair in pinned.values()}
        named = {item for items in kept_from.values() for item in items}
        self._classes = _classes(stock, without=self._pinned_stock, apart=named)
        self._members = [self._classes[each] for each in self._classes]
        self._need_of = {line.key: (line.need, kept_from.get(line.key, ())) for line in lines}
        needs = dict.fromkeys(self._need_of.values())
        self._fits = {each: _fits(each, self._classes) for each in needs}
        self._assignment = Assignment([len(each) for each in self._members])
        self._waste: list[dict[int, int]] = []
        self._group_of: dict[str, int] = {}
        self._past_quota: set[str] = set()

    def serve(self, quotas: Mapping[str, int]) -> None:
        """Step 1: settle who is served."""
        groups = {each: self._add_group(each, fits) for each, fits in self._fits.items()}
        served = Counter(line.quota for line in self._lines if line.key in self._pairs)
        for line in self._lines:
            if line.key in self._pairs:
                continue
            if line.quota in quotas and served[line.quota] >= quotas[line.quota]:
                self._past_quota.add(line.key)
            elif self._assignment.serve(group := groups[self._need_of[line.key]]):
                self._group_of[line.key] = group
                served[line.quota] += 1

    def prefer(self) -> None:
        """Step 2: narrow each line served, in priority order, to the best kind it can have."""
        narrow: dict[tuple[int, int], int] = {}
        refused: set[tuple[int, int]] = set()
        for line, group in self._group_of.items():
            need = self._need_of[line]
            for rank in sorted({fit.rank for fit in self._fits[need].values()}):
                if (group, rank) in refused:
                    continue
                if (group, rank) not in narrow:
                    narrow[group, rank] = self._add_group(need, self._of_rank(need, rank))
                if self._assignment.restrict(group, narrow[group, rank]):
                    self._group_of[line] = narrow[group, rank]
                    break
                refused.add((group, rank))

    def economise(self) -> None:
        """Step 3: lower the waste, then name the devices."""
        Economy(self._assignment, self._waste).settle()
        given = {group: self._in_order(group) for group in sorted(set(self._group_of.values()))}
        left = [deque(each) for each in self._members]
        for line, group in self._group_of.items():
            found = next(given[group])
            fit = self._fits[self._need_of[line]][found]
            self._pairs[line] = Pair(line, left[found].popleft(), fit.rank, fit.waste)

    def proposal(self) -> Proposal:
        """Put the pairs and the explanations in priority order."""
        pairs = tuple(self._pairs[line.key] for line in self._lines if line.key in self._pairs)
        holders = {pair.item: place for place, pair in enumerate(pairs)}
        why: dict[NeedGroup, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        skipped = []
        for line in self._lines:
            if line.key in self._pairs:
                continue
            need = self._need_of[line.key]
            if need not in why:
                fitting = self._fitting(need)
                places = sorted(holders[item] for item in fitting if item in holders)
                why[need] = (fitting, tuple(pairs[place].line for place in places))
            used_up = line.quota if line.key in self._past_quota else ""
            skipped.append(Skipped(line.key, *why[need], used_up))
        return Proposal(pairs, tuple(skipped))

    def _add_group(self, need: NeedGroup, fits: Mapping[int, _Fit]) -> int:
        self._waste.append({each: fit.waste for each, fit in self._fits[need].items()})
        return self._assignment.add_group(sorted(fits, key=lambda each: (fits[each], each)))

    def _of_rank(self, need: NeedGroup, rank: int) -> dict[int, _Fit]:
        return {each: fit for each, fit in self._fits[need].items() if fit.rank == rank}

    def _in_order(self, group: int) -> Iterator[int]:
        """Walk through the classes a group holds, once per device, least waste first."""
        waste = self._waste[group]
        for each in sorted(self._assignment.usable[group], key=lambda each: (waste[each], each)):
            yield from repeat(each, self._assignment.held[each].get(group, 0))

    def _fitting(self, need: NeedGroup) -> tuple[str, ...]:
        found = [item for each in self._fits[need] for item in self._members[each]]
        found += [item for item, supply in self._pinned_stock.items() if _fit(need, supply, item)]
        return tuple(sorted(found))


def _classes(
    stock: Mapping[str, Supply], *, without: Collection[str], apart: Collection[str]
) -> dict[DeviceClass, list[str]]:
    """Group the devices that no need tells apart, in an order that depends on them alone."""
    found: defaultdict[DeviceClass, list[str]] = defaultdict(list)
    plain = {supply: simplified(supply) for supply in set(stock.values())}
    for item, supply in stock.items():
        if item not in without:
            found[plain[supply], item if item in apart else ""].append(item)
    return {each: found[each] for each in sorted(found, key=repr)}


def _fits(need: NeedGroup, classes: Iterable[DeviceClass]) -> dict[int, _Fit]:
    """Judge each class once for a need; those that don't fit are left out."""
    judged = ((number, _fit(need, *each)) for number, each in enumerate(classes))
    return {number: fit for number, fit in judged if fit}


def _fit(need: NeedGroup, supply: Supply, item: str) -> _Fit | None:
    asked, kept_from = need
    if item in kept_from or why_not(asked, supply):
        return None
    return _Fit(preference_rank(asked, supply), waste(asked, supply))
