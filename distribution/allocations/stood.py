"""Where a line stood when a device was set aside for it, kept with the allocation.

A line that has its device leaves the waiting list, its circumstances change and proofs run out:
what is not kept at that moment can't be worked out again, and somebody may ask years later why this
household was served before that one. Which ground was proved is not kept: a proof is seen, not
stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from distribution.models import Ground, RequestLine, RunLine
from distribution.priority import GROUND
from distribution.waiting_list.places import place_of

Json = dict[str, Any]


def standing_now(line: RequestLine) -> Json:
    """Tell where a line waits at this moment; empty for an institution's, which has no points."""
    found = place_of(line.pk)
    if found is None:
        return {}
    return {
        "place": found.place,
        "points": found.total,
        "because": because_of(
            ((each.criterion, each.points, each.count) for each in found.points), ground_codes()
        ),
        "policy": found.policy_version,
        "ahead": found.line.ahead_since is not None,
    }


def ground_codes() -> frozenset[str]:
    """List the codes of all grounds; one query."""
    return frozenset(Ground.objects.values_list("code", flat=True))


def because_of(points: Iterable[Sequence[Any]], grounds: Collection[str]) -> list[list[Any]]:
    """Write [criterion, points, count] as they are kept: without which ground it was."""
    return [[GROUND if code in grounds else code, *rest] for code, *rest in points]


def standing_in(pair: RunLine) -> Json:
    """Tell where the line of a pair stood in its run; select run__policy."""
    if not pair.place:
        return {}
    policy = pair.run.policy
    return {
        "place": pair.place,
        "points": pair.told["points"],
        "because": pair.told.get("because", []),
        "policy": policy.version if policy else 0,
        "ahead": bool(pair.told.get("ahead")),
    }
