"""What a log proves of each drive, and what it must never be taken to prove."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.certificates import CertifiedDrive
from inventory.certificates.wording import evidence_lines
from inventory.outcomes import Outcome
from inventory.sanitisation import Result, Technique, Technology
from inventory.wipe_logs import REASONS, ReadRun, read_wipe_log
from inventory.wipe_logs.verdicts import AGAINST
from refurb.demo.nwipe import Log, LoggedDrive

GOOD = LoggedDrive()
OTHER = LoggedDrive(name="nvme0n1", serial="TST0000002")


def read(*logs: Log) -> tuple[ReadRun, ...]:
    runs = read_wipe_log("".join(log.text() for log in logs).encode())
    assert runs is not None
    return runs


def judged(log: Log) -> dict[str, tuple[str, list[str]]]:
    """Give verdict and reasons of each drive of a log with one run."""
    (run,) = read(log)
    return {
        drive.name: (drive.verdict.value, [reason.code for reason in drive.reasons])
        for drive in run.drives
    }


def test_a_drive_is_wiped_when_everything_that_shows_it_is_there() -> None:
    (run,) = read(Log())
    (drive,) = run.drives
    assert (drive.serial, drive.model, drive.verdict, drive.reasons, drive.method) == (
        "TST0000001",
        "INVENTED DISK 50",
        Result.WIPED,
        (),
        "PRNG Stream",
    )
    assert (run.tool, run.rounds, run.verify, run.outcome) == ("nwipe 0.42", 1, "last", "completed")
    assert (run.started, run.ended) == ("2026/11/03 10:15:30", "2026/11/03 10:15:30")


@pytest.mark.parametrize(
    ("drive", "code"),
    [
        (replace(GOOD, status="-FAILED-"), "failed"),
        (replace(GOOD, status="UABORTED"), "aborted"),
        (replace(GOOD, status="INSANITY"), "insanity"),
        (replace(GOOD, status="        "), "status_unknown"),
        (replace(GOOD, status=" Success"), "status_unknown"),
        (replace(GOOD, errors=(1, 0, 0)), "pass_errors"),
        (replace(GOOD, errors=(0, 2, 0)), "verify_errors"),
        (replace(GOOD, errors=(0, 0, 2)), "sync_errors"),
        (replace(GOOD, flag="!"), "flagged"),
        (replace(GOOD, erased=GOOD.erased // 2), "bytes_missing"),
        (replace(GOOD, in_table=False), "not_in_table"),
        (replace(GOOD, more=("warning: /dev/sda is reported as IN USE (mounted)",)), "in_use"),
        (replace(GOOD, more=("  error: Write error on '/dev/sda' at offset 1",)), "error_lines"),
        (replace(GOOD, more=("  fatal: Nwipe exited with errors on device = /dev/sda",)),
         "error_lines"),
        (replace(GOOD, more=(" notice: [FAILURE] Verified that /dev/sda is not empty.",)),
         "error_lines"),
        (replace(GOOD, more=("warning: *** HIDDEN SECTORS DETECTED ! *** on /dev/sda",)),
         "hidden_area"),
        (replace(GOOD, more=("   info: HPA:  max sectors   = 98/625142448, hpa is enabled\n"
                             " on /dev/sda",)), "hidden_area"),
        (replace(GOOD, more=("   info: HPA values 98 / 625142448 on /dev/sda",)), "hidden_area"),
    ],
)  # fmt: skip
def test_a_fact_against_it_means_not_wiped_and_is_named(drive: LoggedDrive, code: str) -> None:
    verdict, codes = judged(Log(drives=(drive, OTHER)))["sda"]
    assert (verdict, code in codes) == ("not_wiped", True)
    assert judged(Log(drives=(drive, OTHER)))["nvme0n1"] == ("wiped", [])


@pytest.mark.parametrize("method", ["Verify Zeros (0x00)", "Verify Ones  (0xFF)"])
def test_a_method_that_only_reads_erased_nothing(method: str) -> None:
    log = Log(method=method, with_erased=False)
    assert judged(log) == {"sda": ("not_wiped", ["verify_only"])}


def test_a_log_without_its_closing_line_proves_nothing() -> None:
    assert judged(Log(closing="")) == {"sda": ("not_wiped", ["no_closing_line"])}


def test_what_had_finished_before_the_rest_was_aborted_is_wiped() -> None:
    closing = "Nwipe was aborted by the user. Check the summary table for the drive status."
    cut = replace(OTHER, status="UABORTED")
    log = Log(drives=(GOOD, cut), closing=closing)
    assert judged(log) == {"sda": ("wiped", []), "nvme0n1": ("not_wiped", ["aborted"])}


@pytest.mark.parametrize(
    ("log", "codes"),
    [
        (Log(drives=(replace(GOOD, serial=""),)), ["serial_unknown"]),
        (Log(drives=(replace(GOOD, serial="XXXXXXXXXX"),)), ["serial_unknown"]),
        (Log(drives=(replace(GOOD, serial="(S/N: unknown)"),)), ["serial_unknown"]),
        (Log(verify="0 (off)"), ["not_verified"]),
        (Log(method="Unknown Method (FIXME)"), ["method_unknown"]),
        (Log(banner="nwipe 0.30", with_errors=False, with_erased=False), ["no_error_table"]),
        (
            Log(drives=(replace(GOOD, more=(" error: fdatasync: Input/output error",)),)),
            ["stray_errors"],
        ),
        (
            Log(drives=(replace(GOOD, more=("warning: HIDDEN SECTORS INDETERMINATE! /dev/sda",)),)),
            ["hidden_area_unknown"],
        ),
        (
            Log(drives=(replace(GOOD, more=("   info: HPA:  max sectors   = 98/625142448",)),)),
            ["hidden_area_unknown"],
        ),
    ],
)
def test_proof_that_is_only_missing_goes_to_a_person(log: Log, codes: list[str]) -> None:
    assert judged(log) == {"sda": ("review", codes)}


def test_errors_that_an_old_version_did_not_count_are_not_nought() -> None:
    text, tables = re.subn(r"(?m)^(.*\|.*\|.*)\|(?: Fdatasync.*| +0)$", r"\1", Log().text())
    runs = read_wipe_log(text.encode())
    assert runs is not None
    (drive,) = runs[0].drives
    assert (tables, drive.verdict) == (2, Result.REVIEW)
    assert [reason.code for reason in drive.reasons] == ["no_sync_count"]


def test_one_serial_number_on_two_drives_goes_to_a_person() -> None:
    twins = (GOOD, replace(GOOD, name="sdb"))
    assert judged(Log(drives=twins)) == {
        "sda": ("review", ["serial_twice"]),
        "sdb": ("review", ["serial_twice"]),
    }


def test_a_second_try_is_no_failure_but_marks_the_drive() -> None:
    tried = "warning: write() failed on '/dev/sda' (attempt 1/3): Input/output error"
    (run,) = read(Log(drives=(replace(GOOD, more=(tried,)), OTHER)))
    assert [(d.name, d.verdict, d.needed_retries) for d in run.drives] == [
        ("sda", Result.WIPED, True),
        ("nvme0n1", Result.WIPED, False),
    ]


def test_each_run_of_an_appended_log_stands_alone() -> None:
    failed = Log(drives=(replace(GOOD, status="-FAILED-", errors=(3, 0, 0)),))
    runs = read(failed, Log(), Log(closing=""))
    assert [run.drives[0].verdict for run in runs] == [
        Result.NOT_WIPED,
        Result.WIPED,
        Result.NOT_WIPED,
    ]


def test_a_log_without_first_lines_is_cut_where_drives_are_found_anew() -> None:
    """0.32 writes no first line, and one that was killed no last line either."""
    old = replace(Log(), banner="nwipe 0.32", closing="").text().split("\n", 1)[1]
    good = replace(Log(), banner="nwipe 0.32").text().split("\n", 1)[1]
    runs = read_wipe_log((old + good).encode())
    assert runs is not None
    assert [run.drives[0].verdict for run in runs] == [Result.NOT_WIPED, Result.WIPED]


def test_names_that_old_versions_cut_find_their_drive_unless_two_fit() -> None:
    text = Log(drives=(OTHER,)).text().replace(" nvme0n1 |", "  vme0n1 |")
    (run,) = read_wipe_log(text.encode()) or ()
    assert [drive.verdict for drive in run.drives] == [Result.WIPED]
    both = Log(drives=(OTHER, replace(OTHER, name="avme0n1", serial="TST0000003"))).text()
    (run,) = read_wipe_log(both.replace(" nvme0n1 |", "  vme0n1 |").encode()) or ()
    assert {drive.name: drive.verdict for drive in run.drives}["nvme0n1"] == Result.NOT_WIPED


def test_a_sanitize_command_alone_proves_nothing() -> None:
    head = Log().text().split("Program options")[0].rpartition("\n")[0]
    said = "[2026/11/03 10:16:00]   info: /dev/sda: SANITIZE action 'Block Erase' was successful."
    (run,) = read_wipe_log(f"{head}\n{said}\n".encode()) or ()
    assert run.drives[0].verdict == Result.NOT_WIPED
    assert "sanitize_alone" in [reason.code for reason in run.drives[0].reasons]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_the_way_it_was_written_down_changes_nothing(encoding: str) -> None:
    raw = Log().text().replace("\n", "\r\n").encode(encoding)
    assert read_wipe_log(raw) == read(Log())


def test_a_reason_names_the_lines_that_caused_it() -> None:
    log = Log(drives=(replace(GOOD, errors=(0, 0, 2)),))
    (run,) = read(log)
    (reason,) = run.drives[0].reasons
    assert log.text().split("\n")[reason.lines[0] - 1].split() == [
        "sda",
        "|",
        "0",
        "|",
        "0",
        "|",
        "2",
    ]
    assert REASONS[reason.code] % reason.facts == (
        "2 errors while writing out to the drive: part of it kept its data."
    )


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) >= AGAINST


@given(cut=st.integers(min_value=0))
def test_a_log_cut_anywhere_never_proves_a_wipe(cut: int) -> None:
    text = Log(drives=(GOOD, OTHER)).text()
    whole = text.index("Nwipe successfully")
    runs = read_wipe_log(text[: cut % whole].encode()) or ()
    assert [d for run in runs for d in run.drives if d.verdict is Result.WIPED] == []


@given(gone=st.integers(min_value=0))
def test_a_log_that_lost_a_line_never_proves_more(gone: int) -> None:
    """Losing a line may cost the verdict; it can't turn a drive that failed into one wiped."""
    failed = replace(OTHER, status="-FAILED-", errors=(1, 0, 0), flag="!")
    lines = Log(drives=(GOOD, failed)).text().split("\n")
    del lines[gone % len(lines)]
    for run in read_wipe_log("\n".join(lines).encode()) or ():
        for drive in run.drives:
            assert drive.name == "sda" or drive.verdict is not Result.WIPED


@given(raw=st.binary(max_size=400))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    read_wipe_log(raw)
    read_wipe_log(Log().text().encode() + raw)


def test_a_log_of_many_drives_is_read_in_time_that_grows_with_it() -> None:
    """A hundred times the drives: quadratic work would take minutes."""
    drives = tuple(LoggedDrive(name=f"sd{n}", serial=f"TST{n:07d}") for n in range(2000))
    (run,) = read(Log(drives=drives))
    assert {drive.verdict for drive in run.drives} == {Result.WIPED}


def test_a_certificate_says_in_words_what_a_log_leaves_open() -> None:
    codes = ("older_than_return", "older_than_failure", "times_confused", "not_verified")
    drive = CertifiedDrive(
        model="",
        serial_number="",
        technology=Technology.HDD,
        size_bytes=None,
        outcome=Outcome.IN_REVIEW,
        technique=Technique.OVERWRITE,
        doubts=codes,
    )
    (_evidence, left_open) = evidence_lines(drive)
    assert left_open.startswith("Left open: The drive came back to us after this wipe")
    assert [code for code in codes if code in left_open] == []
