"""Read side: how long those who were served lately had waited, and how many: what was.

What may come of that is estimated in distribution.waiting_list.expected_wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from distribution.models import Handover
from distribution.waiting_list.expected_wait import DAYS, FEWEST
from distribution.words import PUBLIC_ACCESS

LATELY = timedelta(days=DAYS)


@dataclass(frozen=True)
class Wait:
    """How many were served, and within how many days half of them were, and nine in ten."""

    count: int
    half: int
    most: int


def wait_of(days: Sequence[int]) -> Wait | None:
    """Sum up some waits; None for too few."""
    if len(days) < FEWEST:
        return None
    ordered = sorted(days)
    half, most = (ordered[-(-len(ordered) * tenths // 10) - 1] for tenths in (5, 9))
    return Wait(len(ordered), half, most)


def usual_waits(today: date | None = None) -> dict[str, Wait]:
    """Map each kind to the waits of the households that asked for it first; in one query."""
    since = (today or timezone.localdate()) - LATELY
    recent = Handover.objects.filter(handed_over_on__gt=since)
    rows = recent.exclude(allocation__line__purpose=PUBLIC_ACCESS).values_list(
        "allocation__line__kinds", "allocation__line__waiting_since", "handed_over_on"
    )
    found: dict[str, list[int]] = {}
    for kinds, began, day in rows:
        if kinds and began is not None:
            waited = (day - timezone.localdate(began)).days
            found.setdefault(kinds[0], []).append(max(0, waited))
    waits = {kind: wait_of(days) for kind, days in found.items()}
    return {kind: wait for kind, wait in waits.items() if wait is not None}
