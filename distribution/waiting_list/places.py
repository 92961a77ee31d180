"""Read side: who waits, in order, with points line by line and place; every read is a look-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

from django.db.models import QuerySet

from distribution.models import Nomination, RequestLine, WaitingPlace
from distribution.priority import Point
from distribution.waiting_list.ranking import rank_due
from distribution.waiting_list.tally import ALL, Tally, counted
from refurb.accounts.models import Membership

AT_ONCE = 5_000


@dataclass(frozen=True)
class WaitingLine:
    """One waiting line, its place (from 1) among all and among those of its kind, and why.

    Its kind is the one that it prefers: the others of that kind are those that prefer it too.
    """

    line: RequestLine
    place: int
    total: int
    points: tuple[Point, ...]
    kind: str
    place_for_kind: int
    policy_version: int


def _shown(kept: WaitingPlace, place: int, place_for_kind: int) -> WaitingLine:
    points = tuple(Point(*each) for each in kept.because)
    return WaitingLine(
        kept.line, place, kept.points, points, kept.kind, place_for_kind, kept.policy_version
    )


class WaitingList(Sequence[WaitingLine]):
    """The list of a day: as long as it is, read by the slice or from end to end.

    This is for coordinators and for the acts: keep the lines of others out of what a service is
    shown.
    """

    def __init__(self, today: date | None = None, *, patiently: bool = False) -> None:
        """Rank first what time or a new policy has changed. Raises NotYet as rank_due does."""
        self.policy = rank_due(today, patiently=patiently)
        self._places = WaitingPlace.objects.order_by("key")

    @cached_property
    def _tally(self) -> Tally:
        return Tally()

    def __len__(self) -> int:
        return len(self._tally)

    def __iter__(self) -> Iterator[WaitingLine]:
        rows = _with_lines(self._places).iterator(chunk_size=AT_ONCE)
        so_far: Counter[str] = Counter()
        for place, kept in enumerate(rows, start=1):
            so_far[kept.kind] += 1
            yield _shown(kept, place, so_far[kept.kind])

    @overload
    def __getitem__(self, piece: int) -> WaitingLine: ...
    @overload
    def __getitem__(self, piece: slice) -> list[WaitingLine]: ...
    def __getitem__(self, piece: int | slice) -> WaitingLine | list[WaitingLine]:
        """Read one or a slice, from the block that holds its first."""
        if isinstance(piece, int):
            return self[piece : piece + 1][0]
        start, stop, _step = piece.indices(len(self))
        if start >= stop:
            return []
        block, index = self._tally.block_at(start)
        rest = self._places.filter(key__gte=block).values("pk")
        found = self._places.filter(pk__in=rest[index : index + stop - start])
        return _read(found, self._tally)

    def find(self, line: int) -> WaitingLine | None:
        """Find one line by its id; None when it isn't waiting."""
        return next(iter(_read(self._places.filter(pk=line), self._tally)), None)


def _with_lines(places: QuerySet[WaitingPlace]) -> QuerySet[WaitingPlace]:
    return places.select_related("line__nomination__household", "line__nomination__organisation")


def _read(places: QuerySet[WaitingPlace], tally: Tally | None = None) -> list[WaitingLine]:
    """Read a few lines, each with its places: two look-ups, however long the list is."""
    kept = counted(_with_lines(places))
    if not kept:
        return []
    blocks = Tally() if tally is None else tally

    def place(of: WaitingPlace, within: int, kind: str = ALL) -> int:
        return blocks.before_block(bytes(of.key), kind) + within + 1

    return [
        _shown(each, place(each, within), place(each, within_kind, each.kind))
        for each, within, within_kind in kept
    ]


def place_of(line: int) -> WaitingLine | None:
    """Find a line by its id as it was ranked last; None when it isn't waiting."""
    return next(iter(_read(WaitingPlace.objects.filter(pk=line))), None)


def lines_of(nomination: Nomination) -> dict[int, WaitingLine]:
    """Map the id of each waiting line of one nomination to its place and points."""
    rank_due()
    rows = WaitingPlace.objects.filter(line__nomination=nomination)
    return {found.line.pk: found for found in _read(rows)}


def best_places(nominations: Collection[int]) -> dict[int, int]:
    """Map the id of each nomination that waits to the foremost place of its lines."""
    rank_due()
    rows = WaitingPlace.objects.filter(line__nomination__in=nominations).order_by("-key")
    return {found.line.nomination_id: found.place for found in _read(rows)}


def page_for(actor: Membership, after: bytes, size: int) -> tuple[list[WaitingLine], bytes | None]:
    """Read what somebody may see of the list after a key, and the key of the last; None: no more.

    Services see their own lines, with their place among all.
    """
    rank_due()
    rows = WaitingPlace.objects.visible_to(actor).filter(key__gt=after).order_by("key")
    found = list(rows.values_list("pk", "key")[: size + 1])
    on_page = WaitingPlace.objects.filter(pk__in=[pk for pk, _key in found[:size]])
    page = _read(on_page.order_by("key"))
    return page, bytes(found[size - 1][1]) if len(found) > size else None
