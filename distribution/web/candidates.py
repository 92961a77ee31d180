"""The ready devices beside one line: the best that fit, and why the others do not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from distribution.allocations.supply import need_of
from distribution.fit import (
    EARMARKED,
    OUTSIDE_EARMARK,
    Need,
    preference_rank,
    remarks,
    waste,
    why_not,
)
from distribution.models import RequestLine
from distribution.runs.supplies import Offered, offered
from inventory.lifecycle import State
from inventory.models import Device
from refurb.reasons import Reason

MOST_SHOWN = 50


@dataclass(frozen=True)
class Candidate:
    """A ready device that fits, and what to know about it."""

    device: Device
    remarks: tuple[Reason, ...]


@dataclass(frozen=True)
class Candidates:
    """The best that fit, how many do, and what stands against how many of the others.

    A device that several things stand against counts for each.
    """

    best: list[Candidate]
    fitting: int
    others: int
    against: list[tuple[Reason, int]]

    @property
    def further(self) -> int:
        """Count those that fit and are not shown."""
        return self.fitting - len(self.best)


def candidates(line: RequestLine) -> Candidates:
    """Split the ready devices, oldest first among equals: five queries, however many there are.

    What was given for others alone stands last among those that fit: it takes a reason.
    """
    need = need_of(line)
    fitting: list[tuple[tuple[bool, int, int], Offered]] = []
    against: Counter[Reason] = Counter()
    others = 0
    for each in offered([State.READY]):
        reasons = why_not(need, each.supply)
        if set(reasons) <= {EARMARKED}:
            fitting.append((_order(need, each, is_outside=bool(reasons)), each))
        else:
            others += 1
            against.update(reasons)
    fitting.sort(key=lambda found: found[0])
    best = [(each, order[0]) for order, each in fitting[:MOST_SHOWN]]
    rows = Device.objects.select_related("holder", "donation__earmark_organisation")
    devices = rows.in_bulk([each.code for each, _outside in best], field_name="code")
    return Candidates(
        best=[
            Candidate(devices[each.code], _remarks(need, each, is_outside=is_outside))
            for each, is_outside in best
            if each.code in devices
        ],
        fitting=len(fitting),
        others=others,
        against=against.most_common(),
    )


def _order(need: Need, each: Offered, *, is_outside: bool) -> tuple[bool, int, int]:
    return is_outside, preference_rank(need, each.supply), waste(need, each.supply)


def _remarks(need: Need, each: Offered, *, is_outside: bool) -> tuple[Reason, ...]:
    return (*([OUTSIDE_EARMARK] if is_outside else []), *remarks(need, each.supply))
