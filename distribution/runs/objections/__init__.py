"""What is wrong with a proposal, judged without any of the code that made it.

The rule of `matching`, from its other end: instead of making the best proposal, look for what would
make this one better. `grouped` sorts lines and devices by nothing but what fits whom, `exchanges`
searches for an exchange that would serve a line left out, please one that comes first, or save
waste. There is one exactly when the proposal is not the best.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isinf
from types import MappingProxyType

from distribution.fit import preference_rank, waste, why_not
from distribution.runs.objections.exchanges import last_in_reach, places_to_please, saving_circle
from distribution.runs.objections.grouped import Grouped
from distribution.runs.proposal import Item, Line, Pair, Proposal, Skipped

Keys = Iterable[tuple[str, str]]
"""Pairs of a line's key and a device's."""

NO_QUOTAS: Mapping[str, int] = MappingProxyType({})


def objections(  # noqa: PLR0913  the terms are by name
    lines: Iterable[Line],
    items: Iterable[Item],
    proposal: Proposal,
    *,
    pins: Keys = (),
    exclusions: Keys = (),
    quotas: Mapping[str, int] = NO_QUOTAS,
    explained: bool = True,
) -> list[str]:
    """Say, in sentences, what is wrong with a proposal for these; empty when it obeys the rule.

    `pins` and `exclusions` are (line key, item key), `quotas` how many lines may be served of those
    that count towards each. Whether it is the best is only judged when it could be carried out, and
    each step of the rule only when those before it were followed. Which of several equal devices a
    line receives is a convention, and not judged. What is said of lines left out is judged only
    when the proposal is `explained`.
    """
    ordered = sorted(lines, key=lambda line: (line.order, line.key))
    stock = sorted(items, key=lambda item: item.key)
    found = list(_unknown(ordered, stock, proposal))
    if found:
        return found
    terms = _Terms(set(pins), set(exclusions), quotas)
    shape = _Shape(ordered, stock, proposal, terms)
    found = [*shape.impossible(), *shape.past_quotas(), *shape.out_of_order()]
    if found:
        return found
    choice = _Choice(ordered, stock, proposal, terms)
    best = list(choice.left_out()) or list(choice.displeased()) or list(choice.wasted())
    return [*(choice.unsaid() if explained else ()), *best]


@dataclass(frozen=True, slots=True)
class _Terms:
    pins: set[tuple[str, str]]
    exclusions: set[tuple[str, str]]
    quotas: Mapping[str, int]


def _unknown(lines: Sequence[Line], items: Sequence[Item], proposal: Proposal) -> Iterator[str]:
    """Object to what is not there, is there twice, or is missing."""
    waiting, stock = {line.key for line in lines}, {item.key for item in items}
    told = Counter(pair.line for pair in proposal.pairs)
    told.update(skip.line for skip in proposal.skipped)
    given = Counter(pair.item for pair in proposal.pairs)
    if len(waiting) < len(lines) or len(stock) < len(items):
        yield "A line or a device is handed in twice."
    yield from (f"Line {key} is not waiting." for key in told if key not in waiting)
    yield from (f"Line {key} is told of twice." for key, times in told.items() if times > 1)
    yield from (f"Line {line.key} is not told of." for line in lines if line.key not in told)
    yield from (f"Device {key} is not in stock." for key in given if key not in stock)
    yield from (f"Device {key} is given twice." for key, times in given.items() if times > 1)


class _Shape:
    """Whether a proposal could be carried out at all."""

    def __init__(
        self, lines: Sequence[Line], items: Sequence[Item], proposal: Proposal, terms: _Terms
    ) -> None:
        self._place = {line.key: place for place, line in enumerate(lines)}
        self._line = {line.key: line for line in lines}
        self._supply = {item.key: item.supply for item in items}
        self._proposal = proposal
        self._terms = terms

    def impossible(self) -> Iterator[str]:
        """Object to pairs that can't be, and to pins that were not kept."""
        for pair in self._proposal.pairs:
            yield from self._against(pair)
        kept = {(pair.line, pair.item) for pair in self._proposal.pairs}
        for line, item in sorted(self._terms.pins - kept):
            yield f"Line {line} is not given device {item}, to which it is pinned."

    def past_quotas(self) -> Iterator[str]:
        """Object to lines served past their quota; a pinned one counts, and may be past it."""
        pairs = self._proposal.pairs
        served = Counter(self._line[pair.line].quota for pair in pairs if pair.is_pinned)
        for pair in pairs:
            quota = self._line[pair.line].quota
            if quota in self._terms.quotas and not pair.is_pinned:
                served[quota] += 1
                if served[quota] > self._terms.quotas[quota]:
                    yield f"Line {pair.line} is served past the quota of {quota}."

    def out_of_order(self) -> Iterator[str]:
        """Object to parts that are not in priority order."""
        for part in (self._proposal.pairs, self._proposal.skipped):
            places = [self._place[each.line] for each in part]
            if any(first > second for first, second in pairwise(places)):
                yield "The lines are not told of in priority order."

    def _against(self, pair: Pair) -> Iterator[str]:
        need, supply = self._line[pair.line].need, self._supply[pair.item]
        keys = pair.line, pair.item
        if reasons := why_not(need, supply):
            codes = ", ".join(reason.code for reason in reasons)
            yield f"Device {pair.item} does not fit line {pair.line}: {codes}."
        elif (pair.rank, pair.waste) != (preference_rank(need, supply), waste(need, supply)):
            yield f"Rank or waste of device {pair.item} for line {pair.line} is not as told."
        if keys in self._terms.exclusions:
            yield f"Device {pair.item} was to be kept from line {pair.line}."
        if pair.is_pinned and keys not in self._terms.pins:
            yield f"Line {pair.line} is said to be pinned to device {pair.item}, and is not."
        if keys in self._terms.pins and not pair.is_pinned:
            yield f"Line {pair.line} is not said to be pinned to device {pair.item}, and is."


class _Choice:
    """Whether a proposal that could be carried out is the one that the rule chooses."""

    def __init__(
        self, lines: Sequence[Line], items: Sequence[Item], proposal: Proposal, terms: _Terms
    ) -> None:
        self._lines = lines
        self._place = {line.key: place for place, line in enumerate(lines)}
        self._proposal = proposal
        self._quotas = terms.quotas
        self._grouped = Grouped(lines, items, terms.exclusions)
        self._holdings = self._grouped.holdings(proposal.pairs, self._place)

    def unsaid(self) -> Iterator[str]:
        """Object to explanations that are not so."""
        holder = {pair.item: self._place[pair.line] for pair in self._proposal.pairs}
        seen: dict[tuple[int, int, int], str] = {}
        true: dict[int, tuple[list[str], list[str]]] = {}
        for skip in self._proposal.skipped:
            group = self._grouped.group_at[self._place[skip.line]]
            told = group, id(skip.fitting), id(skip.held_by)
            if told not in seen:  # lines of the same need share theirs
                if group not in true:
                    true[group] = self._explanation(group, holder)
                seen[told] = _untrue(skip, *true[group])
            if seen[told]:
                yield f"{seen[told]} line {skip.line} are not those that do."

    def _explanation(self, group: int, holder: Mapping[str, int]) -> tuple[list[str], list[str]]:
        members = self._grouped.members
        fitting = sorted(item for each in self._grouped.fits[group] for item in members[each])
        places = sorted(holder[item] for item in fitting if item in holder)
        return fitting, [self._lines[place].key for place in places]

    def left_out(self) -> Iterator[str]:
        """Object to each line left out that an exchange could serve at no higher one's cost."""
        reach = last_in_reach(self._holdings)
        fits = self._grouped.fits
        in_reach = [max((reach[each] for each in found), default=-1.0) for found in fits]
        quota_of = {line.key: line.quota for line in self._lines}
        pairs = self._proposal.pairs
        served = Counter(quota_of[pair.line] for pair in pairs if pair.is_pinned)
        told = {skip.line: skip for skip in self._proposal.skipped}
        for place, line in enumerate(self._lines):
            if place in self._holdings.held:
                served[line.quota] += 1
            if line.key not in told:
                continue
            used_up = line.quota if served[line.quota] >= self._most(line.quota) else ""
            if told[line.key].quota != used_up:
                yield f"It is not so, or not said, that line {line.key} meets a used-up quota."
            if not used_up:
                yield from self._could_serve(line, in_reach[self._grouped.group_at[place]])

    def _most(self, quota: str) -> float:
        return self._quotas.get(quota, inf)

    def _could_serve(self, line: Line, last: float) -> Iterator[str]:
        if isinf(last):
            yield f"Line {line.key} is left out, and a free device could be made to serve it."
        elif last > self._place[line.key]:
            lower = self._lines[int(last)].key
            yield f"Line {line.key} is left out, and line {lower} behind it served in its stead."

    def displeased(self) -> Iterator[str]:
        """Object to kinds that could be better without a line before losing its own."""
        for place in places_to_please(self._holdings):
            key = self._lines[place].key
            yield f"Line {key} could have a kind it prefers, at the cost of no line before it."

    def wasted(self) -> Iterator[str]:
        """Object to waste that an exchange between lines would save."""
        if circle := saving_circle(self._holdings):
            known = [each for each in circle if each < len(self._grouped.members)]
            codes = ", ".join(self._grouped.members[each][0] for each in known)
            yield f"Devices as these, handed on in a circle, would waste less: {codes}."


def _untrue(skip: Skipped, fitting: list[str], held_by: list[str]) -> str:
    if list(skip.fitting) != fitting:
        return "The devices said to fit"
    return "" if list(skip.held_by) == held_by else "The lines said to hold what fits"
