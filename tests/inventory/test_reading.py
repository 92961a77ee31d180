"""Hardware reports are kept untouched and projected onto the device they describe."""

import json
from typing import Any

import pytest

from inventory.hardware import read_report
from inventory.kinds import Kind
from inventory.lifecycle import Transition
from inventory.models import Device, Drive, HardwareReport
from inventory.moving import Said, move_device
from inventory.reading import ReportRefused, store_report
from inventory.receiving import correct_device
from inventory.tracking import destroy_drive
from tests.cast import Cast
from tests.inventory.hardware.shapes import as_b_02_19, sample, thinkpad
from tests.makers import make_device, make_donation, make_drive

LATITUDE = sample("latitude.dmidecode.txt")
THINKPAD = sample("thinkpad.lshw.json")


def test_a_report_of_an_unknown_machine_becomes_a_device_of_the_donation(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    stored = store_report(THINKPAD, actor=cast.tom, donation=donation)
    assert stored.device is not None
    device = Device.objects.get(pk=stored.device.pk)
    assert (stored.is_new, stored.created_device, device.donation) == (True, True, donation)
    assert (device.kind, device.manufacturer, device.model) == ("laptop", "Lenovo", "ThinkPad T480")
    assert device.drives.count() == 2
    assert device.hardware["model"]["value"] == "ThinkPad T480"


def test_the_bytes_are_kept_as_they_came_with_their_digest(cast: Cast) -> None:
    raw = b"\xff\xfe not a report \x00"
    report = store_report(raw, actor=cast.tom).report
    report.refresh_from_db()
    assert (bytes(report.raw), report.size_bytes, len(report.sha256)) == (raw, len(raw), 64)


def test_the_same_bytes_again_give_the_old_report(cast: Cast) -> None:
    device = make_device(cast.tom)
    first = store_report(THINKPAD, actor=cast.tom, device=device)
    again = store_report(THINKPAD, actor=cast.vera, device=device)
    assert (again.report, again.is_new, again.device) == (first.report, False, device)
    assert HardwareReport.objects.count() == 1
    assert Drive.objects.count() == 2


def test_each_organisation_keeps_its_own_copy(cast: Cast) -> None:
    store_report(THINKPAD, actor=cast.tom)
    assert store_report(THINKPAD, actor=cast.will).is_new
    assert HardwareReport.objects.count() == 2


def test_a_report_read_for_one_device_is_not_read_for_another(cast: Cast) -> None:
    first, second = make_device(cast.tom), make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=first)
    stored = store_report(THINKPAD, actor=cast.tom, device=second)
    assert (stored.device, "read_for_another" in stored.warnings) == (first, True)
    assert not second.drives.exists()


def test_a_machine_is_recognised_by_its_serial_number(cast: Cast) -> None:
    device = make_device(cast.tom, manufacturer="dell", model="", serial_number="5qzxt42")
    stored = store_report(LATITUDE, actor=cast.tom, donation=make_donation(cast.tom))
    assert (stored.device, stored.created_device) == (device, False)
    device.refresh_from_db()
    assert device.model == "Latitude 5480"


def test_devices_of_other_workshops_are_not_recognised(cast: Cast) -> None:
    make_device(cast.will, manufacturer="Dell", serial_number="5QZXT42")
    stored = store_report(LATITUDE, actor=cast.tom)
    assert (stored.device, stored.candidates) == (None, ())


def test_several_devices_with_the_serial_number_are_left_to_a_person(cast: Cast) -> None:
    both = tuple(make_device(cast.tom, serial_number="5QZXT42") for _each in range(2))
    stored = store_report(LATITUDE, actor=cast.tom, donation=make_donation(cast.tom))
    assert (stored.device, stored.candidates) == (None, both)
    assert "several_devices" in stored.warnings


@pytest.mark.parametrize("differs", [{"manufacturer": "HP"}, {"kind": Kind.DESKTOP}])
def test_a_device_that_differs_is_a_candidate_only(cast: Cast, differs: dict[str, Any]) -> None:
    new: dict[str, Any] = {"manufacturer": "Dell", "serial_number": "5QZXT42"} | differs
    device = make_device(cast.tom, **new)
    stored = store_report(LATITUDE, actor=cast.tom, donation=make_donation(cast.tom))
    assert (stored.device, stored.candidates) == (None, (device,))
    assert "doubtful_device" in stored.warnings


def test_a_device_that_was_lost_is_a_candidate_only(cast: Cast) -> None:
    device = make_device(cast.tom, manufacturer="Dell", serial_number="5QZXT42")
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="stolen"))
    stored = store_report(LATITUDE, actor=cast.tom)
    assert (stored.device, stored.candidates) == (None, (device,))


def test_a_report_gets_its_device_when_a_person_says_which(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom)
    stored = store_report(THINKPAD, actor=cast.tom, device=device)
    assert (stored.device, stored.is_new) == (device, False)
    assert HardwareReport.objects.get().device == device


def test_what_a_person_typed_is_kept(cast: Cast) -> None:
    device = make_device(cast.tom, model="T480s of the mayor")
    stored = store_report(THINKPAD, actor=cast.tom, device=device)
    device.refresh_from_db()
    assert device.model == "T480s of the mayor"
    kept = [change.field for change in stored.changes if not change.is_written]
    assert kept == ["model"]


def test_what_a_person_corrected_after_a_report_is_kept_by_the_next_one(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    correct_device(device, {"cpu": "typed by hand"}, actor=cast.tom)
    store_report(THINKPAD + b"\n", actor=cast.tom, device=device)
    device.refresh_from_db()
    assert device.cpu == "typed by hand"


def test_a_second_report_adds_no_drive_twice(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    store_report(as_b_02_19(thinkpad()), actor=cast.tom, device=device)
    assert device.drives.count() == 2


def test_a_drive_recorded_as_destroyed_does_not_come_back_by_itself(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    drive = Drive.objects.order_by("pk")[0]
    destroy_drive(drive, document="S-1", actor=cast.tom)
    stored = store_report(THINKPAD + b"\n", actor=cast.tom, device=device)
    assert "drive_gone" in stored.warnings
    assert device.drives.count() == 2


def test_a_drive_that_is_also_in_another_device_is_said(cast: Cast) -> None:
    store_report(THINKPAD, actor=cast.tom, device=make_device(cast.tom))
    stored = store_report(THINKPAD + b"\n", actor=cast.tom, device=make_device(cast.tom))
    assert "drive_elsewhere" in stored.warnings


def test_a_drive_typed_without_serial_number_gets_it(cast: Cast) -> None:
    device = make_device(cast.tom)
    facts = read_report(THINKPAD).facts
    assert facts is not None
    size = facts.drives[0].size_bytes.value
    drive = make_drive(device, cast.tom, serial_number="", model="", size_bytes=size)
    store_report(THINKPAD, actor=cast.tom, device=device)
    drive.refresh_from_db()
    assert drive.serial_number != ""
    assert device.drives.count() == 2


def test_a_virtual_machine_never_becomes_a_device(cast: Cast) -> None:
    raw = LATITUDE.replace(b"Dell Inc.", b"QEMU")
    stored = store_report(raw, actor=cast.tom, donation=make_donation(cast.tom))
    assert (stored.device, Device.objects.count()) == (None, 0)
    assert "virtual_machine" in stored.warnings


def test_a_virtual_machine_changes_nothing_of_a_device(cast: Cast) -> None:
    device = make_device(cast.tom, model="")
    raw = LATITUDE.replace(b"Dell Inc.", b"QEMU")
    stored = store_report(raw, actor=cast.tom, device=device)
    device.refresh_from_db()
    assert (device.model, device.hardware) == ("", {})
    assert "virtual_for_device" in stored.warnings


def test_an_anonymised_report_never_becomes_a_device(cast: Cast) -> None:
    raw = LATITUDE.replace(b"5QZXT42", b"XXXXXXX")
    stored = store_report(raw, actor=cast.tom, donation=make_donation(cast.tom))
    assert (stored.device, "anonymised" in stored.warnings) == (None, True)


def test_an_unknown_kind_is_asked_for(cast: Cast) -> None:
    raw = LATITUDE.replace(b"Type: Notebook", b"Type: Other").replace(
        b"Type: Laptop", b"Type: Other"
    )
    donation = make_donation(cast.tom)
    stored = store_report(raw, actor=cast.tom, donation=donation)
    assert (stored.device, "kind_unknown" in stored.warnings) == (None, True)
    stored = store_report(raw, actor=cast.tom, donation=donation, kind="laptop")
    assert stored.device is not None
    assert (stored.device.kind, "kind_unknown" in stored.warnings) == ("laptop", False)


@pytest.mark.parametrize("raw", [b"hello", b"{", LATITUDE[:700], b"\x00" * 50, b"[[[["])
def test_what_is_not_understood_is_kept_and_said(cast: Cast, raw: bytes) -> None:
    stored = store_report(raw, actor=cast.tom)
    assert stored.is_new
    assert stored.warnings != ()


@pytest.mark.parametrize(("raw", "code"), [(b"", "empty"), (b"x" * 5_300_000, "too_large")])
def test_an_empty_or_huge_file_is_refused(cast: Cast, raw: bytes, code: str) -> None:
    with pytest.raises(ReportRefused) as refusal:
        store_report(raw, actor=cast.tom)
    assert [reason.code for reason in refusal.value.reasons] == [code]
    assert not HardwareReport.objects.exists()


SMARTCTL = json.dumps(
    {
        "smartctl": {"version": [7, 3], "exit_status": 0},
        "device": {"name": "/dev/sda", "type": "sat", "protocol": "ATA"},
        "model_name": "INVENTED DISK 500",
        "serial_number": "TST-0001",
        "rotation_rate": 7200,
    }
).encode()


def test_a_report_of_a_drive_adds_the_drive_and_leaves_the_machine_as_it_was(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(LATITUDE, actor=cast.tom, device=device)
    device.refresh_from_db()
    before = device.hardware
    store_report(SMARTCTL, actor=cast.tom, device=device)
    device.refresh_from_db()
    assert device.hardware | {"drives": []} == before
    (read,) = device.hardware["drives"]
    assert (read["serial_number"]["value"], read["technology"]["value"]) == ("TST-0001", "hdd")
    assert [drive.serial_number for drive in device.drives.all()] == ["TST-0001"]


def test_a_report_of_a_drive_never_becomes_a_machine(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    stored = store_report(SMARTCTL, actor=cast.tom, donation=donation, kind=Kind.LAPTOP)
    assert (stored.device, donation.devices.count()) == (None, 0)


def test_drives_that_a_list_does_not_name_are_left_to_a_person(cast: Cast) -> None:
    """Lsblk without udev shows a stick without its bus as a disk without a name."""
    device = make_device(cast.tom)
    unnamed = b'{"blockdevices": [{"name": "sda", "size": 1000, "rota": false}]}'
    stored = store_report(unnamed, actor=cast.tom, device=device)
    assert (device.drives.count(), "drive_without_serial" in stored.warnings) == (0, True)
