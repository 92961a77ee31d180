"""What tools of the bench send: workbench-script's snapshots, several wipe logs in one form."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext

from inventory.models import HardwareReport, WipeLog
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import create_token
from refurb.demo.nwipe import Log
from tests.api.caller import Caller
from tests.cast import Cast
from tests.inventory.hardware.shapes import sample, thinkpad
from tests.makers import make_device, make_donation

# As the script sends it: texts in "data", an "erase" that proves nothing.
SNAPSHOT = {
    "timestamp": "2026-01-15 10:00:00",
    "type": "Snapshot",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "software": "workbench-script",
    "version": "0.0.1",
    "operator_id": "",
    "data": {
        "smartctl": "[]",
        "dmidecode": sample("latitude.dmidecode.txt").decode(),
        "inxi": "",
    },
    "erase": [[""]],
}


def test_workbench_script_works_with_us_as_it_is(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    bench = Caller(create_token(cast.tom, scope=Scope.BENCH))
    path = f"snapshot/?donation={donation.reference}"
    answer = bench.post(path, SNAPSHOT)
    device = donation.devices.get()
    assert answer == {
        "status": "success",
        "dhid": device.code,
        "url": f"http://testserver/devices/{device.code}/",
        "public_url": f"http://testserver/D/{device.code}",
    } | {key: answer[key] for key in ("url", "public_url")}
    assert answer["url"].endswith(f"/devices/{device.code}/")
    assert answer["public_url"].endswith(f"/D/{device.code}")
    assert (device.model, device.serial_number) == ("Latitude 5480", "5QZXT42")
    assert bench.post(path, SNAPSHOT, status=200)["dhid"] == device.code


def test_a_snapshot_of_a_machine_that_nobody_knows_is_kept_for_a_person(cast: Cast) -> None:
    answer = Caller(create_token(cast.tom)).post("snapshot/", SNAPSHOT)
    assert (answer["status"], answer["dhid"]) == ("success", "")
    assert "/reports/" in answer["url"]


def test_the_qr_code_that_workbench_script_shows_leads_to_the_device(
    cast: Cast,
) -> None:
    """The script writes the address by itself: evidence/ and the snapshot's own number."""
    address = f"/evidence/{SNAPSHOT['uuid']}"
    tom, paula = Client(), Client()
    tom.force_login(cast.tom.user)
    paula.force_login(cast.paula.user)
    assert tom.get(address).status_code == 404
    Caller(create_token(cast.tom)).post("snapshot/", SNAPSHOT)
    report = HardwareReport.objects.get()
    assert tom.get(address)["Location"] == f"/reports/{report.pk}/"
    donation = make_donation(cast.tom)
    wrapped = {"type": "DeviceSnapshotV1", "data": json.dumps(SNAPSHOT)}
    signed = Caller(create_token(cast.tom, scope=Scope.BENCH))
    signed.post(f"snapshot/?donation={donation.reference}", wrapped)
    assert tom.get(address)["Location"] == f"/devices/{donation.devices.get().code}/"
    assert paula.get(address).status_code in {403, 404}


def test_a_snapshot_of_137_kb_takes_few_queries_however_many_devices_there_are(
    cast: Cast,
) -> None:
    donation = make_donation(cast.tom)
    bench = Caller(create_token(cast.tom))
    asked = []
    for devices in (1, 3):
        for number in range(devices):
            make_device(cast.tom, donation=donation, serial_number=f"TST{devices}{number}")
        with CaptureQueriesContext(connection) as queries:
            bench.post(f"snapshot/?donation={donation.reference}", large_snapshot(devices))
        sent = [query["sql"] for query in queries.captured_queries]
        asked.append(sum("SAVEPOINT" not in sql for sql in sent))
    assert asked == [asked[0]] * 2
    assert asked[0] <= 25


def large_snapshot(number: int) -> dict[str, object]:
    tree = thinkpad() | {"serial": f"NEW{number}", "configuration": {"chassis": "notebook"}}
    core, part = tree["children"][0], {"id": "generic", "class": "generic", "description": "x" * 60}
    core["serial"] = f"BOARD{number}"
    core["children"] += [dict(part) for _each in range(1_500)]
    text = json.dumps(tree).replace("02:00:5E:10:00:01", f"02:00:5E:10:01:0{number}")
    snapshot: dict[str, object] = {"type": "Snapshot", "data": {"lshw": json.loads(text)}}
    assert len(json.dumps(snapshot)) > 137_000
    return snapshot


def test_several_wipe_logs_in_one_form_are_answered_file_by_file(cast: Cast) -> None:
    token = create_token(cast.tom)
    files = [
        SimpleUploadedFile("one.log", Log().text().encode()),
        SimpleUploadedFile("(:", b"not a log"),
    ]
    answer = Client().post(
        "/api/v1/wipe-reports", {"logs": files}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201
    one, other = json.loads(answer.content)["logs"]
    assert (one["file"], [drive["verdict"] for drive in one["stored"]["drives"]]) == (
        "one.log",
        ["wiped"],
    )
    assert (other["file"], other["stored"]) == ("(:", None)
    assert [reason["code"] for reason in other["reasons"]] == ["no_wipe_log"]
    assert WipeLog.objects.count() == 1


def test_a_form_that_breaks_off_or_holds_no_file_is_a_problem(cast: Cast) -> None:
    tom = Caller(create_token(cast.tom))
    for body in (b"--nothing", b""):
        assert tom.refused("POST", "wipe-reports", body, sent_as=MULTIPART_CONTENT)["status"] in {
            400,
            422,
        }
    assert tom.refused("POST", "wipe-reports", b"x", sent_as="multipart/form-data")["status"] == 400
