"""What goes with a machine: chosen, handed over, released and broken beside it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from distribution.allocations.accompanying import add_companion
from distribution.allocations.allocating import AllocationRefused, release, report_fault
from distribution.books import disagreements
from distribution.deliveries import WITHOUT_SCREEN, lacks_screen
from distribution.handovers.returning import take_back
from distribution.models import Allocation, RequestLine
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device
from tests.cast import Cast
from tests.documents.raster import text
from tests.makers import (
    make_allocation,
    make_arrival,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)

SCREEN = {"kind": "monitor", "manufacturer": "Philips", "model": "241B8QJEB"}


@pytest.fixture
def desktop(cast: Cast) -> Allocation:
    """Set a desktop aside."""
    make_policy()
    nomination = make_nomination(cast.paula, kinds=("desktop",))
    return make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera, kind="desktop"))


@pytest.fixture
def screen(cast: Cast, desktop: Allocation) -> Allocation:
    """Let a screen go with it."""
    return add_companion(desktop, make_ready(cast.tom, cast.vera, **SCREEN), actor=cast.anna)


def states(*allocations: Allocation) -> list[tuple[str, str]]:
    """Read where each device and each allocation stands."""
    rows = Allocation.objects.filter(pk__in=[each.pk for each in allocations]).order_by("pk")
    return [(each.device.state, each.end) for each in rows.select_related("device")]


def test_a_desktop_and_its_screen_leave_together_on_one_receipt(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    receipt = make_handover(desktop, cast.tom, language="en")
    assert states(desktop, screen) == [("delivered", "handed_over")] * 2
    said = text(bytes(receipt.pdf or b""))
    assert "Desktop computer" in said
    assert "Philips 241B8QJEB" in said
    assert "Screen" in said
    assert disagreements() == []


def test_released_together_and_the_line_waits_once(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    release(desktop, reason="moved", actor=cast.anna)
    assert states(desktop, screen) == [("ready", "released")] * 2
    desktop.line.refresh_from_db()
    assert desktop.line.state == "waiting"


def test_a_screen_taken_away_or_broken_leaves_its_desktop_where_it_is(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    report_fault(screen, fault="flickers", actor=cast.tom)
    other = add_companion(desktop, make_ready(cast.tom, cast.vera, **SCREEN), actor=cast.anna)
    release(other, reason="they have one", actor=cast.anna)
    assert states(desktop, screen, other) == [
        ("allocated", ""),
        ("repair", "fault"),
        ("ready", "released"),
    ]
    desktop.line.refresh_from_db()
    assert desktop.line.state == "allocated"


def test_a_broken_desktop_gives_its_screen_back(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    report_fault(desktop, fault="no power", actor=cast.tom)
    assert states(desktop, screen) == [("repair", "fault"), ("ready", "released")]


def test_a_screen_comes_back_alone_and_the_desktop_stays_delivered(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    make_handover(desktop, cast.tom)
    take_back(screen.device, reason="broken", actor=cast.tom)
    assert [state for state, _end in states(desktop, screen)] == ["delivered", "received"]
    assert disagreements() == []


def test_only_a_ready_accessory_that_stands_beside_the_machine_goes_with_it(
    cast: Cast, desktop: Allocation, screen: Allocation
) -> None:
    laptop, far = make_ready(cast.tom, cast.vera), make_ready(cast.tom, cast.vera, **SCREEN)
    Device.objects.filter(pk=far.pk).update(holder=cast.petra.organisation)
    wanted = {laptop: ["no_companion"], far: ["elsewhere"], screen.device: ["taken"]}
    found = {}
    for device in wanted:
        with pytest.raises(AllocationRefused) as refused:
            add_companion(desktop, device, actor=cast.anna)
        found[device] = [reason.code for reason in refused.value.reasons]
    assert found == wanted


@given(st.sampled_from(Kind.values), st.lists(st.sampled_from(Kind.values)))
def test_only_what_has_no_screen_of_its_own_is_warned_about(kind: str, others: list[str]) -> None:
    assert lacks_screen(kind, others) == (kind in WITHOUT_SCREEN and "monitor" not in others)


def test_the_page_warns_of_a_desktop_without_a_screen_and_offers_those_that_are_there(
    cast: Cast, desktop: Allocation
) -> None:
    ready = make_ready(cast.tom, cast.vera, **SCREEN)
    anna, page = Client(), reverse("allocation", args=[desktop.pk])
    anna.force_login(cast.anna.user)
    assert "No screen goes with it." in anna.get(page).text
    choose = reverse("companion-add", args=[desktop.pk])
    assert "Philips 241B8QJEB" in anna.get(choose).text
    assert anna.post(choose, {"device": "NOSUCHONE"}).status_code == 422
    assert anna.post(choose, {"device": ready.code})["Location"] == page
    shown = anna.get(page).text
    assert "Philips 241B8QJEB" in shown
    assert "No screen goes with it." not in shown
    companion = Allocation.objects.get(device=ready)
    assert anna.get(reverse("allocation", args=[companion.pk]))["Location"] == page
    assert anna.get(reverse("handover", args=[companion.pk])).status_code == 404
    ready.refresh_from_db()
    assert ready.state == State.ALLOCATED


def with_screens(cast: Cast, screens: int) -> Allocation:
    """Set a desktop aside, and so many screens to go with it."""
    nomination = make_nomination(cast.paula, kinds=("desktop",))
    machine = make_allocation(
        cast.anna, nomination, make_ready(cast.tom, cast.vera, kind="desktop")
    )
    for _each in range(screens):
        add_companion(machine, make_ready(cast.tom, cast.vera, **SCREEN), actor=cast.anna)
    return Allocation.objects.select_related("device").get(pk=machine.pk)


def test_a_handover_takes_as_many_queries_however_much_goes_with_the_machine(
    cast: Cast,
) -> None:
    make_policy()
    make_handover(with_screens(cast, 0), cast.tom)  # the first of a year makes its counter too
    tom, shown, acted = Client(), {}, {}
    tom.force_login(cast.tom.user)
    for screens in (0, 1, 3):
        machine = with_screens(cast, screens)
        make_arrival(machine, cast.tom)
        tom.get(page := reverse("handover", args=[machine.pk]))
        with CaptureQueriesContext(connection) as found:
            assert tom.get(page).text.count("241B8QJEB") == screens
        shown[screens] = len(found)
        with CaptureQueriesContext(connection) as found:
            make_handover(machine, cast.tom)
        acted[screens] = len(found)
    assert len(set(shown.values())) == 1
    assert acted[1] == acted[3]
    assert max(*shown.values(), *acted.values()) <= 36  # of which five refer the household
    machine = with_screens(cast, 1)
    make_arrival(machine, cast.tom)
    RequestLine.objects.filter(pk=machine.line_id).update(internet="fixed")
    with CaptureQueriesContext(connection) as found:
        make_handover(Allocation.objects.select_related("device").get(pk=machine.pk), cast.tom)
    assert sum("SAVEPOINT" not in query["sql"] for query in found.captured_queries) <= 30
    assert disagreements() == []
