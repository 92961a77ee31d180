"""Proof stays with the disk: what follows when a fact shows a drive that is not sanitised."""

from __future__ import annotations

import pytest

from distribution.allocations.allocating import release
from distribution.models import Allocation
from inventory.lifecycle import DeviceFacts, State, Transition, check_move
from inventory.models import Device, Incident
from inventory.moving import move_device
from inventory.proving import store_wipe_log
from inventory.reviewing import reject_erasure
from inventory.sanitisation import Rejection, Result, Technique, Unsanitised, Verification
from inventory.tracking import find_drive, miss_drive, put_into, remove_drive
from inventory.wiping import NewErasure, record_erasure
from refurb.demo.nwipe import Log, LoggedDrive
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_checked,
    make_device,
    make_drive,
    make_grounds,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
    make_wiped,
)

LOGGED = LoggedDrive(serial="TST0000001")
LOG = Log(drives=(LOGGED,)).text().encode()
FAILED = NewErasure(Technique.BLOCK_ERASE, "hdparm", Result.NOT_WIPED, Verification.SAMPLED)


@pytest.fixture
def device(cast: Cast) -> Device:
    return make_ready(cast.tom, cast.vera)


@pytest.fixture
def allocation(cast: Cast, device: Device) -> Allocation:
    make_grounds()
    make_policy()
    return make_allocation(cast.anna, make_nomination(cast.paula), device)


def state_of(device: Device) -> str:
    return Device.objects.get(pk=device.pk).state


def incidents() -> list[str]:
    return list(Incident.objects.order_by("pk").values_list("kind", flat=True))


def test_a_drive_found_in_a_ready_machine_takes_it_off_the_shelf(
    cast: Cast, device: Device
) -> None:
    make_drive(device, cast.tom)
    last = device.events.latest("pk")
    assert (state_of(device), last.verb, last.actor) == ("wipe", "device.start_wipe", cast.tom)
    assert incidents() == []


def test_a_wipe_that_fails_takes_a_ready_machine_off_the_shelf(cast: Cast, device: Device) -> None:
    record_erasure(device.drives.get(), FAILED, actor=cast.tom)
    assert state_of(device) == "wipe"


def test_a_drive_that_was_out_of_sight_takes_a_ready_machine_off_the_shelf(
    cast: Cast, device: Device
) -> None:
    drive = miss_drive(device.drives.get(), actor=cast.tom)
    assert state_of(device) == "ready"
    find_drive(drive, actor=cast.tom)
    assert state_of(device) == "wipe"


def test_a_drive_of_our_stock_goes_into_a_ready_machine_with_its_proof_or_takes_it_off_the_shelf(
    cast: Cast, device: Device
) -> None:
    other = make_device(cast.tom)
    wiped, not_wiped = make_drive(other, cast.tom), make_drive(other, cast.tom)
    make_wiped(wiped, cast.tom, cast.vera)
    for drive, state in ((wiped, "ready"), (not_wiped, "wipe")):
        put_into(remove_drive(drive, actor=cast.tom), device, actor=cast.tom)
        assert state_of(device) == state


def test_a_machine_that_is_set_aside_stays_so_and_one_incident_is_opened(
    cast: Cast, allocation: Allocation
) -> None:
    drive = make_drive(allocation.device, cast.tom)
    record_erasure(drive, FAILED, actor=cast.tom)
    assert (state_of(allocation.device), incidents()) == ("allocated", ["unsanitised_aside"])
    assert Incident.objects.get().opened == drive.arrived


def test_what_is_released_without_its_proof_goes_to_the_wipe(
    cast: Cast, allocation: Allocation
) -> None:
    make_drive(allocation.device, cast.tom)
    release(allocation, reason="a drive turned up", actor=cast.anna)
    assert state_of(allocation.device) == "wipe"
    facts = DeviceFacts(State.ALLOCATED, stands_allocated=True)
    unproved = DeviceFacts(
        State.ALLOCATED,
        stands_allocated=True,
        unsanitised=(Unsanitised("S1", "not_erased", Rejection.NO_EVIDENCE.label),),
    )
    lapses = [check_move(Transition.LAPSE, each) for each in (facts, unproved)]
    assert lapses == [State.READY, State.WIPE]


def test_a_proof_rejected_after_the_delivery_opens_an_incident(cast: Cast) -> None:
    """A tool's log needs no verifier; a second person may look at it late."""
    make_grounds()
    make_policy()
    device = make_device(cast.tom, memory_bytes=8 * 1024**3, cpu="Intel Core i5-8250U")
    make_drive(device, cast.tom, serial_number=LOGGED.serial, technology="hdd")
    (result,) = store_wipe_log(LOG, actor=cast.tom).results
    assert result.erasure is not None
    make_checked(device, cast.tom)
    move_device(device, Transition.MARK_READY, actor=cast.tom)
    make_handover(make_allocation(cast.anna, make_nomination(cast.paula), device), cast.tom)
    assert incidents() == []
    reject_erasure(result.erasure, Rejection.DATA_LEFT, actor=cast.vera)
    assert (state_of(device), incidents()) == ("delivered", ["unsanitised_out"])
