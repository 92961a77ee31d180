"""One machine told by two tools is one device; machines that nothing identifies never are."""

import json

import pytest

from inventory.models import Device
from inventory.reading import store_report
from tests.cast import Cast
from tests.inventory.hardware.shapes import sample, thinkpad
from tests.inventory.test_reading import SMARTCTL
from tests.makers import make_device, make_donation, make_drive

LATITUDE = sample("latitude.dmidecode.txt")
SELF_BUILT = sample("selfbuilt.dmidecode.txt")
NAMELESS = (
    LATITUDE.replace(b"/5QZXT42/CN0000000A0001/", b"To be filled by O.E.M.")
    .replace(b"5QZXT42", b"System Serial Number")
    .replace(b"4c4c4544-0051-5a10-8058-b5c04f543432", b"03000200-0400-0500-0006-000700080009")
)
WITH_UUID = NAMELESS.replace(
    b"03000200-0400-0500-0006-000700080009", b"4c4c4544-0051-5a10-8058-b5c04f543432"
)


def as_lshw(**machine: object) -> bytes:
    tree = thinkpad()
    tree |= {"vendor": "Dell Inc.", "product": "Latitude 5480", "version": "", "serial": "5QZXT42"}
    return json.dumps(tree | machine).encode()


def test_one_machine_told_by_two_tools_is_one_device(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(LATITUDE, actor=cast.tom, donation=donation)
    second = store_report(as_lshw(), actor=cast.vera, donation=donation)
    assert (second.device, second.created_device) == (first.device, False)
    assert donation.devices.count() == 1


def test_a_uuid_in_either_order_of_its_bytes_recognises_a_machine_without_serial(
    cast: Cast,
) -> None:
    donation = make_donation(cast.tom)
    first = store_report(WITH_UUID, actor=cast.tom, donation=donation)
    swapped = WITH_UUID.replace(
        b"4c4c4544-0051-5a10-8058-b5c04f543432", b"44454C4C-5100-105A-8058-B5C04F543432"
    )
    second = store_report(swapped, actor=cast.tom, donation=donation)
    assert first.device is not None
    assert (second.device, donation.devices.count()) == (first.device, 1)


def test_one_uuid_with_two_serial_numbers_is_left_to_a_person(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(LATITUDE, actor=cast.tom, donation=donation)
    other = store_report(
        LATITUDE.replace(b"5QZXT42", b"9ABCD99"), actor=cast.tom, donation=donation
    )
    assert (other.device, other.candidates) == (None, (first.device,))


def test_machines_that_nothing_identifies_are_never_taken_for_one_another(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(NAMELESS, actor=cast.tom, donation=donation)
    second = store_report(NAMELESS + b"\n", actor=cast.tom, donation=donation)
    assert first.created_device
    assert (second.device, second.candidates) == (None, (first.device,))
    assert "lookalikes" in second.warnings
    said = store_report(NAMELESS + b"\n", actor=cast.tom, donation=donation, is_another=True)
    assert (said.created_device, donation.devices.count()) == (True, 2)


def test_another_donations_machines_are_no_lookalikes(cast: Cast) -> None:
    for _each in range(2):
        donation = make_donation(cast.tom)
        store_report(NAMELESS, actor=cast.tom, donation=donation)
        stored = store_report(NAMELESS + b" ", actor=cast.tom, donation=make_donation(cast.tom))
    assert Device.objects.count() == 2
    assert stored.candidates == ()


def test_a_board_that_moved_to_another_machine_is_left_to_a_person(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(as_lshw(), actor=cast.tom, donation=donation)
    stored = store_report(as_lshw(serial="OTHER01"), actor=cast.tom, donation=donation)
    assert (stored.device, stored.candidates) == (None, (first.device,))
    assert "doubtful_device" in stored.warnings


def test_a_shared_network_address_only_proposes(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(as_lshw(), actor=cast.tom, donation=donation)
    tree = json.loads(as_lshw(serial="OTHER01", configuration={"chassis": "notebook"}))
    tree["children"][0]["serial"] = ""
    stored = store_report(json.dumps(tree).encode(), actor=cast.tom, donation=donation)
    assert (stored.device, stored.candidates) == (None, (first.device,))
    assert "same_address" in stored.warnings


def test_a_report_of_a_drive_finds_the_one_device_that_it_is_recorded_in(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="TST-0001")
    make_drive(make_device(cast.will), cast.will, serial_number="TST-0001")
    stored = store_report(SMARTCTL, actor=cast.tom)
    assert stored.device == device
    device.refresh_from_db()
    assert device.hardware["drives"][0]["serial_number"]["value"] == "TST-0001"


@pytest.mark.parametrize("typed", ["5QZXT42", "5qzxt42"])
def test_a_serial_number_typed_by_a_person_counts_like_a_read_one(cast: Cast, typed: str) -> None:
    device = make_device(cast.tom, manufacturer="Dell", serial_number=typed)
    assert store_report(LATITUDE, actor=cast.tom).device == device


def test_a_self_built_machine_is_recognised_by_its_board(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    first = store_report(SELF_BUILT, actor=cast.tom, donation=donation, kind="desktop")
    again = store_report(SELF_BUILT + b"\n", actor=cast.tom, donation=donation, kind="desktop")
    assert first.device is not None
    assert (again.device, donation.devices.count()) == (first.device, 1)
