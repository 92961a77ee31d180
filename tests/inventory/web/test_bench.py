"""Bench work by page: drives, wipes, repairs, checks, locks, and who may do it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.checklist import items_for
from inventory.kinds import Kind
from inventory.models import Device, Drive, Erasure, LockCheck, QualityCheck, Repair
from inventory.repairing import open_repair
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_drive, make_ready, make_wiped

WIPE = {
    "technique": "block_erase",
    "tool": "hdparm",
    "result": "wiped",
    "verification": "sampled",
}


def wipe_of(member: object, **changes: str) -> dict[str, str]:
    return WIPE | {"operator": str(member.user_id)} | changes  # type: ignore[attr-defined]


def unverified(cast: Cast) -> Erasure:
    drive = make_drive(make_device(cast.tom), cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    Erasure.objects.update(verifier=None, verified_by=None, verification="none")
    return Erasure.objects.get()


def test_a_drive_is_added_with_its_size_as_sold(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    sent = {"serial_number": "S/1 2", "technology": "ssd", "size_gb": "256"}
    response = tom.post(f"/devices/{device.code}/drives/add/", sent)
    drive = Drive.objects.get()
    assert response.status_code == 302
    assert (drive.serial_number, drive.size_bytes) == ("S/1 2", 256_000_000_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"serial_number": "", "model": ""},
        {"size_gb": "-1"},
        {"size_gb": "9" * 30},
        {"technology": "paper"},
        {"serial_number": "x" * 81},
        {"model": "nul\x00byte"},
    ],
)
def test_a_drive_that_makes_no_sense_is_not_added(
    cast: Cast, tom: Client, wrong: dict[str, str]
) -> None:
    device = make_device(cast.tom)
    sent = {"serial_number": "S1", "technology": "ssd"} | wrong
    response = tom.post(f"/devices/{device.code}/drives/add/", sent)
    assert (response.status_code, Drive.objects.count()) == (422, 0)


def test_a_wipe_is_recorded_and_verified_by_somebody_else(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    assert tom.post(f"/drives/{drive.pk}/erase/", wipe_of(cast.tom)).status_code == 302
    verify = f"/erasures/{Erasure.objects.get().pk}/verify/"
    refused = tom.post(verify, {"verification": "full"})
    assert refused.status_code == 409
    assert "Somebody else has to verify your wipe." in refused.content.decode()
    vera = sign_in(cast.vera)
    assert vera.get(verify).status_code == 200
    assert vera.post(verify, {"verification": "full"}).status_code == 302
    erasure = Erasure.objects.get()
    assert (erasure.verifier, erasure.verification) == (cast.vera.user, "full")
    assert vera.post(verify, {"verification": "full"}).status_code == 409


def test_a_colleagues_wipe_can_be_recorded_and_verified_at_once(cast: Cast, tom: Client) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    sent = wipe_of(cast.vera, verified_by_me="on")
    assert tom.post(f"/drives/{drive.pk}/erase/", sent).status_code == 302
    erasure = Erasure.objects.get()
    assert (erasure.operator, erasure.verifier) == (cast.vera.user, cast.tom.user)


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"verified_by_me": "on"}, 409, "Somebody else has to verify your wipe."),
        (
            {"started_at": "2026-11-02T10:00", "ended_at": "2026-11-01T10:00"},
            409,
            "It ends before it starts.",
        ),
        ({"ended_at": "2099-11-01T10:00"}, 409, "a day that is still to come"),
        ({"technique": "shred"}, 422, "shred is not one of the available choices"),
        ({"started_at": "0001-01-01T00:00"}, 422, "Ensure this value is greater"),
        ({"ended_at": "9999-12-31T23:59"}, 422, "Ensure this value is less"),
        ({"operator": "9" * 40}, 422, "not one of the available choices"),
        ({"tool": ""}, 422, "This field is required."),
    ],
)
def test_a_wipe_that_cannot_be_true_is_refused(
    cast: Cast, tom: Client, changes: dict[str, str], status: int, told: str
) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    response = tom.post(f"/drives/{drive.pk}/erase/", wipe_of(cast.tom, **changes))
    assert (response.status_code, Erasure.objects.count()) == (status, 0)
    assert told in response.content.decode()


def test_people_of_other_organisations_are_not_offered_as_operators(
    cast: Cast, tom: Client
) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    response = tom.post(f"/drives/{drive.pk}/erase/", wipe_of(cast.will))
    assert response.status_code == 422
    assert "Will" not in response.content.decode()


def test_a_destroyed_or_removed_drive_is_gone_for_good(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    first, second = make_drive(device, cast.tom), make_drive(device, cast.tom)
    assert tom.post(f"/drives/{first.pk}/destroy/", {"document": ""}).status_code == 422
    assert tom.post(f"/drives/{first.pk}/destroy/", {"document": "S-1"}).status_code == 302
    assert tom.get(f"/drives/{second.pk}/remove/").status_code == 200
    assert tom.post(f"/drives/{second.pk}/remove/").status_code == 302
    assert list(Drive.objects.order_by("pk").values_list("status", flat=True)) == [
        "destroyed",
        "removed",
    ]
    assert tom.post(f"/drives/{first.pk}/erase/", wipe_of(cast.tom)).status_code == 409
    assert tom.post(f"/drives/{second.pk}/remove/").status_code == 409


def test_a_device_with_a_drive_cannot_be_declared_without(cast: Cast, tom: Client) -> None:
    with_drive, without = make_device(cast.tom), make_device(cast.tom)
    make_drive(with_drive, cast.tom)
    for device in (with_drive, without):
        assert tom.post(f"/devices/{device.code}/driveless/").status_code == 302
    page = tom.get(f"/devices/{without.code}/").content.decode()
    assert "Record first that the drive was removed or destroyed." in page
    declared = Device.objects.filter(declared_driveless=True)
    assert [device.code for device in declared] == [without.code]
    assert tom.get(f"/devices/{without.code}/driveless/").status_code == 405


def test_a_repair_is_opened_and_closed_once(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    add = f"/devices/{device.code}/repairs/add/"
    assert tom.get(add).status_code == 200
    assert tom.post(add, {"fault": ""}).status_code == 422
    assert tom.post(add, {"fault": "Hinge"}).status_code == 302
    assert tom.post(add, {"fault": "Fan too"}).status_code == 302
    first = Repair.objects.order_by("pk")[0]
    close = f"/repairs/{first.pk}/close/"
    sent = {"outcome": "fixed", "work_done": "New hinge", "part_1": "Hinge", "cost_1": "4.50"}
    assert tom.post(close, {"outcome": "perhaps"}).status_code == 422
    assert tom.post(close, sent).status_code == 302
    assert tom.post(close, sent).status_code == 409
    first.refresh_from_db()
    assert [(work.done, work.minutes) for work in first.work.all()] == [("New hinge", None)]
    assert [(one.part, one.quantity, one.source, one.cost) for one in first.parts.all()] == [
        ("Hinge", 1, "stock", Decimal("4.50"))
    ]
    assert (first.outcome, Repair.objects.filter(closed=None).count()) == ("fixed", 1)


def checked(kind: str, **other: str) -> dict[str, str]:
    return {f"item_{item}": "ok" for item in items_for(kind)} | other


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_its_own_checklist(cast: Cast, tom: Client, kind: str) -> None:
    device = make_device(cast.tom, kind=kind)
    url = f"/devices/{device.code}/check/"
    page = tom.get(url).content.decode()
    assert page.count('value="fail"') == len(items_for(kind))
    assert tom.post(url, checked(kind, grade="A")).status_code == 302
    device.refresh_from_db()
    assert (device.grade, QualityCheck.objects.get().passed) == ("A", True)


def test_a_check_that_passes_needs_a_grade(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    response = tom.post(f"/devices/{device.code}/check/", checked("laptop"))
    assert response.status_code == 409
    assert response.context["form"].errors == {"grade": ["Give it a grade: every item is fine."]}


def test_a_check_that_fails_names_what_was_not_fine(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    sent = checked("laptop", item_battery="fail", battery_percent="31")
    assert tom.post(f"/devices/{device.code}/check/", sent).status_code == 302
    page = tom.get(f"/devices/{device.code}/").content.decode()
    assert "Not fine: Battery holds its charge" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"item_starts": ""},
        {"item_starts": "maybe"},
        {"grade": "Z"},
        {"battery_percent": "121"},
        {"battery_percent": "9" * 30},
        {"os_language": "klingon"},
        {"known_defects": "x" * 301},
    ],
)
def test_a_check_filled_in_wrongly_is_not_recorded(
    cast: Cast, tom: Client, wrong: dict[str, str]
) -> None:
    device = make_device(cast.tom)
    sent = checked("laptop", grade="B") | wrong
    assert tom.post(f"/devices/{device.code}/check/", sent).status_code == 422
    assert not QualityCheck.objects.exists()


def test_locks_are_recorded_one_by_one(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    url = f"/devices/{device.code}/locks/"
    assert tom.post(url, {"bios_password": "clear"}).status_code == 422
    assert tom.post(url, {"bios_password": "clear", "mdm": "closed"}).status_code == 302
    assert dict(LockCheck.objects.values_list("lock", "is_clear")) == {
        "bios_password": True,
        "mdm": False,
    }


def test_a_monitor_has_no_locks(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom, kind=Kind.MONITOR)
    url = f"/devices/{device.code}/locks/"
    assert "This kind of device has no locks." in tom.get(url).content.decode()
    assert tom.post(url).status_code == 409


def test_a_delivered_device_is_not_checked(cast: Cast, tom: Client) -> None:
    device = make_ready(cast.tom, cast.vera)
    Device.objects.update(state="delivered")
    response = tom.post(f"/devices/{device.code}/check/", checked("laptop", grade="B"))
    assert response.status_code == 409


def test_bench_pages_are_for_the_bench_of_that_workshop(cast: Cast, sign_in: SignIn) -> None:
    erasure = unverified(cast)
    device = erasure.drive.device
    repair = open_repair(device, "Hinge", actor=cast.tom)
    urls = [
        *(
            f"/devices/{device.code}/{page}/"
            for page in ("edit", "send", "check", "locks", "drives/add", "repairs/add")
        ),
        *(f"/drives/{erasure.drive_id}/{page}/" for page in ("erase", "destroy", "remove")),
        f"/erasures/{erasure.pk}/verify/",
        f"/repairs/{repair.pk}/close/",
    ]
    expected = {cast.vera: 200, cast.lea: 200, cast.will: 404, cast.anna: 403, cast.augustin: 403}
    for member, status in expected.items():
        client = sign_in(member)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, status)


def test_data_is_corrected_and_only_what_changed_is_written(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    Device.objects.update(memory_bytes=8_123_456_789)
    url = f"/devices/{device.code}/edit/"
    sent = {
        "kind": "laptop",
        "manufacturer": "Lenovo",
        "model": "ThinkPad T480s",
        "memory_gb": "7.57",
        "has_camera": "yes",
        "screen_inches": "14.0",
    }
    assert 'value="7.57"' in tom.get(url).content.decode()
    assert tom.post(url, sent).status_code == 302
    device.refresh_from_db()
    assert (device.model, device.memory_bytes, device.has_camera) == (
        "ThinkPad T480s",
        8_123_456_789,
        True,
    )
    event = device.events.order_by("-pk")[0]
    assert event.facts == {
        "changes": {
            "has_camera": ["", True],
            "model": ["ThinkPad T480", "ThinkPad T480s"],
            "screen_inches": ["", "14.0"],
        }
    }


def test_the_times_of_a_wipe_are_shown_not_trusted(cast: Cast, tom: Client) -> None:
    drive = make_drive(make_device(cast.tom), cast.tom)
    ended = timezone.localtime() - timedelta(days=900)
    sent = wipe_of(cast.tom, ended_at=ended.strftime("%Y-%m-%dT%H:%M"))
    assert tom.post(f"/drives/{drive.pk}/erase/", sent).status_code == 302
    assert isinstance(Erasure.objects.get().ended_at, datetime)


def test_a_device_is_sent_to_a_partner_who_sees_it_from_then_on(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_ready(cast.tom, cast.vera)
    petra, url = sign_in(cast.petra), f"/devices/{device.code}/send/"
    assert petra.get(f"/devices/{device.code}/").status_code == 404
    school = str(cast.paula.organisation_id)
    assert tom.post(url, {"organisation": school}).status_code == 422
    assert tom.post(url, {"organisation": "9" * 40}).status_code == 422
    partner = str(cast.petra.organisation_id)
    assert tom.post(url, {"organisation": partner}).status_code == 302
    assert "Tom sent it to EPN" in " ".join(
        petra.get(f"/devices/{device.code}/")
        .content.decode()
        .replace("</b>", "")
        .replace("<b>", "")
        .split()
    )
    Device.objects.update(state="delivered")
    assert tom.post(url, {"organisation": partner}).status_code == 409
    assert petra.get(url).status_code == 403
