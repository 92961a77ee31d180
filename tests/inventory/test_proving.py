"""Wipe logs kept, and matched with drives by serial number alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from inventory.lifecycle import Transition
from inventory.models import Device, Drive, Erasure, WipeLog, WipeResult
from inventory.moving import Said, move_device
from inventory.proving import WipeLogRefused, name_drive, store_wipe_log
from inventory.reading import store_report
from inventory.reviewing import accept_erasure, reject_erasure
from inventory.sanitisation import Rejection, Result, Technology, Verification
from inventory.stock import load_standing
from refurb.demo.nwipe import Log, LoggedDrive
from tests.cast import Cast
from tests.inventory.wipe_logs.test_foreign import PDF
from tests.inventory.wipe_logs.test_sanitize import FORMATTED, GOOD
from tests.makers import make_device, make_drive

LOGGED = LoggedDrive(serial="TST0000001")
LOG = Log(drives=(LOGGED,)).text().encode()


def hdd(cast: Cast, device: Device | None = None, serial: str = "TST0000001") -> Drive:
    device = device or make_device(cast.tom)
    return make_drive(device, cast.tom, serial_number=serial, technology=Technology.HDD)


def unsanitised(device: Device) -> list[str]:
    return [item.code for item in load_standing(device).unsanitised]


def test_a_log_proves_a_drive_by_its_serial_number_without_a_second_person(cast: Cast) -> None:
    drive = hdd(cast, serial="tst0000001")
    stored = store_wipe_log(LOG, actor=cast.vera)
    (result,) = stored.results
    erasure = Erasure.objects.get(drive=drive)
    assert (result.drive, result.erasure, stored.is_proved) == (drive, erasure, True)
    assert (erasure.result, erasure.by_hand, erasure.operator) == ("wiped", False, cast.vera.user)
    assert (erasure.tool, erasure.tool_version) == ("nwipe", "0.42")
    assert erasure.evidence_sha256 == stored.log.sha256
    assert unsanitised(drive.device) == []


@pytest.mark.parametrize(
    ("logged", "code"),
    [
        (replace(LOGGED, status="-FAILED-", errors=(1, 0, 0)), "not_wiped"),
        (replace(LOGGED, more=(" error: fdatasync: Input/output error",)), "in_review"),
    ],
)
def test_what_a_log_does_not_prove_holds_the_device_back(
    cast: Cast, logged: LoggedDrive, code: str
) -> None:
    drive = hdd(cast)
    store_wipe_log(Log(drives=(logged,)).text().encode(), actor=cast.tom)
    assert unsanitised(drive.device) == [code]


def test_a_later_failure_in_the_same_log_undoes_an_earlier_success(cast: Cast) -> None:
    drive = hdd(cast)
    failed = Log(drives=(replace(LOGGED, status="-FAILED-", errors=(1, 0, 0)),))
    store_wipe_log((Log(drives=(LOGGED,)).text() + failed.text()).encode(), actor=cast.tom)
    assert list(Erasure.objects.order_by("pk").values_list("result", flat=True)) == [
        "wiped",
        "not_wiped",
    ]
    assert unsanitised(drive.device) == ["not_wiped"]


def test_a_log_whose_drive_nobody_knows_waits_for_it(cast: Cast) -> None:
    stored = store_wipe_log(LOG, actor=cast.tom)
    assert list(WipeResult.objects.waiting()) == list(stored.results)
    drive = hdd(cast)
    assert [one.drive for one in WipeResult.objects.all()] == [drive]
    assert unsanitised(drive.device) == []


def test_a_waiting_log_finds_a_drive_that_a_report_tells_the_number_of(cast: Cast) -> None:
    store_wipe_log(LOG, actor=cast.tom)
    drive = hdd(cast, serial="")
    disk = {"name": "sda", "type": "disk", "size": 256_060_514_304, "serial": "TST0000001"}
    raw = json.dumps({"blockdevices": [disk]}).encode()
    store_report(raw, actor=cast.tom, device=drive.device)
    drive.refresh_from_db()
    assert drive.serial_number == "TST0000001"
    assert [one.drive for one in WipeResult.objects.all()] == [drive]
    assert unsanitised(drive.device) == []


def test_a_waiting_log_of_another_workshop_proves_nothing_here(cast: Cast) -> None:
    store_wipe_log(LOG, actor=cast.will)
    assert unsanitised(hdd(cast).device) == ["not_erased"]


def test_the_same_bytes_again_change_nothing(cast: Cast) -> None:
    hdd(cast)
    first = store_wipe_log(LOG, actor=cast.tom)
    again = store_wipe_log(LOG, actor=cast.vera)
    assert (again.log, again.is_new, again.results) == (first.log, False, first.results)
    assert (WipeLog.objects.count(), Erasure.objects.count()) == (1, 1)


def test_a_drive_that_came_back_is_not_proved_by_an_older_log(cast: Cast) -> None:
    drive = hdd(cast)
    move_device(drive.device, Transition.LOSE, actor=cast.lea, said=Said(reason="stolen"))
    move_device(drive.device, Transition.FIND, actor=cast.tom)
    old = Log(drives=(LOGGED,), at="2020/01/01 10:00:00").text().encode()
    (result,) = store_wipe_log(old, actor=cast.tom).results
    assert result.verdict == Result.REVIEW
    assert [reason["code"] for reason in result.reasons] == ["older_than_return"]
    assert unsanitised(drive.device) == ["in_review"]


def test_a_rejected_log_written_anew_is_still_no_proof(cast: Cast) -> None:
    drive = hdd(cast, serial="Tst0000001")  # as a phone writes it
    store_wipe_log(LOG, actor=cast.tom)
    reject_erasure(Erasure.objects.get(), Rejection.DATA_LEFT, actor=cast.vera)
    assert unsanitised(drive.device) == ["rejected"]
    for anew in (b"\n", b"\n\n"):
        (again,) = store_wipe_log(LOG + anew, actor=cast.tom).results
        assert [reason["code"] for reason in again.reasons] == ["older_than_failure"]
    assert unsanitised(drive.device) == ["in_review"]
    later = Log(drives=(LOGGED,), at="2026/11/03 12:00:00").text().encode()
    assert store_wipe_log(later, actor=cast.tom).is_proved
    assert unsanitised(drive.device) == []


def test_one_serial_number_on_two_drives_is_left_to_a_person(cast: Cast) -> None:
    first, second = hdd(cast), hdd(cast)
    (result,) = store_wipe_log(LOG, actor=cast.tom).results
    assert result.drive is None
    assert unsanitised(first.device) + unsanitised(second.device) == ["not_erased", "not_erased"]


def test_a_log_never_proves_the_machine_that_did_the_wiping(cast: Cast) -> None:
    """The log names a host; only a drive's own serial number counts."""
    device = make_device(cast.tom, serial_number="HOST0001")
    hdd(cast, device, serial="OTHER")
    text = LOG.decode().replace(
        "notice: Program", "info: system-serial-number = HOST0001\nnotice: Program"
    )
    (result,) = store_wipe_log(text.encode(), actor=cast.tom).results
    assert result.drive is None


def test_overwriting_flash_is_recorded_and_still_not_enough(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="TST0000001", technology=Technology.SSD)
    store_wipe_log(LOG, actor=cast.tom)
    assert unsanitised(device) == ["flash_needs_purge"]


@pytest.mark.parametrize("raw", [b"", b"nothing", b"# dmidecode 3.5", b"x" * (5 * 2**20 + 1)])
def test_what_is_no_wipe_log_is_refused_and_not_kept(cast: Cast, raw: bytes) -> None:
    with pytest.raises(WipeLogRefused):
        store_wipe_log(raw, actor=cast.tom)
    assert WipeLog.objects.count() == 0


def sanitized(serial: str, **changes: object) -> bytes:
    drive = GOOD | {"serial": serial, "serial_after": serial} | changes
    return json.dumps({"format": "refurb-sanitize", "version": 1, "drives": [drive]}).encode()


def test_a_sanitize_report_with_samples_proves_an_ssd_without_a_lead(cast: Cast) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom, serial_number="S4ELNX0M000001", technology="nvme")
    store_wipe_log(sanitized("S4ELNX0M000001"), actor=cast.tom)
    erasure = drive.erasures.get()
    assert (erasure.category, erasure.technique, erasure.verification, erasure.by_hand) == (
        "purge",
        "crypto_erase",
        "sampled",
        False,
    )
    assert (erasure.tool, erasure.tool_version) == ("nvme-cli", "2.11")
    assert erasure.ended_at.isoformat() == "2026-11-27T09:00:40+00:00"
    assert unsanitised(device) == []


def test_a_format_of_an_nvme_is_a_clear_which_the_strict_policy_holds_back(cast: Cast) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="S4ELNX0M000001", technology="nvme")
    raw = sanitized("S4ELNX0M000001", operation="format_user_data", status=FORMATTED)
    assert store_wipe_log(raw, actor=cast.tom).results[0].verdict == Result.WIPED
    assert unsanitised(device) == ["flash_needs_purge"]


def test_a_pdf_waits_until_a_person_names_its_drive_and_then_for_a_lead(cast: Cast) -> None:
    drive = hdd(cast)
    (result,) = store_wipe_log(PDF, actor=cast.tom).results
    assert (result.drive, result.verdict) == (None, "review")
    with pytest.raises(WipeLogRefused, match="drive_named"):
        name_drive(result, "TST0000001", actor=cast.will)
    named = name_drive(result, " tst0000001 ", actor=cast.tom)
    assert named.drive == drive
    assert unsanitised(drive.device) == ["in_review"]
    with pytest.raises(WipeLogRefused, match="drive_named"):
        name_drive(named, "OTHER", actor=cast.tom)
    erasure = drive.erasures.get()
    seen = {"reason": "PDF compared", "verification": Verification.SAMPLED}
    accept_erasure(erasure, actor=cast.lea, **seen)  # type: ignore[arg-type]
    assert unsanitised(drive.device) == []
