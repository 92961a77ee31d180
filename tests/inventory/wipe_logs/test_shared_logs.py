"""Judge the kept logs of real runs where they are at hand, and compare with what was done to each.

They lie in ../shared/data/reports beside the clone; without them these tests are skipped with that
reason, and the tests on logs of our own stand alone.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from inventory.wipe_logs import read_wipe_log

REPORTS = Path(__file__).parents[4] / "shared" / "data" / "reports"
EXPECTED = REPORTS / "nwipe-expected.json"

pytestmark = pytest.mark.skipif(
    not EXPECTED.is_file(), reason=f"real logs are not at hand: no file {EXPECTED}"
)


def _expected() -> list[tuple[str, Any]]:
    found = json.loads(EXPECTED.read_text()) if EXPECTED.is_file() else {}
    return [(name, runs) for name, runs in found.items() if (REPORTS / name).is_file()]


@pytest.mark.parametrize(("name", "runs"), _expected(), ids=lambda value: str(value)[:80])
def test_each_drive_of_a_real_log_gets_the_verdict_it_deserves(
    name: str, runs: list[dict[str, Any]]
) -> None:
    read = read_wipe_log((REPORTS / name).read_bytes()) or ()
    assert [
        [(drive.name, drive.serial or None, drive.verdict.value) for drive in run.drives]
        for run in read
    ] == [
        [(drive["name"], drive["serial"], drive["verdict"]) for drive in run["drives"]]
        for run in runs
    ]


def test_the_logs_at_hand_were_not_fewer_than_expected() -> None:
    assert len(_expected()) == len(json.loads(EXPECTED.read_text()))
