"""What a drive's own word and the kit's samples prove together, and that nothing less does."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.sanitisation import Result, Technique
from inventory.wipe_logs import REASONS, LogFormat, read_wipe_log
from inventory.wipe_logs.sanitize import LEAST_SAMPLES

GOOD: dict[str, Any] = {
    "serial": "S4ELNX0M000001",
    "serial_after": "S4ELNX0M000001",
    "model": "INVENTED NVME 256",
    "operation": "crypto_erase",
    "tool": "nvme-cli 2.11",
    "started_at": "2026-11-27T10:00:00+01:00",
    "ended_at": "2026-11-27T10:00:40+01:00",
    "status": {"source": "nvme_sanitize_log", "sstat": 0x101},
    "read_back": {
        "samples": 1024,
        "covers_ends": True,
        "unreadable": 0,
        "old_data": 0,
        "started_at": "2026-11-27T10:01:00+01:00",
    },
    "hidden_area": None,
}
FORMATTED: dict[str, Any] = {
    "source": "nvme_event_log",
    "completed": True,
    "nsid": 1,
    "fna": 0,
    "cdw10": 1 << 9,  # SES: user data
    "format_status": 0,
    "status_field": 0,
    "namespaces": 1,
}


def report(*drives: object, **head: object) -> bytes:
    usual = {"format": "refurb-sanitize", "version": 1, "kit": "0.1", "drives": list(drives)}
    return json.dumps(usual | head).encode()


def changed(**changes: Any) -> dict[str, Any]:
    """Change a good drive; a dictionary changes the part of that name."""
    drive = deepcopy(GOOD)
    for name, value in changes.items():
        if isinstance(value, dict) and value.get("source") is None:
            drive[name] |= value
        else:
            drive[name] = value
    return drive


def judged(*drives: object) -> list[tuple[str, str, list[str]]]:
    runs = read_wipe_log(report(*drives))
    assert runs is not None
    return [
        (drive.serial, drive.verdict.value, [reason.code for reason in drive.reasons])
        for run in runs
        for drive in run.drives
    ]


def test_a_drive_that_reports_success_and_shows_nothing_old_is_wiped() -> None:
    (run,) = read_wipe_log(report(GOOD)) or ()
    (drive,) = run.drives
    assert (run.format, run.tool, run.verify) == (LogFormat.SANITIZE, "nvme-cli 2.11", "sampled")
    assert (drive.verdict, drive.technique, drive.serial, drive.reasons) == (
        Result.WIPED,
        Technique.CRYPTO_ERASE,
        "S4ELNX0M000001",
        (),
    )


@pytest.mark.parametrize(
    ("change", "verdict", "codes"),
    [
        ({"read_back": None}, "review", ["not_verified"]),
        ({"status": None}, "review", ["sanitize_unclear"]),
        ({"status": FORMATTED}, "review", ["sanitize_unclear"]),
        ({"serial": "", "serial_after": ""}, "review", ["serial_unknown"]),
        ({"read_back": {"samples": LEAST_SAMPLES - 1}}, "review", ["sampled_too_little"]),
        ({"read_back": {"covers_ends": False}}, "review", ["sampled_too_little"]),
        (
            {"read_back": {"started_at": "2026-11-27T09:00:00+01:00"}},
            "review",
            ["sampled_too_early"],
        ),
        ({"ended_at": "2026-11-27T09:59:00+01:00"}, "review", ["times_confused"]),
        ({"read_back": {"old_data": 1}}, "not_wiped", ["data_left"]),
        ({"read_back": {"unreadable": 3}}, "not_wiped", ["samples_unreadable"]),
        ({"serial_after": "S4ELNX0M000002"}, "not_wiped", ["serial_changed"]),
        ({"hidden_area": True}, "not_wiped", ["hidden_area"]),
        ({"status": {"source": "nvme_sanitize_log", "sstat": 0}}, "not_wiped", ["sanitize_never"]),
        (
            {"status": {"source": "nvme_sanitize_log", "sstat": 2}},
            "not_wiped",
            ["sanitize_running"],
        ),
        ({"status": {"source": "nvme_sanitize_log", "sstat": 3}}, "not_wiped", ["sanitize_failed"]),
        ({"status": {"source": "nvme_sanitize_log", "sstat": 7}}, "review", ["sanitize_unclear"]),
        (
            {"status": {"source": "ata_sanitize_status", "count": 0x8000, "aborted": False}},
            "wiped",
            [],
        ),
        (
            {"status": {"source": "ata_sanitize_status", "count": 0x8000, "aborted": True}},
            "not_wiped",
            ["sanitize_failed"],
        ),
        (
            {"status": {"source": "ata_sanitize_status", "count": 0xC000, "aborted": False}},
            "not_wiped",
            ["sanitize_running"],
        ),
        (
            {"status": {"source": "ata_sanitize_status", "count": 0x2000, "aborted": False}},
            "not_wiped",
            ["sanitize_frozen"],
        ),
        (
            {"status": {"source": "ata_sanitize_status", "count": 0, "aborted": False}},
            "not_wiped",
            ["sanitize_never"],
        ),
    ],
)
def test_what_is_missing_makes_a_review_and_what_speaks_against_it_no_wipe(
    change: dict[str, Any], verdict: str, codes: list[str]
) -> None:
    drive = changed(**change)
    assert judged(drive) == [(drive["serial"], verdict, codes)]
    assert [code for code in codes if code not in REASONS] == []


@pytest.mark.parametrize(
    ("change", "verdict", "codes"),
    [
        ({}, "wiped", []),
        ({"namespaces": 32}, "review", ["sanitize_unclear"]),
        ({"namespaces": 0}, "review", ["sanitize_unclear"]),
        ({"namespaces": 32, "nsid": 0xFFFFFFFF}, "wiped", []),
        ({"namespaces": 32, "fna": 0b10}, "wiped", []),
        ({"cdw10": 0}, "review", ["sanitize_unclear"]),  # nothing was to be erased
        ({"cdw10": 2 << 9}, "review", ["sanitize_unclear"]),  # another erase than was said
        ({"cdw10": 1 << 9 | 0b11}, "wiped", []),  # of another size of blocks
        ({"completed": False}, "not_wiped", ["sanitize_running"]),
        ({"format_status": 1}, "not_wiped", ["sanitize_failed"]),
        ({"format_status": 2}, "not_wiped", ["sanitize_failed"]),
        ({"status_field": 0x4002}, "review", ["sanitize_unclear"]),
    ],
)
def test_a_format_counts_for_what_the_drive_remembers_of_it(
    change: dict[str, Any], verdict: str, codes: list[str]
) -> None:
    drive = changed(operation="format_user_data", status=FORMATTED | change)
    assert judged(drive) == [(drive["serial"], verdict, codes)]


def test_no_other_status_speaks_for_a_format() -> None:
    assert judged(changed(operation="format_crypto_erase")) == [
        ("S4ELNX0M000001", "review", ["sanitize_unclear"])
    ]


def test_a_part_that_cant_be_read_is_nobodys_proof_and_spoils_no_other() -> None:
    broken = [changed(operation="dd"), {"serial": "X"}, 7, None, changed(status={"source": "x"})]
    read = judged(*broken, GOOD)
    assert read[:-1] == [("", "review", ["entry_unreadable"])] * len(broken)
    assert read[-1] == ("S4ELNX0M000001", "wiped", [])


def test_what_no_database_stores_is_left_out_of_a_serial_number() -> None:
    odd = changed(serial="S4\x00ELN\ufffe", serial_after="s4 eln")
    assert judged(odd) == [("S4 ELN", "wiped", [])]


def test_two_drives_of_one_serial_number_prove_neither() -> None:
    assert [verdict for _serial, verdict, _codes in judged(GOOD, GOOD)] == ["review", "review"]


def test_a_cut_report_is_not_mended_into_a_proof() -> None:
    whole = report(GOOD)
    for length in range(len(whole)):
        assert not read_wipe_log(whole[:length])


def test_another_version_of_the_report_proves_nothing() -> None:
    for version in (0, 2, "1", None, True):
        runs = read_wipe_log(report(GOOD, version=version)) or ()
        assert all(drive.verdict is not Result.WIPED for run in runs for drive in run.drives)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 70000),
    st.floats(allow_nan=True),
    st.text(max_size=5),
    st.sampled_from(["1", "true", "crypto_erase", "2026-11-27T10:00:00+01:00"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
PLACES = [
    *((name,) for name in GOOD),
    *(("status", name) for name in ("source", "sstat")),
    *(("read_back", name) for name in GOOD["read_back"]),
]


@given(st.sampled_from(PLACES), ODD)
def test_no_change_of_one_value_makes_a_wipe_of_what_says_otherwise(
    place: tuple[str, ...], odd: object
) -> None:
    """Whatever stands in one place: wiped only if it means what the good report means."""
    drive = deepcopy(GOOD)
    inner = drive
    for name in place[:-1]:
        inner = inner[name]
    before = inner[place[-1]]
    inner[place[-1]] = odd
    for _serial, verdict, _codes in judged(drive):
        if verdict == "wiped":
            assert _means_the_same(place, before, odd)


def _means_the_same(place: tuple[str, ...], before: object, odd: object) -> bool:
    if place in {("model",), ("tool",)}:
        return isinstance(odd, str)
    if place == ("hidden_area",):
        return odd is None or odd is False
    if place == ("read_back", "samples"):
        return type(odd) is int and odd >= LEAST_SAMPLES
    if place == ("status", "sstat"):
        return type(odd) is int and odd & 0b111 in {1, 4}
    if place[-1].endswith("_at") or place == ("operation",):
        return isinstance(odd, str)
    return type(odd) is type(before) and odd == before


@given(st.binary(max_size=300))
def test_any_bytes_after_the_name_of_the_format_raise_nothing(junk: bytes) -> None:
    for runs in (read_wipe_log(b'{"format":"refurb-sanitize",' + junk), read_wipe_log(junk)):
        assert all(drive.verdict is not Result.WIPED for run in runs or () for drive in run.drives)
