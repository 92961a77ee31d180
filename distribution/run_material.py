"""Read side: all that a run is about, read in chunks: who waits and may receive, what is ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from distribution.entitlement import blocks_of_many
from distribution.fit import Supply
from distribution.models import Policy, Proof, RequestLine
from distribution.proposal import Item, Line
from distribution.run_input import RunInput
from distribution.supplies import Offered, offered
from distribution.supply import need_of
from distribution.waiting_list import WaitingLine, WaitingList
from inventory.lifecycle import State
from refurb.jobs.reasons import pack

AT_ONCE = 2_000
Json = dict[str, Any]
Wished = Sequence[tuple[str, str]]
Say = Callable[[int, int], None]


def key_of(reference: str, number: int) -> str:
    """Write the key by which the matcher, the record and the API know a line."""
    return f"{reference}/{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What goes into a run, and what its result says of each line and device."""

    policy: Policy | None
    content: RunInput
    about: dict[str, Json]  # by the key of the line
    devices: dict[str, Offered]  # by code
    barred: list[Json]  # who waits, and may receive nothing today

    def ready(self) -> Counter[Supply]:
        """Count the ready devices by what they offer."""
        return Counter(each.supply for each in self.devices.values())


def gather(pins: Wished, exclusions: Wished, say: Say) -> Material:
    """Read the waiting list and the ready devices; `say` hears how many lines of how many."""
    devices = {each.code: each for each in offered([State.READY])}
    live = {each.supply.earmark for each in devices.values()} - {""}
    found = WaitingList()  # ranks first what time has changed
    about: dict[str, Json] = {}
    lines: list[Line] = []
    barred: list[Json] = []
    total, done = len(found), 0
    for chunk in batched(found, AT_ONCE):
        against = _against(chunk)
        for waiting in chunk:
            told = _told(waiting)
            key = key_of(told["reference"], told["number"])
            if reasons := against[waiting.line.nomination_id]:
                # Who lost the right since keeps the place, but receives nothing.
                barred.append(told | {"reasons": pack(reasons)})
                continue
            about[key] = told
            lines.append(Line(key, need_of(waiting.line, live), waiting.place))
        done += len(chunk)
        say(done, max(done, total))
    return Material(
        policy=found.policy,
        content=RunInput(
            lines=tuple(lines),
            items=tuple(Item(code, each.supply) for code, each in devices.items()),
            pins=tuple(pins),
            exclusions=tuple(exclusions),
            earmarks=tuple(sorted(live)),
        ),
        about=about,
        devices=devices,
        barred=barred,
    )


def _against(chunk: Sequence[WaitingLine]) -> dict[int, Any]:
    nominations = {each.line.nomination_id: each.line.nomination for each in chunk}
    rows = list(nominations.values())
    proofs = Prefetch("proofs", Proof.objects.select_related("ground"))
    prefetch_related_objects(rows, "lines", proofs)
    return blocks_of_many(rows)


def _told(waiting: WaitingLine) -> Json:
    line: RequestLine = waiting.line
    return {
        "line": line.pk,
        "reference": line.nomination.reference,
        "number": line.number,
        "place": waiting.place,
        "points": waiting.total,
        "kinds": line.kinds,
    }
