"""manage.py read_report: what files prove, and nothing stored."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from refurb.demo.nwipe import Log, LoggedDrive
from tests.inventory.wipe_logs.test_foreign import ENTRIES, PDF
from tests.inventory.wipe_logs.test_sanitize import GOOD, report

SAMPLES = Path(__file__).parent / "hardware" / "samples"


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_report", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_an_item_for_each_file_without_a_database(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text(Log(drives=(LoggedDrive(), LoggedDrive(name="sdb", serial=""))).text())
    odd = tmp_path / "b.bin"
    odd.write_bytes(b"\x00\x01 nothing")
    tree = SAMPLES / "thinkpad.lshw.json"
    items = json.loads(printed(str(log), str(odd), str(tree), str(tmp_path / "no"), "--json"))
    assert [(Path(item["file"]).name, item["format"]) for item in items] == [
        ("a.log", "nwipe-log"),
        ("b.bin", "unknown"),
        ("thinkpad.lshw.json", "lshw-json"),
        ("no", "unknown"),
    ]
    (run,) = items[0]["runs"]
    assert [
        (d["serial"], d["verdict"], [r["code"] for r in d["reasons"]]) for d in run["drives"]
    ] == [
        ("TST0000001", "wiped", []),
        (None, "review", ["serial_unknown"]),
    ]
    assert items[1]["warnings"] == ["unknown_format"]
    assert items[2]["facts"]["manufacturer"]["value"] == "Lenovo"
    assert [drive["serial"] for drive in items[2]["drives"]] != []
    assert items[3]["warnings"] == ["No such file or directory"]


def test_evidence_of_each_tool_is_called_by_its_own_name(tmp_path: Path) -> None:
    cut = "[2026/11/03 10:15:30]    info: nwipe 0.42\n[2026/11/03 10:15:30]  notice: Opened entropy"
    (tmp_path / "a.xml").write_text(ENTRIES.format(state="Failed", errors="0", serial="TST1"))
    (tmp_path / "b.pdf").write_bytes(PDF)
    (tmp_path / "c.json").write_bytes(report(GOOD))
    (tmp_path / "d.log").write_text(cut)
    items = json.loads(printed(str(tmp_path), "--json"))
    assert [(item["format"], item["warnings"]) for item in items] == [
        ("blancco-xml", []),
        ("nwipe-pdf", []),
        ("sanitize-report", []),
        ("unknown", ["wipe_log"]),
    ]


@pytest.mark.parametrize("words", ["TST0000001  INVENTED DISK 50: not_wiped", "3 errors while"])
def test_it_says_the_same_in_words(tmp_path: Path, words: str) -> None:
    log = tmp_path / "a.log"
    log.write_text(Log(drives=(LoggedDrive(status="-FAILED-", errors=(3, 0, 0)),)).text())
    assert words in printed(str(log))
