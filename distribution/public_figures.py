"""Read side: how many wait, how long, and what was delivered, for anybody to read.

Households are counted once, under the kind that they asked for first, so that the counts add up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db.models import Count
from django.utils import timezone

from distribution.delivered import delivered
from distribution.models import RequestLine
from distribution.months import full_months
from distribution.small_cells import SMALL, Told, tell

LATELY = timedelta(days=90)


@dataclass(frozen=True)
class PublicFigures:
    """The figures of a moment, small ones hidden."""

    counted_at: datetime
    waiting: Told  # households, by the kind that they asked for first
    months: Mapping[str, int]  # half of those who wait for a kind have waited so long, or longer
    months_of_all: int | None
    delivered: Told  # devices of the last 90 days that did not come back, by kind


def public_figures(now: datetime | None = None) -> PublicFigures:
    """Count; two queries, of which the first reads a row for each waiting line."""
    at = now or timezone.now()
    today = timezone.localdate(at)
    waited = _waited_by_kind(today)
    return PublicFigures(
        counted_at=at,
        waiting=tell({kind: len(months) for kind, months in waited.items()}),
        months={
            kind: median_low(months) for kind, months in waited.items() if len(months) >= SMALL
        },
        months_of_all=_of_all(waited),
        delivered=tell(_delivered_since(today - LATELY)),
    )


def _waited_by_kind(today: date) -> dict[str, list[int]]:
    """Collect the full months that each household has waited, by the kind it asked for first."""
    rows = RequestLine.objects.waiting().order_by("nomination", "number")
    found: dict[str, list[int]] = defaultdict(list)
    last = None
    for nomination, kinds, since in rows.values_list("nomination", "kinds", "waiting_since"):
        if nomination != last and since is not None:
            found[kinds[0]].append(full_months(timezone.localdate(since), today))
            last = nomination
    return found


def _of_all(waited: Mapping[str, Sequence[int]]) -> int | None:
    months = [each for of_kind in waited.values() for each in of_kind]
    return median_low(months) if len(months) >= SMALL else None


def _delivered_since(day: date) -> Counter[str]:
    rows = delivered().filter(handed_over_on__gte=day).order_by()
    counted = rows.values_list("allocation__device__kind").annotate(Count("pk"))
    return Counter(dict(counted))
