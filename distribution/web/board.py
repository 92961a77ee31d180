"""The allocation board and the waiting list: who waits, and what fits the one chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from distribution.allocations.supply import Candidate, candidates, ready_devices
from distribution.waiting_list.places import WaitingLine, WaitingList
from distribution.web.needs import Need, preparation_sheet
from distribution.web.points import PointWords, name_in_lists
from distribution.web.standing import WaitingRow, waiting_rows

PAGE_SIZE = 50
LONGEST_NUMBER = 18  # digits of an id that every database can compare


@dataclass(frozen=True)
class Board:
    """What the board shows beside each other."""

    rows: list[WaitingRow]
    pages: dict[str, Any]
    waiting: int
    ready: int
    chosen: WaitingLine | None
    needs: list[Need]
    fitting: list[Candidate]
    others: list[Candidate]


def pages_of(request: HttpRequest, found: WaitingList) -> Page[WaitingLine]:
    """Cut the list into pages; an odd ?page= gives the nearest."""
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
    """Gather the board around the line of this id; the first one when nobody chose."""
    found = WaitingList()
    page = pages_of(request, found)
    chosen = _chosen(found, page, line)
    fitting, others = candidates(chosen.line) if chosen else ([], [])
    return Board(
        rows=list(waiting_rows(page, PointWords(found.policy, name_in_lists))),
        pages=addresses(request, page),
        waiting=len(found),
        ready=len(fitting) + len(others) if chosen else ready_devices().count(),
        chosen=chosen,
        needs=preparation_sheet(chosen.line) if chosen else [],
        fitting=fitting,
        others=others,
    )


def _chosen(found: WaitingList, page: Page[WaitingLine], line: str) -> WaitingLine | None:
    if line.isascii() and line.isdecimal() and len(line) <= LONGEST_NUMBER:
        return found.find(int(line))
    if line:
        return None
    return next(iter(found[:1] if page.has_previous() else page), None)
