"""What goes with a matched machine as a device of its own: a screen for one that has none.

A second stage, once the main devices are matched: from what they leave, by the same exact rule and
in the same order. A companion that is missing never costs a line its machine; it is said, so that
one can be looked for. A keyboard, a mouse or a camera bears no code: `kit` and the remarks of `fit`
say what to put in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from distribution.fit import COMPUTERS, WITH_OWN_SCREEN, Need
from distribution.matching import propose
from distribution.proposal import Item, Line, Proposal
from refurb.reasons import Reason

Places = Mapping[str, str]
"""Where each device is, by its key."""

ANYWHERE: Places = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Companion:
    """What goes with the machine of a line: a device's key, or else why there is none."""

    line: str
    machine: str
    item: str
    missing: Reason | None = None


def accompany(
    lines: Iterable[Line],
    items: Iterable[Item],
    proposal: Proposal,
    *,
    exclusions: Iterable[tuple[str, str]] = (),
    places: Places = ANYWHERE,
) -> tuple[Companion, ...]:
    """Give each proposed machine that needs a companion one, in priority order.

    Companions come from where the machine is, as they travel together; what `places` does not name
    is anywhere.
    """
    stock = {item.key: item for item in items}
    wanting = list(_wanting(lines, stock, proposal, places))
    given = {pair.item for pair in proposal.pairs}
    left = [_at(item, places) for key, item in stock.items() if key not in given]
    found = propose(wanting, left, exclusions=exclusions)
    machine = {pair.line: pair.item for pair in proposal.pairs}
    companion = {pair.line: pair.item for pair in found.pairs}
    return tuple(
        Companion(line.key, machine[line.key], companion[line.key])
        if line.key in companion
        else Companion(line.key, machine[line.key], "", _missing(line.need))
        for line in wanting
    )


def screen_for(need: Need, kind: str) -> Need | None:
    """Say what screen a machine of this kind needs beside it to serve a need; None for none."""
    if kind not in COMPUTERS - WITH_OWN_SCREEN:
        return None
    return Need(
        kinds=("monitor",),
        large_screen=need.large_screen,
        inside=need.inside,
        regions=need.regions,
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


def _at(item: Item, places: Places) -> Item:
    where = places.get(item.key, item.supply.region)
    return replace(item, supply=replace(item.supply, region=where))


def _missing(need: Need) -> Reason:
    return NO_LARGE_SCREEN_LEFT if need.large_screen else NO_SCREEN_LEFT


NO_SCREEN_LEFT = Reason("no_screen_left", _("No screen is left to go with it."))
NO_LARGE_SCREEN_LEFT = Reason("no_large_screen_left", _("No large screen is left to go with it."))
