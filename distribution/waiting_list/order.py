"""Read side: whether the order kept is the one that the rule gives, worked out from scratch."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from distribution.circumstances import current_policy, rules_of
from distribution.models import RequestLine, WaitingPlace
from distribution.priority import SortKey
from distribution.waiting_list.ranking import (
    COLUMNS,
    due_places,
    key_of,
    place_of,
    with_circumstances,
)
from distribution.waiting_list.tallying import miscounts

AT_ONCE = 500


def disagreements(today: date | None = None) -> list[str]:
    """Say of each line that stands elsewhere than by the rule how; one sentence each, no name.

    What is due is left out: nobody reads the list before it is ranked.
    """
    day, rules = today or timezone.localdate(), rules_of(current_policy())
    kept = {place.pk: place for place in WaitingPlace.objects.order_by("key")}
    due = set(due_places(day).values_list("pk", flat=True))
    found: list[str] = []
    keys: dict[int, SortKey] = {}
    rows = with_circumstances(RequestLine.objects.waiting().order_by("pk"))
    for line in rows.iterator(chunk_size=AT_ONCE):
        right = place_of(line, rules, day)
        keys[line.pk] = key_of(line, right.points)
        wrong = [] if line.pk in due else _differences(kept.get(line.pk), right)
        if wrong:
            found.append(f"{line.nomination.reference}/{line.number}: {', '.join(wrong)}")
    found += [f"line {pk}: has a place, but does not wait" for pk in kept.keys() - keys.keys()]
    found += _miscounted()
    return found or _out_of_order([pk for pk in kept if pk not in due], keys)


def _miscounted() -> list[str]:
    return [
        f"{kind}, block {block.decode()}: {lines:+} lines against the tally"
        for (kind, block), lines in sorted(miscounts().items())
    ]


def _differences(kept: WaitingPlace | None, right: WaitingPlace) -> list[str]:
    if kept is None:
        return ["waits without a place"]
    return [f"{name} differs" for name in COLUMNS if getattr(kept, name) != getattr(right, name)]


def _out_of_order(by_key: list[int], keys: dict[int, SortKey]) -> list[str]:
    """Compare the order that the database gives with the one of the rule."""
    if by_key == sorted(by_key, key=lambda pk: keys[pk]):
        return []
    return ["The keys give another order than the rule."]
