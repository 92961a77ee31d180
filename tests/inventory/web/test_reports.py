"""Hardware reports by page: several files, a line of result each, the raw bytes untouched."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from inventory.models import Device, HardwareReport
from inventory.reading import store_report
from tests.cast import Cast
from tests.inventory.hardware.shapes import sample
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_donation

LATITUDE = sample("latitude.dmidecode.txt")
THINKPAD = sample("thinkpad.lshw.json")


def upload(client: Client, *files: bytes, query: str = "") -> HttpResponse:
    sent = [SimpleUploadedFile(f"report-{n}.txt", raw) for n, raw in enumerate(files)]
    return client.post(f"/reports/add/{query}", {"reports": sent})  # type: ignore[return-value]


def test_several_files_become_the_devices_of_a_donation(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    response = upload(tom, LATITUDE, THINKPAD, query=f"?donation={donation.reference}")
    page = response.content.decode()
    assert (response.status_code, donation.devices.count()) == (200, 2)
    assert page.count("A new device was added.") == 2


def test_a_report_is_read_for_the_device_of_the_address(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    page = upload(tom, THINKPAD, query=f"?device={device.code}").content.decode()
    assert "It was read for this device." in page
    assert HardwareReport.objects.get().device == device


def test_the_same_file_again_is_said(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    for _each in range(2):
        page = upload(tom, THINKPAD, query=f"?donation={donation.reference}").content.decode()
    assert "This file was read before." in page
    assert Device.objects.count() == 1


@pytest.mark.parametrize("query", ["?device=%00", "?donation=%00", "?device=" + "9" * 500])
def test_a_target_that_makes_no_sense_is_ignored(cast: Cast, tom: Client, query: str) -> None:
    assert upload(tom, THINKPAD, query=query).status_code == 200
    assert HardwareReport.objects.get().device is None


def test_devices_and_donations_of_others_are_no_target(cast: Cast, tom: Client) -> None:
    device = make_device(cast.will)
    upload(tom, THINKPAD, query=f"?device={device.code}")
    upload(tom, LATITUDE, query=f"?donation={device.donation.reference}")
    assert list(HardwareReport.objects.values_list("device", flat=True)) == [None, None]
    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "The file is empty."),
        (b"x" * 5_300_000, "The file is larger than 5 MB"),
        (b"\x00\xff\xfe" * 1000, "This is not a report that can be read."),
        ("Grüße".encode("latin-1"), "This is not a report that can be read."),
        (THINKPAD.decode().encode("utf-16"), ""),
        (THINKPAD[:500], "The report breaks off before its end."),
        (b"[2026/11/03 10:15:30]    info: nwipe 0.42", "This is the log of a wipe"),
        (b"[" * 200_000, "This is not a report that can be read."),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b'{"id":"x","class":"system","children":"no"}', ""),
    ],
)
def test_whatever_is_sent_gets_a_clear_line(cast: Cast, tom: Client, raw: bytes, told: str) -> None:
    donation = make_donation(cast.tom)
    response = upload(tom, raw, query=f"?donation={donation.reference}")
    assert response.status_code == 200
    assert told in response.content.decode()


def test_a_refused_file_does_not_stop_the_others(cast: Cast, tom: Client) -> None:
    page = upload(tom, b"", THINKPAD).content.decode()
    assert "The file is empty." in page
    assert HardwareReport.objects.count() == 1


def test_no_file_at_all_is_an_error_of_the_form(tom: Client) -> None:
    assert tom.post("/reports/add/").status_code == 422
    assert tom.post("/reports/add/", {"reports": "not a file"}).status_code == 422


def test_a_report_shows_what_was_read_and_what_was_ignored(cast: Cast, tom: Client) -> None:
    raw = LATITUDE.replace(b"Latitude 5480", b"System Product Name").replace(b"0TESTB", b"None")
    report = store_report(raw, actor=cast.tom).report
    page = tom.get(f"/reports/{report.pk}/").content.decode()
    assert "5QZXT42" in page
    assert "“System Product Name” says nothing, so it was ignored." in page


def test_a_person_says_which_device_a_report_describes(cast: Cast, tom: Client) -> None:
    first, second = (make_device(cast.tom, serial_number="5QZXT42") for _each in range(2))
    report = store_report(LATITUDE, actor=cast.tom).report
    page = tom.get(f"/reports/{report.pk}/").content.decode()
    assert first.code in page
    assert second.code in page
    assign = f"/reports/{report.pk}/assign/"
    theirs = make_device(cast.will)
    assert tom.post(assign, {"code": theirs.code}).status_code == 422
    assert tom.post(assign, {}).status_code == 422
    response = tom.post(assign, {"code": second.code})
    assert response.headers["Location"] == f"/devices/{second.code}/"
    report.refresh_from_db()
    assert report.device == second


def test_a_person_makes_a_new_device_of_a_report_and_names_its_kind(
    cast: Cast, tom: Client
) -> None:
    donation = make_donation(cast.tom)
    report = store_report(LATITUDE, actor=cast.tom).report
    sent = {"donation": donation.reference.lower(), "kind": "tablet"}
    tom.post(f"/reports/{report.pk}/assign/", sent)
    assert donation.devices.get().kind == "tablet"
    assert tom.post(f"/reports/{report.pk}/assign/", {"donation": "DN-99"}).status_code == 422


def test_the_raw_file_is_given_as_it_came_and_never_shown(cast: Cast, tom: Client) -> None:
    raw = b"<script>alert(1)</script>\x00\xff"
    report = store_report(raw, actor=cast.tom).report
    response = tom.get(f"/reports/{report.pk}/raw/")
    assert response.content == raw
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_who_may_read_and_send_reports(cast: Cast, sign_in: SignIn) -> None:
    report = store_report(THINKPAD, actor=cast.tom, device=make_device(cast.tom)).report
    expected = {
        cast.tom: (200, 200),
        cast.anna: (200, 403),
        cast.augustin: (200, 403),
        cast.will: (404, 200),
        cast.petra: (403, 403),
        cast.paula: (403, 403),
    }
    for member, (reads, sends) in expected.items():
        client = sign_in(member)
        found = (
            client.get(f"/reports/{report.pk}/").status_code,
            client.get(f"/reports/{report.pk}/raw/").status_code,
            client.get("/reports/add/").status_code,
        )
        assert found == (reads, reads, sends)


def test_what_the_report_says_can_be_taken_over_as_it_was_seen(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom, manufacturer="Dell", model="Typed")
    store_report(LATITUDE, actor=cast.tom, device=device)
    page = tom.get(f"/devices/{device.code}/").content.decode()
    assert "Take over “Latitude 5480”" in page
    address = f"/devices/{device.code}/take-over/"
    for sent in ({"field": "model", "read": "Latitude 7"}, {"field": "cpu", "read": "x"}):
        tom.post(address, sent)
        device.refresh_from_db()
        assert device.model == "Typed"
    tom.post(address, {"field": "model", "read": "Latitude 5480"})
    device.refresh_from_db()
    assert device.model == "Latitude 5480"
    store_report(LATITUDE.replace(b"5480", b"5490"), actor=cast.tom, device=device)
    device.refresh_from_db()
    assert device.model == "Latitude 5480"


def test_the_script_sends_file_by_file_and_gets_their_lines_alone(cast: Cast, tom: Client) -> None:
    sent = {"reports": SimpleUploadedFile("(: <b>.json", THINKPAD)}
    page = tom.post("/reports/add/", sent, headers={"HX-Request": "true"}).content.decode().strip()
    assert page.startswith("<li")
    assert page.endswith("</li>")
    assert "(: &lt;b&gt;.json" in page
    assert "lshw-json · Lenovo ThinkPad T480 · " in page


def test_a_device_shows_what_its_reports_say_beyond_what_it_records(
    cast: Cast, tom: Client
) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    serial = device.drives.order_by("pk")[0].serial_number
    smart = {
        "smartctl": {"version": [7, 3]},
        "device": {"name": "/dev/sda", "protocol": "ATA"},
        "model_name": "FLASH",
        "serial_number": serial,
        "smart_status": {"passed": True},
        "power_on_time": {"hours": 1234},
    }
    store_report(json.dumps(smart).encode(), actor=cast.tom)
    battery = b"POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_ENERGY_FULL=40\nPOWER_SUPPLY_CYCLE_COUNT=31\n"
    battery += b"POWER_SUPPLY_ENERGY_FULL_DESIGN=50\n"
    store_report(battery, actor=cast.tom, device=device)
    page = " ".join(tom.get(f"/devices/{device.code}/").content.decode().split())
    assert "SMART: passed · 1234 hours" in page
    assert "<dt>Battery health</dt> <dd>80 %</dd>" in page
    assert "<dt>Windows 11</dt>" in page
