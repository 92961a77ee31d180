"""Read side: which rows coordinators found to be one household, and what it waits for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from distribution.lifecycle import SENT
from distribution.models import Household, Nomination, PossibleDuplicate, RequestLine
from distribution.verdicts import PairState
from distribution.words import Decision, NominationState

CLOSED_AS = (Decision.ALREADY_NOMINATED, Decision.ALREADY_SERVED)


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


def earliest(households: Collection[int]) -> datetime | None:
    """Give the earliest moment since which one of these rows' nominations waits; None of none.

    A date that was lent to a line counts.
    """
    lent = RequestLine.objects.filter(
        nomination__household__in=households, nomination__state__in=SENT
    )
    first = lent.aggregate(first=Min("waiting_since"))["first"]
    return min(filter(None, (first, first_sent_in(households))), default=None)


def first_sent_in(households: Collection[int]) -> datetime | None:
    """Give the moment since which these rows have waited without a break; None if none waits.

    What has ended counts if another was sent in before it did: the date that was kept for that
    other is not lost with it.
    """
    since: datetime | None = sent_in(households).aggregate(first=Min("submitted_at"))["first"]
    if since is None:
        return None
    before = Nomination.objects.filter(household__in=households, submitted_at__lt=since)
    fetched = Max("lines__allocations__handover__handed_over_on")
    last = dict(before.annotate(fetched=fetched).values_list("pk", "fetched"))
    for each in before.order_by("-submitted_at"):
        if each.submitted_at and _had_not_ended(each, last[each.pk], timezone.localdate(since)):
            since = each.submitted_at
    return since


def _had_not_ended(nomination: Nomination, fetched: date | None, day: date) -> bool:
    """Say whether it was open on a day; the day of a withdrawal or expiry isn't known: it was."""
    if nomination.state == NominationState.SERVED:
        return fetched is not None and fetched >= day
    if nomination.state == NominationState.REJECTED:
        decided = nomination.decided_at
        as_one = nomination.decision in CLOSED_AS
        return as_one and decided is not None and timezone.localdate(decided) >= day
    return True


def date_kept(nomination: Nomination) -> datetime | None:
    """Give the moment since which a nomination waits: the earliest of its household's."""
    key = nomination.household.known_as_id
    if key is None:
        return nomination.submitted_at
    rows = Household.objects.filter(known_as=key).values_list("pk", flat=True)
    return earliest(list(rows))
