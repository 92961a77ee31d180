"""Read side: who waits, in order, with points line by line and place; every read is a look-up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from distribution.models import Nomination, RequestLine, WaitingPlace
from distribution.priority import Point
from distribution.ranking import rank_due
from refurb.accounts.models import Membership

AT_ONCE = 5_000


@dataclass(frozen=True)
class WaitingLine:
    """One waiting line, its place (from 1) among all, and why."""

    line: RequestLine
    place: int
    total: int
    points: tuple[Point, ...]


def _shown(kept: WaitingPlace, place: int) -> WaitingLine:
    points = tuple(Point(*each) for each in kept.because)
    return WaitingLine(kept.line, place, kept.points, points)


class WaitingList(Sequence[WaitingLine]):
    """The list of a day: as long as it is, read by the slice or from end to end.

    This is for coordinators and for the acts: keep the lines of others out of what a service is
    shown.
    """

    def __init__(self, today: date | None = None) -> None:
        """Rank first what time or a new policy has changed."""
        self.policy = rank_due(today)
        self._places = WaitingPlace.objects.order_by("key")
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._places.count()
        return self._count

    def __iter__(self) -> Iterator[WaitingLine]:
        rows = _with_lines(self._places).iterator(chunk_size=AT_ONCE)
        return (_shown(kept, place) for place, kept in enumerate(rows, start=1))

    @overload
    def __getitem__(self, piece: int) -> WaitingLine: ...
    @overload
    def __getitem__(self, piece: slice) -> list[WaitingLine]: ...
    def __getitem__(self, piece: int | slice) -> WaitingLine | list[WaitingLine]:
        """Read one or a slice; what lies before is passed over in the index alone."""
        if isinstance(piece, int):
            return self[piece : piece + 1][0]
        rows = _with_lines(self._places.filter(pk__in=self._places.values("pk")[piece]))
        return [_shown(kept, place) for place, kept in enumerate(rows, (piece.start or 0) + 1)]

    def find(self, line: int) -> WaitingLine | None:
        """Find one line by its id; None when it isn't waiting."""
        return next(iter(_counted(self._places.filter(pk=line))), None)


def _with_lines(places: QuerySet[WaitingPlace]) -> QuerySet[WaitingPlace]:
    return places.select_related("line__nomination__household", "line__nomination__organisation")


def _counted(places: QuerySet[WaitingPlace]) -> list[WaitingLine]:
    """Read a few lines, each with its place counted in the index."""
    before = WaitingPlace.objects.filter(key__lt=OuterRef("key")).order_by().values(all=Value(1))
    counted = before.annotate(n=Count("pk")).values("n")
    rows = _with_lines(places).annotate(before=Subquery(counted))
    return [_shown(kept, (kept.before or 0) + 1) for kept in rows]


def lines_of(nomination: Nomination) -> dict[int, WaitingLine]:
    """Map the id of each waiting line of one nomination to its place and points."""
    rank_due()
    rows = WaitingPlace.objects.filter(line__nomination=nomination)
    return {found.line.pk: found for found in _counted(rows)}


def best_places(nominations: Collection[int]) -> dict[int, int]:
    """Map the id of each nomination that waits to the foremost place of its lines."""
    rank_due()
    rows = WaitingPlace.objects.filter(line__nomination__in=nominations).order_by("-key")
    kept = list(rows.select_related("line"))
    places = _numbered(kept)
    return {each.line.nomination_id: places[each.pk] for each in kept if each.pk in places}


def page_for(actor: Membership, after: bytes, size: int) -> tuple[list[WaitingLine], bytes | None]:
    """Read what somebody may see of the list after a key, and the key of the last; None: no more.

    Services see their own lines, with their place among all.
    """
    rank_due()
    rows = WaitingPlace.objects.visible_to(actor).filter(key__gt=after).order_by("key")
    kept = list(_with_lines(rows)[: size + 1])
    page = kept[:size]
    places = _numbered(page)
    shown = [_shown(each, places[each.pk]) for each in page if each.pk in places]
    return shown, bytes(page[-1].key) if len(kept) > size else None


def _numbered(wanted: Sequence[WaitingPlace]) -> dict[int, int]:
    """Map the ids of lines to their places: one pass over the index, as far as the last of them."""
    if not wanted:
        return {}
    upto = WaitingPlace.objects.filter(key__lte=max(bytes(each.key) for each in wanted))
    number = Window(RowNumber(), order_by=F("key").asc())
    # In a case, or the database would number the wanted lines alone.
    rows = upto.annotate(place=Case(When(pk__in=[each.pk for each in wanted], then=number)))
    return dict(rows.filter(place__isnull=False).values_list("pk", "place"))
