"""Read side: which rows coordinators found to be one household, and what it waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from distribution.lifecycle import SENT
from distribution.models import Household, Nomination, PossibleDuplicate
from distribution.verdicts import PairState


def rows_of_one(household: int, *, but: PossibleDuplicate | None = None) -> frozenset[int]:
    """List the ids of a household and of all it was found to be one with, however indirectly.

    `but` leaves one decision out, to see whether the others say the same.
    """
    decided = PossibleDuplicate.objects.filter(state=PairState.SAME)
    if but is not None:
        decided = decided.exclude(pk=but.pk)
    found, seen = frozenset({household}), frozenset[int]()
    while found != seen:
        seen = found
        touching = decided.filter(Q(first__in=seen) | Q(second__in=seen))
        ends = touching.values_list("first", "second")
        found = seen.union(*(set(pair) for pair in ends))
    return found


def sent_in(households: Collection[int]) -> QuerySet[Nomination]:
    """Keep the nominations of these rows that were sent in and have not ended, first come first."""
    rows = Nomination.objects.filter(household__in=households, state__in=SENT)
    rows = rows.select_related("household", "organisation").prefetch_related("lines")
    return rows.order_by("submitted_at", "pk")


def earliest(nominations: Iterable[Nomination]) -> datetime | None:
    """Give the earliest moment since which one of them waits; None of none."""
    moments = [
        moment
        for each in nominations
        for moment in (each.submitted_at, *(line.waiting_since for line in each.lines.all()))
        if moment is not None
    ]
    return min(moments, default=None)


def date_kept(nomination: Nomination) -> datetime | None:
    """Give the moment since which a nomination waits: the earliest of its household's."""
    key = nomination.household.known_as_id
    if key is None:
        return nomination.submitted_at
    rows = Household.objects.filter(known_as=key).values_list("pk", flat=True)
    return earliest([*sent_in(list(rows)), nomination])
