"""Read side: how many stand before a key of the waiting list, without counting them all.

The blocks before its own are added up from the tally, which stays small; what is left to count lies
within one block, in the index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from django.db.models import BinaryField, Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Substr

from distribution.models import PlaceTally, WaitingPlace
from distribution.priority import BLOCK, block_of

ALL = ""  # of the kinds


class Tally:
    """The blocks of this moment, of all kinds together and of each; one query.

    Only the kinds are added up at once: thousands of blocks are read for every place shown.
    """

    def __init__(self) -> None:
        """Read the blocks, in order, and add them up from the front."""
        sums = PlaceTally.objects.values("kind", "block").annotate(n=Sum("lines"))
        rows = sums.order_by("kind", "block").values_list("kind", "block", "n")
        self._blocks: dict[str, list[bytes]] = {}
        self._upto: dict[str, list[int]] = {}
        for kind, found in groupby(rows, key=itemgetter(0)):
            _kinds, blocks, lines = zip(*found, strict=True)
            self._blocks[kind] = list(map(bytes, blocks))
            self._upto[kind] = [0, *accumulate(lines)]

    def __len__(self) -> int:
        return sum(upto[-1] for upto in self._upto.values())

    def before_block(self, key: bytes, kind: str = ALL) -> int:
        """Count those who stand in the blocks before the one of a key."""
        block, kinds = block_of(key), self._blocks if kind == ALL else self._blocks.keys() & {kind}
        return sum(self._upto[each][bisect_left(self._blocks[each], block)] for each in kinds)

    def block_at(self, index: int) -> tuple[bytes, int]:
        """Find the block that holds the line of an index, from 0, and its index within."""
        if index >= len(self):
            raise IndexError(index)
        each = [
            (block, sums[number + 1] - sums[number])
            for kind, sums in self._upto.items()
            for number, block in enumerate(self._blocks[kind])
        ]
        each.sort()
        upto = list(accumulate(lines for _block, lines in each))
        block, _lines = each[bisect_right(upto, index)]
        return block, index - self.before_block(block)


def counted(places: QuerySet[WaitingPlace]) -> list[tuple[WaitingPlace, int, int]]:
    """Read places, each with how many of its block stand before it: of all, and of its kind."""
    return [(each, each.within or 0, each.within_kind or 0) for each in with_counts(places)]


def with_counts(places: QuerySet[WaitingPlace]) -> QuerySet[Any, Any]:
    """Count along, as `within` and `within_kind`, who of each one's block stands before it."""
    start = Substr(OuterRef("key"), 1, BLOCK, output_field=BinaryField())
    before = WaitingPlace.objects.filter(key__gte=start, key__lt=OuterRef("key"))
    of_kind = before.filter(kind=OuterRef("kind"))
    return places.annotate(
        within=Subquery(number_of(before).values("n")),
        within_kind=Subquery(number_of(of_kind).values("n")),
    )


def before_keys(asked: Collection[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
    """Count for each kind (or ALL) and key how many stand before it; nobody need stand there.

    Two queries, however many are asked for: each a look-up in the index.
    """
    wanted = sorted(set(asked))
    if not wanted:
        return {}
    tally = Tally()
    counts = [number_of(_within(*each), number) for number, each in enumerate(wanted)]
    within = dict(counts[0].union(*counts[1:], all=True).values_list("asked", "n"))
    return {
        (kind, key): tally.before_block(key, kind) + within.get(number, 0)
        for number, (kind, key) in enumerate(wanted)
    }


def _within(kind: str, key: bytes) -> QuerySet[WaitingPlace]:
    places = WaitingPlace.objects.filter(key__gte=block_of(key), key__lt=key)
    return places if kind == ALL else places.filter(kind=kind)


def number_of(places: QuerySet[WaitingPlace], asked: int = 0) -> QuerySet[Any, Any]:
    """Count some places as one row, in the index alone; `asked` tells it from other rows."""
    return places.order_by().values(asked=Value(asked)).annotate(n=Count("*")).values("asked", "n")
