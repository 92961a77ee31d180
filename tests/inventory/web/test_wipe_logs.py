"""Wipe logs on the pages, by command and through the API."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inventory.models import WipeLog, WipeResult
from inventory.proving import store_wipe_log
from refurb.demo.nwipe import Log, LoggedDrive
from tests.api.caller import caller as caller_of
from tests.cast import Cast
from tests.inventory.test_proving import sanitized
from tests.inventory.web.conftest import SignIn
from tests.inventory.wipe_logs.test_foreign import PDF
from tests.makers import make_device, make_drive

FAILED = LoggedDrive(name="sdb", serial="TST0000002", status="-FAILED-", errors=(3, 0, 0))
LOG = Log(drives=(LoggedDrive(), FAILED))


def test_a_log_sent_with_the_reports_says_what_it_proves(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="TST0000001", technology="hdd")
    unknown = Log(drives=(LoggedDrive(serial=""),)).text()
    files = [SimpleUploadedFile("nwipe.log", text.encode()) for text in (LOG.text(), unknown)]
    shown = tom.post("/reports/add/", {"reports": files}).content.decode()
    assert "TST0000001" in shown
    assert "No serial number, so it can't be matched." in shown
    assert f"/devices/{device.code}/" in shown
    assert "No drive of yours has this serial number yet." in shown


def test_the_page_of_a_log_shows_the_lines_that_speak_against_a_drive(
    cast: Cast, tom: Client
) -> None:
    log = store_wipe_log(LOG.text().encode(), actor=cast.tom).log
    shown = tom.get(f"/wipe-logs/{log.pk}/").content.decode()
    assert "3 errors while writing." in shown
    assert "sdb | 3 | 0 | 0" in " ".join(shown.split())
    assert tom.get(f"/wipe-logs/{log.pk}/raw/").content == LOG.text().encode()


def test_the_list_is_narrowed_by_verdict_and_by_what_waits(cast: Cast, sign_in: SignIn) -> None:
    make_drive(make_device(cast.tom), cast.tom, serial_number="TST0000001", technology="hdd")
    store_wipe_log(LOG.text().encode(), actor=cast.tom)

    def serials(query: str) -> list[bool]:
        shown = sign_in(cast.tom).get(f"/wipe-logs/{query}").content.decode()
        return [serial in shown for serial in ("TST0000001", "TST0000002")]

    assert serials("") == [True, True]
    assert serials("?verdict=not_wiped") == [False, True]
    assert serials("?standing=waiting") == [False, True]
    assert serials("?standing=matched") == [True, False]
    assert b"TST0000001" not in sign_in(cast.will).get("/wipe-logs/").content


@pytest.mark.parametrize("drives", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_results(
    cast: Cast, tom: Client, drives: int
) -> None:
    logged = tuple(
        replace(LoggedDrive(), name=f"sd{number}", serial=f"TST000000{number}")
        for number in range(drives)
    )
    for drive in logged:
        device = make_device(cast.tom)
        make_drive(device, cast.tom, serial_number=drive.serial, technology="hdd")
    store_wipe_log(Log(drives=logged).text().encode(), actor=cast.tom)
    tom.get("/wipe-logs/")
    with CaptureQueriesContext(connection) as queries:
        tom.get("/wipe-logs/")
    assert len(queries) <= 8
    assert WipeResult.objects.count() == drives


def test_the_api_answers_drive_by_drive(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="TST0000001", technology="hdd")
    tom = caller_of(cast.tom)
    raw = LOG.text().encode()
    good, bad = tom.post("wipe-reports", raw, sent_as="text/plain")["drives"]
    assert (good["serial"], good["verdict"], good["device"]) == ("TST0000001", "wiped", device.code)
    assert good["erasure"].startswith("ER-")
    assert (bad["verdict"], bad["device"], bad["erasure"]) == ("not_wiped", None, None)
    assert "pass_errors" in [reason["code"] for reason in bad["reasons"]]
    again = tom.post("wipe-reports", raw, status=200, sent_as="text/plain")
    assert again["drives"] == [good, bad]
    refused = tom.refused("POST", "wipe-reports", b"no log", sent_as="text/plain")
    assert refused["errors"][0]["code"] == "no_wipe_log"


def test_the_command_takes_logs_beside_reports(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "nwipe.log").write_text(LOG.text())
    out = io.StringIO()
    call_command("import_hardware", str(tmp_path), "--email", "tom@example.org", stdout=out)
    assert "TST0000002 not wiped (no drive yet)" in out.getvalue()
    assert WipeLog.objects.count() == 1


def test_a_lead_judges_sanitize_results_without_samples_together(
    cast: Cast, sign_in: SignIn
) -> None:
    drives = []
    for serial in ("S4ELNX0M000001", "S4ELNX0M000002", "S4ELNX0M000003"):
        drives.append(make_drive(make_device(cast.tom), cast.tom, serial_number=serial))
        store_wipe_log(sanitized(serial, read_back=None), actor=cast.tom)
    own = make_drive(make_device(cast.lea), cast.lea, serial_number="S4ELNX0M000004")
    store_wipe_log(sanitized("S4ELNX0M000004", read_back=None), actor=cast.lea)
    lea, (first, second, third) = sign_in(cast.lea), drives
    assert "Judge 3 sanitize results at once" in lea.get("/erasures/").content.decode()
    page = "/erasures/together/"
    assert "S4ELNX0M000004" not in lea.get(page).content.decode()
    chosen = [one.erasures.get().pk for one in (first, second)]
    accept = {"erasures": chosen, "judgement": "accept", "verification": "sampled"}
    assert lea.post(page, accept).status_code == 422  # without a reason
    lea.post(page, accept | {"reason": "All show zeros in a hex editor"})
    rejected = {"judgement": "reject", "rejection": "too_quick"}
    lea.post(page, rejected | {"erasures": [third.erasures.get().pk]})
    judged = {
        one.serial_number: (erasure.accepted, erasure.accepted_because, erasure.rejection)
        for one in (*drives, own)
        for erasure in one.erasures.all()
    }
    because = "All show zeros in a hex editor"
    assert judged == {
        "S4ELNX0M000001": (True, because, ""),
        "S4ELNX0M000002": (True, because, ""),
        "S4ELNX0M000003": (False, "", "too_quick"),
        "S4ELNX0M000004": (False, "", ""),
    }
    assert lea.post(page, accept | {"reason": because}).status_code == 422  # judged already
    assert sign_in(cast.tom).get(page).status_code == 403


def test_a_lead_sees_the_lines_that_caused_a_review_and_says_why_it_is_accepted(
    cast: Cast, sign_in: SignIn
) -> None:
    drive = make_drive(
        make_device(cast.tom), cast.tom, serial_number="TST0000001", technology="hdd"
    )
    logged = LoggedDrive(serial="TST0000001", errors=())
    store_wipe_log(Log(drives=(logged,)).text().encode(), actor=cast.tom)
    page = f"/erasures/{drive.erasures.get().pk}/accept/"
    lea = sign_in(cast.lea)
    shown = lea.get(page).content.decode()
    assert "The table of errors can&#x27;t be read for this drive." in shown
    assert re.search(r"<pre>\d+  sda", shown)
    assert lea.post(page, {"verification": "sampled"}).status_code == 422
    answer = lea.post(page, {"verification": "sampled", "reason": "read 1000 blocks: zeros"})
    assert answer.status_code == 302
    assert drive.erasures.get().accepted_because == "read 1000 blocks: zeros"


def test_a_pdf_is_kept_as_it_is_and_its_drive_typed_by_hand(cast: Cast, sign_in: SignIn) -> None:
    tom = sign_in(cast.tom)
    drive = make_drive(make_device(cast.tom), cast.tom, serial_number="TST0000001")
    tom.post("/reports/add/", {"reports": SimpleUploadedFile("x.bin", PDF)})
    log = WipeLog.objects.get()
    raw = tom.get(f"/wipe-logs/{log.pk}/raw/")
    assert (raw.content, raw.headers["Content-Type"]) == (PDF, "application/pdf")
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert f"/wipe-logs/{log.pk}/drive/" in tom.get(f"/wipe-logs/{log.pk}/").content.decode()
    tom.post(f"/wipe-logs/{log.pk}/drive/", {"serial_number": "TST0000001"})
    assert drive.erasures.get().result == "review"
