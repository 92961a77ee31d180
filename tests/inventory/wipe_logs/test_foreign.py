"""Files made for people: kept, never taken for proof."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.sanitisation import Result
from inventory.wipe_logs import LogFormat, is_too_large, read_wipe_log

ENTRIES = """<?xml version="1.0" encoding="UTF-8"?>
<root><report><blancco_data><blancco_erasure_report>
<entries name="erasures"><entries name="erasure">
<entry name="state" type="string">{state}</entry>
<entry name="erasure_standard_name" type="string">NIST 800-88 Purge</entry>
<entry name="timestamp" type="string">2026-11-03T10:15:30+0100</entry>
<entry name="total_errors" type="uint">{errors}</entry>
<entries name="target"><entry name="model" type="string">INVENTED 50</entry>
<entry name="serial" type="string">{serial}</entry></entries>
</entries></entries></blancco_erasure_report></blancco_data></report></root>"""
PLAIN = """<root><report><blancco_data><erasures><erasure><state>{state}</state>
<total_errors>{errors}</total_errors><target><model>INVENTED 50</model><serial>{serial}</serial>
</target></erasure></erasures></blancco_data></report></root>"""
PDF = b"%PDF-1.3\n1 0 obj\n<</Author (Nwipe) /Creator (shredos)>>\nendobj\nStatus: ERASED"


def judged(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (drive.serial, drive.verdict.value, [reason.code for reason in drive.reasons])
        for run in read_wipe_log(text.encode()) or ()
        for drive in run.drives
    ]


@pytest.mark.parametrize("written", [ENTRIES, PLAIN])
@pytest.mark.parametrize(
    ("said", "verdict", "codes"),
    [
        ({}, "review", ["made_for_people"]),
        ({"state": "Failed"}, "not_wiped", ["failed", "made_for_people"]),
        ({"errors": "2"}, "not_wiped", ["pass_errors", "made_for_people"]),
        ({"serial": ""}, "review", ["made_for_people", "serial_unknown"]),
    ],
)
def test_a_report_of_blancco_is_something_to_review_at_best(
    written: str, said: dict[str, str], verdict: str, codes: list[str]
) -> None:
    usual = {"state": "Successful", "errors": "0", "serial": "TST0000001"} | said
    assert judged(written.format(**usual)) == [(usual["serial"], verdict, codes)]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "UqF-8"])
def test_an_encoding_that_a_report_declares_of_itself_is_not_asked(encoding: str) -> None:
    report = ENTRIES.format(state="Successful", errors="0", serial="TST0000001")
    declared = report.replace("UTF-8", encoding).replace("INVENTED", "ÉCRIT")
    assert judged(declared) == [("TST0000001", "review", ["made_for_people"])]


def test_a_pdf_of_nwipe_names_no_drive_until_a_person_does() -> None:
    (run,) = read_wipe_log(PDF) or ()
    (drive,) = run.drives
    assert (run.format, drive.verdict, drive.serial) == (LogFormat.NWIPE_PDF, Result.REVIEW, "")
    assert read_wipe_log(b"%PDF-1.3\n<</Author (Somebody)>>") is None


def test_a_file_that_asks_for_another_or_is_too_large_is_not_read() -> None:
    entity = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert not read_wipe_log(f"{entity}<blancco>&x;</blancco>".encode())
    assert not read_wipe_log(b"<blancco_data>" + b"<a>" * 400_000)
    assert is_too_large(b"x" * (5 * 1024**2 + 1))
    assert not is_too_large(PDF + b"x" * (5 * 1024**2))
    assert is_too_large(PDF + b"x" * (20 * 1024**2))


@given(st.text(max_size=200), st.sampled_from(["Successful", "", "successful", "Failed"]))
def test_nothing_that_a_stranger_writes_makes_a_wipe(junk: str, state: str) -> None:
    for text in (
        PLAIN.format(state=state, errors=0, serial=junk.replace("<", "").replace("&", "")),
        "<blancco>" + junk,
    ):
        assert "wiped" not in [verdict for _serial, verdict, _codes in judged(text)]
    runs = read_wipe_log(PDF + junk.encode(errors="replace")) or ()
    assert all(drive.verdict is Result.REVIEW for run in runs for drive in run.drives)
