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

One choice is a mere convention: which of several equal devices a line receives. Of what is asked
of one kind the line higher up receives the device of less waste, and of a class the one whose key
comes first. The result does not depend on the order in which lines and devices are given.

What decides nothing is grouped, so cost depends on classes, demands and groups, not on heads:
`choices` sorts devices and needs, `assignment` does the first two steps, `economy` the third.
`blocks` explains who is left out, once somebody looks. Where no two heads are alike, cost follows
the pairs that fit: of 100,000 devices and 1,000,000 lines, minutes where seconds do otherwise; a
line that only wants devices whose holders can use no other is left out without a search.

No solver from elsewhere, after measuring (10,000 devices, 50,000 lines, two busy cores): steps 1
and 2 are no weighted sum within a machine's integers, and take 0.15 s here. For step 3 the min-cost
flow of OR-tools 9.15 takes 0.01 s where `economy` takes 0.13 s, for the same total; linear
programming by SciPy 1.18 (HiGHS) 0.08 s, but with as many classes as devices (2,000) 2.7 s where
`economy` takes 0.24 s. A tenth of a second in a run of seconds does not pay for a package that
brings NumPy and pandas along.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import attrgetter
from types import MappingProxyType

from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.runs.matching.assignment import Assignment
from distribution.runs.matching.blocks import Blocks, Later
from distribution.runs.matching.choices import Choices
from distribution.runs.matching.economy import Economy
from distribution.runs.proposal import Item, Line, Pair, Proposal, Skipped

__all__ = ["ImpossiblePin", "Item", "Line", "Pair", "Proposal", "Skipped", "propose"]

NO_QUOTAS: Mapping[str, int] = MappingProxyType({})

UNSETTLED = -1
"""In place of a demand: served, and it is open with which kind."""

_ASKED = attrgetter(
    *("kinds", "keyboard", "spec_class", "large_screen", "screen_reader", "numeric_pad", "camera"),
    *("inside", "regions"),
)


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
    many lines of a quota may be served. Exclusions of unknown lines change nothing but which of
    equal devices a line receives. Raises ImpossiblePin, and ValueError when a key appears twice.
    """
    ordered = _in_priority_order(lines)
    in_stock = sorted(items, key=attrgetter("key"))
    _refuse_twins(ordered)
    _refuse_twins(in_stock)
    stock = {item.key: item.supply for item in in_stock}
    kept_from = _kept_from(exclusions)
    run = _Run(ordered, stock, kept_from, _pinned(ordered, stock, kept_from, sorted(set(pins))))
    run.serve(quotas)
    run.prefer()
    run.economise()
    return run.proposal()


def _in_priority_order(lines: Iterable[Line]) -> list[Line]:
    found = sorted(lines, key=attrgetter("order"))
    if any(one.order == other.order for one, other in pairwise(found)):
        found.sort(key=attrgetter("order", "key"))
    return found


def _refuse_twins(entries: Sequence[Line] | Sequence[Item]) -> None:
    if len({entry.key for entry in entries}) < len(entries):
        raise ValueError("A key appears twice.")


def _kept_from(exclusions: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line, item in exclusions:
        found[line].add(item)
    return {line: tuple(sorted(items)) for line, items in found.items()}


def _pinned(
    lines: Sequence[Line],
    stock: Mapping[str, Supply],
    kept_from: Mapping[str, tuple[str, ...]],
    pins: Sequence[tuple[str, str]],
) -> dict[int, Pair]:
    """Give the pinned pairs, by the place of the line."""
    place_of = {line.key: place for place, line in enumerate(lines)} if pins else {}
    found: dict[int, Pair] = {}
    taken: set[str] = set()
    for line, item in pins:
        place = place_of.get(line, -1)
        is_known = place >= 0 and item in stock
        if not is_known or place in found or item in taken or item in kept_from.get(line, ()):
            raise ImpossiblePin(line, item)
        need, supply = lines[place].need, stock[item]
        if why_not(need, supply):
            raise ImpossiblePin(line, item)
        taken.add(item)
        rank = preference_rank(need, supply)
        found[place] = Pair(line, item, rank, waste(need, supply), is_pinned=True)
    return found


@dataclass(slots=True, eq=False)
class _Asked:
    """What lines ask alike: their group once one of them may be served, and why one is not."""

    need: Need
    kept: tuple[str, ...]
    group: int | None = None
    is_lost: bool = False
    why: tuple[Later, Later] | None = None


class _Run:
    """One run of the rule: what is waiting, what there is, and what is settled so far.

    Lines are known by their places in priority order.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        stock: Mapping[str, Supply],
        kept_from: Mapping[str, tuple[str, ...]],
        pinned: Mapping[int, Pair],
    ) -> None:
        self._lines = lines
        self._pinned = pinned
        self._stock = {pair.item: stock[pair.item] for pair in pinned.values()}
        self._kept_from = kept_from
        named = {item for items in kept_from.values() for item in items}
        loose = {item: supply for item, supply in stock.items() if item not in self._stock}
        self._choices = Choices(loose, apart=named)
        sizes = [len(each) for each in self._choices.members]
        self._assignment = Assignment(sizes, self._choices.usable)
        self._asked_by = list(self._all_asked())
        self._served: dict[int, int] = {}  # the demand, once it is settled
        self._past_quota: set[int] = set()

    def _all_asked(self) -> Iterator[_Asked]:
        """Give what each line asks; those that ask the same share it."""
        known: dict[object, _Asked] = {}
        for line in self._lines:
            kept = self._kept_from.get(line.key, ()) if self._kept_from else ()
            asked = _ASKED(line.need), kept
            found = known.get(asked)
            if found is None:
                found = known[asked] = _Asked(line.need, kept)
            yield found

    def serve(self, quotas: Mapping[str, int]) -> None:
        """Step 1: settle who is served."""
        left = Counter(quotas)
        left.subtract(self._lines[place].quota for place in self._pinned)
        for place, asked in enumerate(self._asked_by):
            if place in self._pinned:
                continue
            quota = self._lines[place].quota if quotas else ""
            if quota in quotas and left[quota] <= 0:
                self._past_quota.add(place)
            elif not asked.is_lost and self._serve(asked):
                self._served[place] = UNSETTLED
                left[quota] -= 1

    def _serve(self, asked: _Asked) -> bool:
        if asked.group is None:
            fitting = self._choices.fitting(asked.need, asked.kept)
            if self._assignment.may_serve(fitting):
                demands = self._choices.demands(asked.need, asked.kept)
                asked.group = self._assignment.group(demands)
        asked.is_lost = asked.group is None or not self._assignment.serve(asked.group)
        return not asked.is_lost

    def prefer(self) -> None:
        """Step 2: narrow each line served, in priority order, to the best kind it can have."""
        refused: set[tuple[int, int]] = set()
        for place in self._served:
            group, demands = self._demands_at(place)
            if len(demands) == 1:
                self._served[place] = demands[0]
                continue
            for demand in demands:
                if (group, demand) in refused:
                    continue
                if self._assignment.restrict(group, demand):
                    self._served[place] = demand
                    break
                refused.add((group, demand))

    def _demands_at(self, place: int) -> tuple[int, tuple[int, ...]]:
        """Give the group of a line that is served, and its demands."""
        group = self._asked_by[place].group
        assert group is not None  # noqa: S101  it was served
        return group, self._assignment.demands[group]

    def economise(self) -> None:
        """Step 3: lower the waste."""
        Economy(self._assignment, self._choices.waste).settle()

    def proposal(self) -> Proposal:
        """Name the devices and put the explanations, both in priority order."""
        pairs = self._pairs()
        return Proposal(tuple(pairs), tuple(self._skipped(pairs)))

    def _pairs(self) -> list[Pair]:
        left = [iter(each) for each in self._choices.members]
        given = {each: self._in_order(each) for each in dict.fromkeys(self._served.values())}
        pairs = []
        for place in sorted({*self._pinned, *self._served}):
            if place in self._pinned:
                pairs.append(self._pinned[place])
                continue
            demand = self._served[place]
            found, wasted = next(given[demand])
            rank = self._demands_at(place)[1].index(demand)
            pairs.append(Pair(self._lines[place].key, next(left[found]), rank, wasted))
        return pairs

    def _in_order(self, demand: int) -> Iterator[tuple[int, int]]:
        """Walk through the classes a demand holds, once per device, least waste first; with it."""
        holds = self._assignment.holds[self._assignment.group((demand,))]
        for each, wasted in self._choices.waste(demand).items():
            yield from repeat((each, wasted), holds.get(each, 0))

    def _skipped(self, pairs: Sequence[Pair]) -> Iterator[Skipped]:
        blocks = Blocks(self._choices, self._stock, pairs)
        for place, line in enumerate(self._lines):
            if place in self._served or place in self._pinned:
                continue
            asked = self._asked_by[place]
            if asked.why is None:
                asked.why = blocks.of(asked.need, asked.kept)
            quota = line.quota if place in self._past_quota else ""
            yield Skipped(line.key, *asked.why, quota)
