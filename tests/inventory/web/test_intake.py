"""Unpacking similar machines: shared facts once, then label, serial and first look of each."""

import pytest
from django.test import Client

from inventory.binding import prepare_batch
from inventory.codes import show_code
from inventory.models import Device, DeviceEvent, Drive, Intake, Label
from inventory.receiving import KindStays, correct_device
from inventory.unpacking import (
    Found,
    IntakeRefused,
    Plan,
    change_intake,
    receive_next,
    start_intake,
    undo_last,
)
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_checked, make_device, make_donation, make_drive

SHARED = {
    "planned": "2",
    "manufacturer": "HP",
    "model": "ProBook",
    "memory_gb": "8",
    "drive": "nvme",
    "drive_gb": "256",
    "keyboard": "be_azerty",
    "has_charger": "yes",
    "serials": "S-1\nS-2\n",
}


def start(cast: Cast, tom: Client, **labelling: str) -> Intake:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/intake/?kind=laptop"
    row = tom.post(url, SHARED).headers["Location"]
    tom.post(row, {"how": "after"} | labelling)
    return Intake.objects.get()


def test_similar_machines_are_described_once_and_received_one_by_one(
    cast: Cast, tom: Client
) -> None:
    row = start(cast, tom)
    for serial, look in (("S-1", "good"), ("S-2", "parts")):
        sent = {"serial_number": serial, "first_impression": look}
        assert tom.post(f"/intakes/{row.reference}/", sent).status_code == 302
    found = row.devices.order_by("pk")
    assert [(one.serial_number, one.first_impression) for one in found] == [
        ("S-1", "good"),
        ("S-2", "parts"),
    ]
    assert {(one.name, one.memory_bytes, one.keyboard, one.has_charger) for one in found} == {
        ("HP ProBook", 8 * 1024**3, "be_azerty", True)
    }
    drives = set(Drive.objects.values_list("technology", "size_bytes"))
    assert drives == {("nvme", 256 * 10**9)}
    page = tom.get(f"/intakes/{row.reference}/").content.decode()
    assert "2 of 2" in page
    assert "0 announced serial numbers are not scanned yet" in page


def test_a_half_unpacked_row_is_to_be_continued(cast: Cast, tom: Client) -> None:
    row = start(cast, tom)
    tom.post(f"/intakes/{row.reference}/", {"serial_number": "S-1"})
    donation = f"/donations/{row.donation.reference}/"
    assert "To be continued: HP ProBook, 1 of 2" in tom.get(donation).content.decode()
    assert "To be continued" in tom.get("/donations/").content.decode()
    assert tom.post(f"/intakes/{row.reference}/finish/").headers["Location"] == donation
    assert "To be continued" not in tom.get("/donations/").content.decode()


def test_labels_printed_now_are_bound_as_they_are_scanned(cast: Cast, tom: Client) -> None:
    row = start(cast, tom, how="print")
    assert row.batch is not None
    code = row.batch.labels.order_by("pk")[0].code
    url = f"/intakes/{row.reference}/"
    assert url in tom.get(f"/labels/?batch={row.batch.reference}").content.decode()
    # Without JavaScript a scanner's Enter sends the label alone: then the serial is asked for.
    asked = tom.post(url, {"code": show_code(code)})
    page = asked.content.decode()
    assert (asked.status_code, Device.objects.count()) == (200, 0)
    assert f'value="{code}"' in page
    assert 'name="asked" value="serial_number"' in page
    sent = {"code": code, "asked": "serial_number", "serial_number": ""}
    assert tom.post(url, sent).status_code == 302
    assert Device.objects.get().code == code
    assert Label.objects.get(code=code).state == "bound"


def test_one_label_scanned_by_two_people_is_refused_to_the_second(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    row = start(cast, tom, how="print")
    assert row.batch is not None
    code = row.batch.labels.order_by("pk")[0].code
    url = f"/intakes/{row.reference}/"
    assert tom.post(url, {"code": code, "serial_number": "S-1"}).status_code == 302
    second = sign_in(cast.vera).post(url, {"code": code, "serial_number": "S-2"})
    assert second.status_code == 409
    assert "This label is on another device already." in second.content.decode()
    assert row.devices.count() == 1


def test_each_undoes_what_they_scanned_last_and_the_label_is_free_again(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    row, vera = start(cast, tom), sign_in(cast.vera)
    label = prepare_batch(1, actor=cast.tom).labels.get()
    mine = receive_next(row, Found(code=label.code, serial_number="S-1"), actor=cast.tom)
    theirs = receive_next(row, Found(serial_number="S-2"), actor=cast.vera)
    undo = f"/intakes/{row.reference}/undo/"
    vera.post(undo, {"device": mine.code})
    assert row.devices.count() == 2
    tom.post(undo, {"device": mine.code})
    assert list(row.devices.all()) == [theirs]
    label.refresh_from_db()
    assert label.state == "printed"


def test_what_was_worked_on_since_is_not_undone(cast: Cast, tom: Client) -> None:
    row = start(cast, tom)
    device = receive_next(row, Found(serial_number="S-1"), actor=cast.tom)
    correct_device(device, {"shelf": "B2"}, actor=cast.vera)
    with pytest.raises(IntakeRefused):
        undo_last(row, device.code, actor=cast.tom)


def test_nobody_overwrites_what_another_changed_of_the_shared_facts(cast: Cast) -> None:
    row = start_intake(make_donation(cast.tom), Plan("laptop", 2), actor=cast.tom)
    change_intake(row, Plan("laptop", 3), seen=1, actor=cast.vera)
    with pytest.raises(IntakeRefused) as refused:
        change_intake(row, Plan("laptop", 9), seen=1, actor=cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["changed_meanwhile"]
    row.refresh_from_db()
    assert row.planned == 3


def test_going_back_shows_what_was_filled_in(cast: Cast, tom: Client) -> None:
    row = start(cast, tom)
    page = tom.get(f"/intakes/{row.reference}/same/").content.decode()
    for shown in ('value="ProBook"', "S-1\nS-2", 'value="8"', 'value="256"'):
        assert shown in page
    changed = SHARED | {"model": "ProBook 450", "version": "1"}
    assert tom.post(f"/intakes/{row.reference}/same/", changed).status_code == 302
    assert tom.post(f"/intakes/{row.reference}/same/", changed).status_code == 409


def test_a_kind_without_storage_is_asked_for_nothing_it_cannot_have(
    cast: Cast, tom: Client
) -> None:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/intake/?kind="
    monitor, laptop = (tom.get(url + kind).content.decode() for kind in ("monitor", "laptop"))
    names = ("memory_gb", "cpu", "drive", "keyboard", "screen_inches")
    asked = [[f'name="{name}"' in page for name in names] for page in (monitor, laptop)]
    assert asked == [[False, False, False, False, True], [True] * 5]


@pytest.mark.parametrize("wrong", [{"planned": "0"}, {"planned": "501"}, {"serials": "x" * 81}])
def test_a_row_of_nonsense_is_not_begun(cast: Cast, tom: Client, wrong: dict[str, str]) -> None:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/intake/?kind=laptop"
    assert tom.post(url, SHARED | wrong).status_code == 422
    assert Intake.objects.count() == 0


def test_a_wrong_kind_is_corrected_while_nothing_depends_on_it(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom, keyboard="be_azerty")
    page = tom.post(f"/devices/{device.code}/edit/", {"kind": "monitor", "model": "ThinkPad T480"})
    assert page.status_code == 302
    device.refresh_from_db()
    assert (device.kind, device.keyboard) == ("monitor", "")
    event = DeviceEvent.objects.filter(device=device).latest("pk")
    assert event.facts["changes"]["kind"] == ["laptop", "monitor"]
    assert "kind: Laptop → Monitor" in event.sentence


def test_a_kind_that_work_depends_on_stays(cast: Cast) -> None:
    with_drive, checked = make_device(cast.tom), make_device(cast.tom)
    make_drive(with_drive, cast.tom)
    make_checked(checked, cast.tom)
    for device, reason in ((with_drive, "has_drives"), (checked, "checked")):
        with pytest.raises(KindStays) as refused:
            correct_device(device, {"kind": "monitor"}, actor=cast.tom)
        assert [one.code for one in refused.value.reasons] == [reason]
