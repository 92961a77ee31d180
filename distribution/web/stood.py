"""Where a line stood when a device was set aside for it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from distribution.models import Allocation, Policy
from distribution.priority import Point
from distribution.web.points import Line, PointWords, name_in_lists


@dataclass(frozen=True)
class Stood:
    """Its place, and why; `number`: of the proposal; by hand there is a reason instead."""

    place: int
    policy_version: int
    kept: Kept
    number: int | None
    reason: str


@dataclass(frozen=True)
class Kept:
    """The points of a line in a run, line by line; none of a run from before they were kept."""

    total: int
    points: list[Line]
    is_ahead: bool


def kept_in(words: PointWords | None, told: Mapping[str, Any]) -> Kept:
    """Say the points that were kept, as a run tells of a line or an allocation of its own.

    Without words the total alone.
    """
    kept = (Point(*each) for each in told.get("because", ()))
    points = words.lines(kept) if words else []
    return Kept(told.get("points", 0), points, bool(told.get("ahead")))


def stood_of(allocations: Iterable[Allocation]) -> dict[int, Stood]:
    """Tell of each allocation, by id, where its line stood, if that was kept; select run.

    One query for the policies in force then, and two for the words of each.
    """
    known = [each for each in allocations if each.stood]
    versions = {each.stood["policy"] for each in known}
    policies = {each.version: each for each in Policy.objects.filter(version__in=versions)}
    words = {each: PointWords(policies.get(each), name_in_lists) for each in versions}
    return {each.pk: _stood(each, words[each.stood["policy"]]) for each in known}


def _stood(allocation: Allocation, words: PointWords) -> Stood:
    kept = allocation.stood
    return Stood(
        place=kept["place"],
        policy_version=kept["policy"],
        kept=kept_in(words, kept),
        number=allocation.run.number if allocation.run else None,
        reason="" if allocation.run else allocation.reason,
    )
