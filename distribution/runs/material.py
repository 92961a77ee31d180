"""Read side: all that a run is about, read in chunks: who waits and may receive, what is ready.

Institutions stand before households, in their own order, but receive no more than is left of
their quota of the quarter: that is what coordinators set it for (design/domain.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from distribution.allocations.stood import because_of, ground_codes
from distribution.allocations.supply import need_of
from distribution.fit import Need, Supply
from distribution.institutions.order import lines_in_order
from distribution.institutions.quota import institution_share
from distribution.institutions.share import QUOTA
from distribution.models import Policy, RequestLine
from distribution.runs.plain_lines import PlainLine, plain_lines
from distribution.runs.proposal import Item, Line
from distribution.runs.record import RunInput
from distribution.runs.supplies import Offered, offered
from distribution.waiting_list.places import WaitingList
from inventory.lifecycle import State
from refurb.jobs.reasons import pack

Json = dict[str, Any]
Wished = Sequence[tuple[str, str]]
Say = Callable[[int, int], None]


OF_INSTITUTIONS = 0


def key_of(reference: str, number: int) -> str:
    """Write the key by which the matcher, the record and the API know a line."""
    return f"{reference}/{number}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a run says of a line, whatever comes of it; `line` is its id.

    `place`: in the list of households, from 1; OF_INSTITUTIONS for a line of an institution.
    """

    line: int
    reference: str
    number: int
    place: int
    points: int
    kinds: list[str]
    because: list[list[Any]] = field(default_factory=list)  # line by line, as WaitingPlace has them
    is_ahead: bool = False  # its device broke: it stands before all points


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What goes into a run, and what its result says of each line and device."""

    policy: Policy | None
    content: RunInput
    about: dict[str, Told]  # by the key of the line
    needs: dict[str, Need]  # by the key of the line
    devices: dict[str, Offered]  # by code
    barred: list[tuple[Told, list[Json]]]  # who waits and may receive nothing today; the reasons

    def ready(self) -> Counter[Supply]:
        """Count the ready devices by what they offer."""
        return Counter(each.supply for each in self.devices.values())


def gather(pins: Wished, exclusions: Wished, beside: Wished, say: Say) -> Material:
    """Read the waiting list and the ready devices; `say` hears how many lines of how many.

    `beside`: the screens pinned to go with a line's machine. Pins to lines that may receive nothing
    today are set aside; the review says so (web.run_wishes).
    """
    devices = {each.code: each for each in offered([State.READY])}
    live = {each.supply.earmark for each in devices.values()} - {""}
    found = WaitingList(patiently=True)  # ranks first what time has changed
    about: dict[str, Told] = {}
    by_region = any(each.supply.region for each in devices.values())
    grounds = ground_codes()
    lines = _of_institutions(about, partial(need_of, live=live, by_region=by_region))
    barred: list[tuple[Told, list[Json]]] = []
    total, place = len(found), 0
    for chunk in plain_lines(live, by_region=by_region):
        for place, waiting in enumerate(chunk, place + 1):  # noqa: B020  counts on
            told, key = _told(waiting, place, grounds), key_of(waiting.reference, waiting.number)
            if waiting.against:
                # Who lost the right since keeps the place, but receives nothing.
                barred.append((told, pack(waiting.against)))
            else:
                about[key] = told
                lines.append(Line(key, waiting.need, place))
        say(place, max(place, total))
    aside = {key_of(told.reference, told.number) for told, _reasons in barred}
    return Material(
        policy=found.policy,
        content=RunInput(
            lines=tuple(lines),
            items=tuple(Item(code, each.supply) for code, each in devices.items()),
            pins=tuple(pin for pin in pins if pin[0] not in aside),
            exclusions=tuple(exclusions),
            beside=tuple(pin for pin in beside if pin[0] not in aside),
            quotas={QUOTA: institution_share().left} if any(each.quota for each in lines) else {},
            earmarks=tuple(sorted(live)),
            places={code: each.holder_code for code, each in devices.items()},
        ),
        about=about,
        needs={line.key: line.need for line in lines},
        devices=devices,
        barred=barred,
    )


def _of_institutions(about: dict[str, Told], put: Callable[[RequestLine], Need]) -> list[Line]:
    """List what institutions wait for, in their order, all of it before the households."""
    rows = list(lines_in_order())
    found = []
    for order, row in enumerate(rows, start=1 - len(rows)):
        key = key_of(row.nomination.reference, row.number)
        about[key] = Told(
            line=row.pk,
            reference=row.nomination.reference,
            number=row.number,
            place=OF_INSTITUTIONS,
            points=0,
            kinds=row.kinds,
        )
        found.append(Line(key, put(row), order, QUOTA))
    return found


def _told(waiting: PlainLine, place: int, grounds: Collection[str]) -> Told:
    return Told(
        line=waiting.line,
        reference=waiting.reference,
        number=waiting.number,
        place=place,
        points=waiting.points,
        kinds=waiting.kinds,
        because=because_of(waiting.because, grounds),
        is_ahead=waiting.is_ahead,
    )
