"""Moving a device through its page: done, refused with every reason, undone, stale."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inventory.lifecycle import State
from inventory.models import Device, DeviceEvent, Incident, Repair
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_drive, make_ready


def move(client: Client, device: Device, transition: str, **said: str) -> int:
    sent = {"transition": transition} | said
    return client.post(f"/devices/{device.code}/move/", sent).status_code


def state_of(device: Device) -> str:
    return Device.objects.get(pk=device.pk).state


def test_a_move_is_made_and_can_be_undone(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    assert move(tom, device, "start_wipe", expected="received") == 302
    page = tom.get(f"/devices/{device.code}/").content.decode()
    assert "You moved it from “Received” to “To wipe”." in page
    assert move(tom, device, "revert", expected="wipe") == 302
    assert state_of(device) == State.RECEIVED


def test_undo_is_offered_only_to_who_did_it_and_only_for_a_while(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move(tom, device, "start_wipe")
    url = f"/devices/{device.code}/"
    assert "You moved it from" not in sign_in(cast.vera).get(url).content.decode()
    DeviceEvent.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert "You moved it from" not in tom.get(url).content.decode()
    assert move(tom, device, "revert") == 409
    assert move(sign_in(cast.lea), device, "revert") == 302


def test_a_refused_move_shows_every_reason(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    sent = {"transition": "mark_ready", "expected": "received"}
    response = tom.post(f"/devices/{device.code}/move/", sent)
    page = response.content.decode()
    start = page.index("This was not done")
    told = page[start : page.index("</ul>", start)]
    assert response.status_code == 409
    assert state_of(device) == State.RECEIVED
    for reason in (
        f"Drive {drive.serial_number} has not been wiped.",
        "It has no quality check yet.",
        "Nobody has checked for a BIOS password yet.",
        "Nobody has checked for enrolment",
    ):
        assert reason in told


def test_a_stale_page_is_refused_kindly(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move(tom, device, "start_wipe", expected="received")
    response = tom.post(
        f"/devices/{device.code}/move/",
        {"transition": "send_to_repair", "expected": "received", "fault": "hinge"},
    )
    assert response.status_code == 409
    assert "Somebody moved it meanwhile. Look again." in response.content.decode()
    assert state_of(device) == State.WIPE


def test_a_fault_is_asked_for_and_opens_a_repair(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    assert move(tom, device, "send_to_repair", fault=" ") == 409
    assert move(tom, device, "send_to_repair", fault="The hinge is broken") == 302
    assert (state_of(device), Repair.objects.get().fault) == (State.REPAIR, "The hinge is broken")


def test_recycling_is_for_leads_and_asks_where_to(cast: Cast, tom: Client, sign_in: SignIn) -> None:
    device, lea = make_ready(cast.tom, cast.vera), sign_in(cast.lea)
    said = {"destination": "Recupel", "document": "R-1"}
    assert move(tom, device, "recycle", **said) == 403
    assert move(lea, device, "recycle", destination="Recupel") == 409
    assert move(lea, device, "recycle", **said) == 302
    assert state_of(device) == State.RECYCLED
    assert move(lea, device, "reopen", reason="It was the wrong one") == 302


def test_losing_a_device_that_was_not_wiped_opens_an_incident(cast: Cast, sign_in: SignIn) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    assert move(sign_in(cast.lea), device, "lose", reason="Stolen from the van") == 302
    assert Incident.objects.get().device == device
    assert move(sign_in(cast.tom), device, "find") == 302


@pytest.mark.parametrize("transition", ["allocate", "release", "hand_over", "take_back"])
def test_what_only_an_allocation_does_is_not_done_here(
    cast: Cast, sign_in: SignIn, transition: str
) -> None:
    device = make_ready(cast.tom, cast.vera)
    for member in (cast.tom, cast.lea, cast.anna):
        assert move(sign_in(member), device, transition, reason="because") in {403, 409}
    assert state_of(device) == State.READY


@pytest.mark.parametrize("sent", [{}, {"transition": "explode"}, {"transition": "\x00"}])
def test_an_unknown_transition_is_refused(cast: Cast, tom: Client, sent: dict[str, str]) -> None:
    device = make_device(cast.tom)
    assert tom.post(f"/devices/{device.code}/move/", sent).status_code == 422


def test_other_workshops_and_readers_move_nothing(cast: Cast, sign_in: SignIn) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    assert move(sign_in(cast.will), device, "start_wipe") == 404
    assert move(sign_in(cast.augustin), device, "start_wipe") == 403
    assert move(sign_in(cast.paula), device, "start_wipe") == 403


def test_looking_moves_nothing(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    page = tom.get(f"/devices/{device.code}/move/?transition=start_wipe")
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert f'href="/devices/{device.code}/">Open the page</a>' in page.content.decode()
