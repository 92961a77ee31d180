"""The allocation board and the waiting list: who waits, and what fits the one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from distribution.allocations.supply import ready_devices
from distribution.institutions.order import institution_places, lines_in_order
from distribution.institutions.quota import institution_share
from distribution.institutions.share import InstitutionShare
from distribution.models import RequestLine
from distribution.waiting_list.places import WaitingLine, WaitingList
from distribution.web.candidates import Candidates, candidates
from distribution.web.needs import Need, in_short, preparation_sheet
from distribution.web.standing import place_name

PAGE_SIZE = 50
LONGEST_NUMBER = 18  # digits of an id that every database can compare
INSTITUTIONS = "institutions"
"""The value of ?list= for the list of institutions; the list of households is the other."""


@dataclass(frozen=True)
class BoardRow:
    """A line that waits: its place in its list, and whose it is; institutions have no points."""

    line: RequestLine
    place: int | None
    whose: str
    wanted: str
    points: int | None = None


@dataclass(frozen=True)
class Board:
    """What the board shows beside each other; `share`: of institutions, when theirs is the list."""

    rows: list[BoardRow]
    pages: dict[str, Any]
    waiting: int
    ready: int
    chosen: RequestLine | None
    needs: list[Need]
    found: Candidates | None  # beside the line chosen
    share: InstitutionShare | None


def pages_of[Row](request: HttpRequest, found: Sequence[Row] | QuerySet[Any, Row]) -> Page[Row]:
    """Cut a list into pages; an odd ?page= gives the nearest."""
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def addresses(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    """Give the pager its addresses; the rest of the query stays."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    before, after = page.has_previous(), page.has_next()
    return {
        "first_url": address(1) if before else None,
        "previous_url": address(page.previous_page_number()) if before else None,
        "next_url": address(page.next_page_number()) if after else None,
        "last_url": address(page.paginator.num_pages) if after else None,
    }


def board(request: HttpRequest, line: str) -> Board:
    """Gather the board around the line of this id; around the first one when nobody chose.

    The line says which list is shown, and ?list= when it doesn't wait.
    """
    number = _number(line)
    theirs = None if number is None else lines_in_order().filter(pk=number).first()
    if theirs or request.GET.get("list") == INSTITUTIONS:
        return _of_institutions(request, theirs, is_open=not line)
    return _of_households(request, number, is_open=not line)


def _number(line: str) -> int | None:
    is_number = line.isascii() and line.isdecimal() and len(line) <= LONGEST_NUMBER
    return int(line) if is_number else None


def _of_households(request: HttpRequest, number: int | None, *, is_open: bool) -> Board:
    found = WaitingList()
    page = pages_of(request, found)
    chosen = found.find(number) if number is not None else None
    if is_open:
        chosen = next(iter(found[:1] if page.has_previous() else page), None)
    rows = [_row(each) for each in page]
    return _board(request, page, rows, chosen.line if chosen else None)


def _row(waiting: WaitingLine) -> BoardRow:
    commune = place_name(waiting.line.nomination.household.commune)
    wanted = in_short(waiting.line)
    return BoardRow(waiting.line, waiting.place, commune, wanted, waiting.total)


def _of_institutions(request: HttpRequest, chosen: RequestLine | None, *, is_open: bool) -> Board:
    page = pages_of(request, lines_in_order())
    if is_open:
        chosen = lines_in_order().first()
    places = institution_places()
    rows = [
        BoardRow(
            each, places.get(each.nomination_id), each.nomination.receiver.full_name, in_short(each)
        )
        for each in page
    ]
    return _board(request, page, rows, chosen, institution_share())


def _board(
    request: HttpRequest,
    page: Page[Any],
    rows: list[BoardRow],
    chosen: RequestLine | None,
    share: InstitutionShare | None = None,
) -> Board:
    found = candidates(chosen) if chosen else None
    return Board(
        rows=rows,
        pages=addresses(request, page),
        waiting=page.paginator.count,
        ready=found.fitting + found.others if found else ready_devices().count(),
        chosen=chosen,
        needs=preparation_sheet(chosen) if chosen else [],
        found=found,
        share=share,
    )
