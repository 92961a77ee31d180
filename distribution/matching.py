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

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from operator import attrgetter
from types import MappingProxyType

from distribution.assignment import Assignment
from distribution.blocks import Blocks, Later
from distribution.choices import Choices
from distribution.economy import Economy
from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.proposal import Item, Line, Pair, Proposal, Skipped

__all__ = ["ImpossiblePin", "Item", "Line", "Pair", "Proposal", "Skipped", "propose"]

NO_QUOTAS: Mapping[str, int] = MappingProxyType({})

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
    many lines of a quota may be served. Exclusions of unknown keys are ignored. Raises
    ImpossiblePin, and ValueError when a key appears twice.
    """
    ordered = _in_priority_order(lines)
    in_stock = sorted(items, key=attrgetter("key"))
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
        self._pinned = pinned
        self._stock = {pair.item: stock[pair.item] for pair in pinned.values()}
        self._kept_from = kept_from
        named = {item for items in kept_from.values() for item in items}
        loose = {item: supply for item, supply in stock.items() if item not in self._stock}
        self._choices = Choices(loose, apart=named)
        self._demands = self._ask()
        sizes = [len(each) for each in self._choices.members]
        self._assignment = Assignment(sizes, self._choices.usable)
        self._served: dict[int, int] = {}  # by place: the demand, once it is settled
        self._past_quota: set[int] = set()

    def _ask(self) -> list[tuple[int, ...]]:
        """Give what each line asks for, as demands."""
        known: dict[object, tuple[int, ...]] = {}
        found = []
        for line in self._lines:
            kept = self._kept_from.get(line.key, ()) if self._kept_from else ()
            asked = _ASKED(line.need), kept
            demands = known.get(asked)
            if demands is None:
                demands = known[asked] = self._choices.demands(line.need, kept)
            found.append(demands)
        return found

    def serve(self, quotas: Mapping[str, int]) -> None:
        """Step 1: settle who is served."""
        groups = {each: self._assignment.group(each) for each in dict.fromkeys(self._demands)}
        served = Counter(line.quota for line in self._lines if line.key in self._pinned)
        serve, pinned = self._assignment.serve, self._pinned
        for place, (line, demands) in enumerate(zip(self._lines, self._demands, strict=True)):
            if line.key in pinned:
                continue
            if line.quota in quotas and served[line.quota] >= quotas[line.quota]:
                self._past_quota.add(place)
            elif serve(groups[demands]):
                self._served[place] = -1
                served[line.quota] += 1

    def prefer(self) -> None:
        """Step 2: narrow each line served, in priority order, to the best kind it can have."""
        refused: set[tuple[int, int]] = set()
        for place in self._served:
            demands = self._demands[place]
            if len(demands) == 1:
                self._served[place] = demands[0]
                continue
            group = self._assignment.group(demands)
            for demand in demands:
                if (group, demand) in refused:
                    continue
                if self._assignment.restrict(group, demand):
                    self._served[place] = demand
                    break
                refused.add((group, demand))

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
        for place, line in enumerate(self._lines):
            if line.key in self._pinned:
                pairs.append(self._pinned[line.key])
            elif place in self._served:
                demand = self._served[place]
                found = next(given[demand])
                rank = self._demands[place].index(demand)
                waste = self._choices.waste[demand][found]
                pairs.append(Pair(line.key, next(left[found]), rank, waste))
        return pairs

    def _in_order(self, demand: int) -> Iterator[int]:
        """Walk through the classes a demand holds, once per device, least waste first."""
        holds = self._assignment.holds[self._assignment.group((demand,))]
        for each in self._choices.usable[demand]:
            yield from repeat(each, holds.get(each, 0))

    def _skipped(self, pairs: Sequence[Pair]) -> Iterator[Skipped]:
        blocks = Blocks(self._choices, self._stock, pairs)
        known: dict[object, tuple[Later, Later]] = {}
        for place, line in enumerate(self._lines):
            if place in self._served or line.key in self._pinned:
                continue
            block = known.get(self._demands[place])
            if block is None:
                kept = self._kept_from.get(line.key, ())
                block = known[self._demands[place]] = blocks.of(
                    line.need, self._demands[place], kept
                )
            quota = line.quota if place in self._past_quota else ""
            yield Skipped(line.key, block[0], block[1], quota)
