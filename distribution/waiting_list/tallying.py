"""Keep count of how many stand in each block of the waiting list; ranking alone asks for it.

An act adds rows that say what came and what left, in its own transaction, and changes none: a
counter that every act updates would make them wait for each other, and two that touch the same
counters in another order would stop each other for good. Now and then the rows are gathered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import batched
from typing import NamedTuple

from django.db import transaction
from django.db.models import BinaryField, Count, Sum
from django.db.models.functions import Substr

from distribution.models import PlaceTally, WaitingPlace
from distribution.priority import BLOCK, block_of

AT_ONCE = 5_000


class Spot(NamedTuple):
    """Where a line stands, or stood: among which kind, by which key."""

    kind: str
    key: bytes


def note(stood: Iterable[Spot], stand: Iterable[Spot]) -> int:
    """Note that lines stand elsewhere than they stood; return how many rows that took."""
    moved = Counter((kind, block_of(key)) for kind, key in stand)
    moved.subtract((kind, block_of(key)) for kind, key in stood)
    return _add(moved)


def gather() -> None:
    """Make one row of all that tell of the same block; what is being gathered already is left."""
    with transaction.atomic():
        # Only what is locked here is deleted: a row that an act adds meanwhile stays.
        rows = PlaceTally.objects.select_for_update(skip_locked=True)
        found = list(rows.values_list("pk", "kind", "block", "lines"))
        sums: Counter[tuple[str, bytes]] = Counter()
        for _pk, kind, block, lines in found:
            sums[kind, bytes(block)] += lines
        if len(found) == sum(lines != 0 for lines in sums.values()):
            return
        for some in batched(found, AT_ONCE):
            PlaceTally.objects.filter(pk__in=[row[0] for row in some]).delete()
        _add(sums)


def miscounts() -> Counter[tuple[str, bytes]]:
    """Say by how many lines the tally of each kind and block falls short of the places themselves.

    One query, so one moment: every act writes both or neither.
    """
    block = Substr("key", 1, BLOCK, output_field=BinaryField())
    places = WaitingPlace.objects.order_by().annotate(block=block).values("kind", "block")
    tallied = PlaceTally.objects.order_by().values("kind", "block")
    stand = places.annotate(n=Count("*")).values_list("kind", "block", "n")
    said = tallied.annotate(n=-Sum("lines")).values_list("kind", "block", "n")
    short: Counter[tuple[str, bytes]] = Counter()
    for kind, where, lines in stand.union(said, all=True):
        short[kind, bytes(where)] += lines
    return Counter({spot: lines for spot, lines in short.items() if lines})


def recount() -> None:
    """Put the tally right where it is wrong, as after an edit by hand."""
    with transaction.atomic():
        # Of two at once the second sees what the first added.
        list(PlaceTally.objects.select_for_update().order_by("pk").values_list("pk")[:1])
        _add(miscounts())


def _add(counts: Counter[tuple[str, bytes]]) -> int:
    rows = [
        PlaceTally(kind=kind, block=block, lines=lines)
        for (kind, block), lines in counts.items()
        if lines
    ]
    if rows:
        PlaceTally.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)
