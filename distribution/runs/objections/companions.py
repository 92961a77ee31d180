"""What is wrong with the companions of a proposal, judged without any of the code that gave them.

They are a proposal of their own: of what the main devices leave, for the lines whose machine has no
screen, in the same order. So the same judge judges it, once it is put into those words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from distribution.fit import no_screen, preference_rank, screen_for, waste, why_not
from distribution.runs.objections import objections
from distribution.runs.proposal import Companion, Item, Line, Outcome, Pair, Proposal, Skipped

Keys = Collection[tuple[str, str]]


def companion_objections(  # noqa: PLR0913  the terms are by name
    lines: Iterable[Line],
    items: Iterable[Item],
    outcome: Outcome,
    *,
    pins: Keys = (),
    exclusions: Keys,
    places: Mapping[str, str],
) -> list[str]:
    """Say, in sentences, what is wrong with what goes with the machines; empty when nothing is.

    `places`: where each device is. A companion comes from where its machine is. One pinned to a
    line goes with its machine, unless that has a screen or it does not fit it there.
    """
    stock = {item.key: item for item in items}
    machine_of = {pair.line: pair.item for pair in outcome.proposal.pairs}
    wanting = list(_wanting(lines, stock, machine_of, places))
    given = set(machine_of.values())
    left = [_placed(item, places) for key, item in stock.items() if key not in given]
    found = outcome.companions or ()
    told = [(each.line, each.machine) for each in found]
    if told != [(line.key, machine_of[line.key]) for line in wanting]:
        return ["The companions are not those of the machines without a screen, in their order."]
    wrong = list(_unsaid(wanting, found))
    free = {item.key: item for item in left}
    due = _due(set(pins) - set(exclusions), wanting, free)
    proposal = _as_proposal(wanting, free, found, due)
    return wrong + objections(
        wanting, left, proposal, pins=due, exclusions=exclusions, explained=False
    )


def main_stock(lines: Iterable[Line], items: Iterable[Item], pins: Keys) -> list[Item]:
    """List what may serve a line as its machine: all but the companions pinned to a line of it."""
    known = {line.key for line in lines}
    pinned = {item: line for line, item in pins}
    return [item for item in items if pinned.get(item.key) not in known]


def _due(
    pins: set[tuple[str, str]], wanting: Sequence[Line], left: Mapping[str, Item]
) -> set[tuple[str, str]]:
    """Give the pins that have to be kept."""
    return {
        (line.key, item)
        for line in wanting
        for key, item in pins
        if key == line.key and item in left and not why_not(line.need, left[item].supply)
    }


def _wanting(
    lines: Iterable[Line],
    stock: Mapping[str, Item],
    machine_of: Mapping[str, str],
    places: Mapping[str, str],
) -> Iterator[Line]:
    """Give the lines whose machine has no screen, asking for one where it is."""
    for line in sorted(lines, key=lambda line: (line.order, line.key)):
        machine = machine_of.get(line.key, "")
        need = screen_for(line.need, stock[machine].supply.kind) if machine in stock else None
        if need is not None:
            where = (places[machine],) if machine in places else need.regions
            yield replace(line, need=replace(need, regions=where), quota="")


def _placed(item: Item, places: Mapping[str, str]) -> Item:
    where = places.get(item.key, item.supply.region)
    return replace(item, supply=replace(item.supply, region=where))


def _unsaid(wanting: Sequence[Line], found: Sequence[Companion]) -> Iterator[str]:
    for line, each in zip(wanting, found, strict=True):
        if each.missing != ("" if each.item else no_screen(line.need).code):
            yield f"What is said of the screen of line {line.key} is not so."


def _as_proposal(
    wanting: Sequence[Line],
    left: Mapping[str, Item],
    found: Sequence[Companion],
    due: set[tuple[str, str]],
) -> Proposal:
    pairs, skipped = [], []
    for line, each in zip(wanting, found, strict=True):
        if not each.item:
            skipped.append(Skipped(line.key, (), ()))
        elif each.item not in left:  # the judge says so
            pairs.append(Pair(line.key, each.item, 0, 0))
        else:
            supply = left[each.item].supply
            is_fit = supply.kind in line.need.kinds
            rank = preference_rank(line.need, supply) if is_fit else 0
            is_due = (line.key, each.item) in due
            pairs.append(Pair(line.key, each.item, rank, waste(line.need, supply), is_due))
    return Proposal(tuple(pairs), tuple(skipped))
