"""What goes with a matched machine as a device of its own: a screen for one that has none.

A second stage, once the main devices are matched: from what they leave, by the same exact rule and
in the same order. A companion that is missing never costs a line its machine; it is said, so that
one can be looked for. A keyboard, a mouse or a camera bears no code: `kit` and the remarks of `fit`
say what to put in.

A companion that somebody pinned to a line is kept for it: it serves no line as its main device. It
goes with whatever machine the line receives, if that needs it and it fits and is there; a pin never
decides about the machine. Where it can't go with it, it is free for the others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from distribution.fit import no_screen, screen_for, why_not
from distribution.runs.matching import propose
from distribution.runs.proposal import Companion, Item, Line, Proposal

Keys = Collection[tuple[str, str]]
"""Pairs of a line's key and a device's."""

Places = Mapping[str, str]
"""Where each device is, by its key."""

ANYWHERE: Places = MappingProxyType({})


def kept_for_later(lines: Iterable[Line], items: Iterable[Item], pins: Keys) -> Iterable[Item]:
    """Leave out of the main devices the companions that are pinned to a waiting line."""
    if not pins:
        return items
    waiting = {line.key for line in lines}
    kept = {item for line, item in pins if line in waiting}
    return [item for item in items if item.key not in kept]


def accompany(  # noqa: PLR0913  the terms are by name
    lines: Iterable[Line],
    items: Iterable[Item],
    proposal: Proposal,
    *,
    pins: Keys = (),
    exclusions: Keys = (),
    places: Places = ANYWHERE,
) -> tuple[Companion, ...]:
    """Give each proposed machine that needs a companion one, in priority order.

    Companions come from where the machine is, as they travel together; what `places` does not name
    is anywhere. `pins` are kept where they can be.
    """
    stock = {item.key: item for item in items}
    wanting = list(_wanting(lines, stock, proposal, places))
    given = {pair.item for pair in proposal.pairs}
    left = [_at(item, places) for key, item in stock.items() if key not in given]
    kept = _possible(set(pins) - set(exclusions), wanting, left)
    found = propose(wanting, left, pins=kept, exclusions=exclusions)
    machine = {pair.line: pair.item for pair in proposal.pairs}
    companion = {pair.line: pair.item for pair in found.pairs}
    return tuple(
        Companion(line.key, machine[line.key], companion[line.key])
        if line.key in companion
        else Companion(line.key, machine[line.key], "", no_screen(line.need).code)
        for line in wanting
    )


def _wanting(
    lines: Iterable[Line], stock: Mapping[str, Item], proposal: Proposal, places: Places
) -> Iterator[Line]:
    by_key = {line.key: line for line in lines}
    for pair in proposal.pairs:
        line, machine = by_key[pair.line], stock[pair.item]
        need = screen_for(line.need, machine.supply.kind)
        if need is not None:
            where: Sequence[str] = [places[pair.item]] if pair.item in places else []
            yield replace(line, need=replace(need, regions=tuple(where) or need.regions))


def _possible(pins: Keys, wanting: Iterable[Line], left: Iterable[Item]) -> list[tuple[str, str]]:
    """Keep the pins of which the machine needs the companion, and which fit it there."""
    if not pins:
        return []
    needs = {line.key: line.need for line in wanting}
    free = {item.key: item.supply for item in left}
    return [
        (line, item)
        for line, item in pins
        if line in needs and item in free and not why_not(needs[line], free[item])
    ]


def _at(item: Item, places: Places) -> Item:
    where = places.get(item.key, item.supply.region)
    return replace(item, supply=replace(item.supply, region=where))
