"""Lists: pages, cursors, filters, and what they cost."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distribution.nominations.nominating import submit
from tests.api.caller import Caller, caller
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_donation,
    make_draft,
    make_drive,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)


def pages(who: Caller, path: str, size: int = 2) -> list[list[str]]:
    """Read a list page by page, to its end."""
    found, cursor = [], ""
    while True:
        page = who.get(f"{path}?page_size={size}&cursor={quote(cursor)}")
        found.append([each.get("code") or each["reference"] for each in page["items"]])
        cursor = page["next"]
        if cursor is None:
            return found


def test_a_cursor_leads_through_the_whole_list(cast: Cast) -> None:
    codes = [make_device(cast.tom).code for _each in range(5)]
    newest = codes[::-1]
    assert pages(caller(cast.tom), "devices") == [newest[:2], newest[2:4], newest[4:]]


def test_rows_are_counted_only_when_asked(cast: Cast) -> None:
    make_device(cast.tom)
    tom = caller(cast.tom)
    assert tom.get("devices")["count"] is None
    assert tom.get("devices?count=true")["count"] == 1


@pytest.mark.parametrize("path", ["devices", "waiting-list", "nominations"])
@pytest.mark.parametrize("query", ["cursor=nonsense", "page_size=0", "page_size=201", "cursor=%00"])
def test_a_page_that_cannot_be_is_invalid(cast: Cast, path: str, query: str) -> None:
    assert caller(cast.anna).refused("GET", f"{path}?{query}")["status"] == 422


def test_devices_are_found_by_what_is_known_of_them(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    laptop = make_device(cast.tom, donation=donation, serial_number="PF/1XY")
    make_device(cast.tom, kind="monitor")
    tom = caller(cast.tom)

    def found(query: str) -> list[str]:
        return [each["code"] for each in tom.get(f"devices?{query}")["items"]]

    shown = f"{laptop.code[:4]}-{laptop.code[4:8]}-{laptop.code[8:]}".lower()
    for query in ("kind=laptop", "q=pf/1x", f"q={shown}", f"donation={donation.reference.lower()}"):
        assert found(query) == [laptop.code]
    assert found("stuck_days=1") == []
    assert len(found("stuck_days=0&holder=atelier&state=received")) == 2
    assert tom.refused("GET", "devices?q=a%00b")["status"] == 422


def test_a_code_is_read_in_any_spelling(cast: Cast) -> None:
    code = make_device(cast.tom).code
    shown = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    assert caller(cast.tom).get(f"devices/{shown.lower()}")["code"] == code


def test_a_services_waiting_list_has_its_own_lines_with_their_places(cast: Cast) -> None:
    make_policy()
    first, second = make_nomination(cast.olga), make_nomination(cast.paula)
    mine = caller(cast.paula).get("waiting-list")["items"]
    assert [(each["nomination"], each["place"]) for each in mine] == [(second.reference, 2)]
    page = caller(cast.anna).get("waiting-list?page_size=1&count=true")
    assert (page["items"][0]["nomination"], page["count"]) == (first.reference, 2)
    rest = caller(cast.anna).get(f"waiting-list?page_size=1&cursor={quote(page['next'])}")
    assert [each["nomination"] for each in rest["items"]] == [second.reference]
    assert rest["next"] is None


def test_the_waiting_list_names_no_ground(cast: Cast) -> None:
    draft = make_draft(cast.paula)
    make_policy(**{draft.proofs.get().ground.code: 20})
    submit(draft, actor=cast.paula)
    because = caller(cast.anna).get("waiting-list")["items"][0]["because"]
    assert [each["criterion"] for each in because] == ["recognised_ground", "waiting"]


def cost(who: Caller, path: str) -> int:
    """Count the queries of one request."""
    with CaptureQueriesContext(connection) as queries:
        who.get(path)
    return len(queries)


def grow(cast: Cast, rows: int) -> None:
    """Make some of everything."""
    for _each in range(rows):
        make_nomination(cast.paula)
        device = make_ready(cast.tom, cast.vera)
        make_drive(device, cast.tom)
        make_handover(
            make_allocation(
                cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera)
            ),
            cast.tom,
        )


@pytest.mark.parametrize("path", ["devices", "nominations", "waiting-list", "stats"])
def test_a_list_costs_the_same_for_one_row_and_three(cast: Cast, path: str) -> None:
    make_policy()
    anna = caller(cast.anna)
    grow(cast, 1)
    one = cost(anna, path)
    grow(cast, 2)
    assert cost(anna, path) == one
    assert one <= 8


def test_a_device_costs_the_same_whatever_its_history(cast: Cast) -> None:
    device = make_device(cast.tom)
    tom = caller(cast.tom)
    costs = []
    for _each in range(3):
        make_drive(device, cast.tom)
        costs.append(
            (cost(tom, f"devices/{device.code}"), cost(tom, f"devices/{device.code}/events"))
        )
    assert len(set(costs)) == 1
    assert costs[0][0] <= 12
