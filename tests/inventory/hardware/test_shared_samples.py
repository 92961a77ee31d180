"""Read real reports where they are at hand: their licences keep them out of this repository.

They are looked for in ../shared/data/reports beside the clone; without them these tests are
skipped with that reason, and the tests on our own samples stand alone.
"""

import json
from pathlib import Path

import pytest

from inventory.hardware import (
    HardwareFacts,
    ReportFormat,
    identity_candidates,
    read_report,
    same_model,
)

REPORTS = Path(__file__).parents[4] / "shared" / "data" / "reports"

pytestmark = pytest.mark.skipif(
    not REPORTS.is_dir(), reason=f"real reports are not at hand: no folder {REPORTS}"
)


def _files(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in REPORTS.glob(pattern))


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize(
    "path", _files("dmidecode/*/*", "bundle-generated-vm/*/dmidecode.txt"), ids=_named
)
def test_every_real_dump_describes_a_machine(path: Path) -> None:
    found = read_report(path.read_bytes())
    assert found.format is ReportFormat.DMIDECODE
    assert found.facts is not None
    assert found.facts.memory_bytes.value


@pytest.mark.parametrize("path", _files("lshw-json/*/*"), ids=_named)
def test_every_real_tree_describes_a_machine(path: Path) -> None:
    found = read_report(path.read_bytes())
    assert found.format is ReportFormat.LSHW_JSON
    assert found.facts is not None
    assert found.facts.model.value
    assert found.facts.memory_bytes.value
    assert found.facts.lists_drives


@pytest.mark.parametrize("path", _files("**/*.*"), ids=_named)
def test_every_real_file_is_answered(path: Path) -> None:
    found = read_report(path.read_bytes())
    assert found.warnings or found.facts


@pytest.mark.parametrize("truth_file", _files("bundle-generated-vm/*/TRUTH.json"), ids=_named)
def test_what_was_put_into_a_machine_comes_out_of_each_report(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text())
    reports = _files(f"bundle-generated-vm/{truth_file.parent.name}/lshw_*.json")
    reports += [truth_file.parent / name for name in ("dmidecode.txt", "inxi.json", "lshw.xml")]
    facts = [found for found in map(_facts, reports) if found is not None]
    assert facts
    for found in facts:
        _compare_system(found, truth["system"])
        known = {drive["serial"]: drive["bytes"] for drive in truth["drives"]}
        for drive in found.drives:
            if drive.serial_number.value is not None:
                assert drive.size_bytes.value == known[drive.serial_number.value]


def _facts(path: Path) -> HardwareFacts | None:
    return read_report(path.read_bytes()).facts


def _compare_system(found: HardwareFacts, system: dict[str, str]) -> None:
    if found.manufacturer.value is None:  # a query of classes, without the system
        assert identity_candidates(found) == ()
        return
    assert (found.manufacturer.value, found.model.value, found.serial_number.value) == (
        system["manufacturer"],
        system["model"],
        system["serial"],
    )
    assert (found.kind.value, found.memory_bytes.value) == (system["type"], 2 * 2**30)


@pytest.mark.parametrize("path", _files("expected-components/ereuse/*.json"), ids=_named)
def test_ereuses_own_reader_found_the_same_drives(path: Path) -> None:
    expected = json.loads(path.read_text())
    report = REPORTS / "lshw-json" / "ereuse" / path.name.replace(".snapshot.", ".lshw.")
    found = _facts(report)
    assert found is not None
    serials = {
        part["serialNumber"] for part in expected["components"] if part["type"] == "HardDrive"
    }
    # eReuse's reader misses NVMe, and keeps the numbers that VirtualBox invents.
    ours = {drive.serial_number.raw for drive in found.drives if drive.technology.value != "nvme"}
    assert ours == serials


def test_one_machine_in_two_formats_has_one_identity() -> None:
    pairs = [
        (REPORTS / "dmidecode" / "ereuse" / f"{tree.stem}.txt", tree)
        for tree in _files("lshw-json/devicehub/*.json")
    ]
    compared = 0
    for dump, tree in pairs:
        one, other = _facts(dump), _facts(tree)
        assert one is not None
        assert other is not None
        if not one.is_virtual:
            assert identity_candidates(one)[0] == identity_candidates(other)[0]
            compared += 1
    assert compared == 9


DRIVE_TOOLS = ("smartctl_*", "lsblk_-J*", "nvme_list.json", "hdparm-I_*", "inxi.json", "lshw*")


@pytest.mark.parametrize("truth", _files("bundle-generated-vm/*/TRUTH.json"), ids=_named)
def test_every_tool_names_the_internal_drives_as_they_were_built(truth: Path) -> None:
    internal = {
        drive["serial"]: (drive["model"], drive["bytes"])
        for drive in json.loads(truth.read_text())["drives"]
        if drive["type"] != "USB"
    }
    seen: set[str] = set()
    for path in sorted(path for tool in DRIVE_TOOLS for path in truth.parent.glob(tool)):
        facts = read_report(path.read_bytes()).facts
        for drive in facts.drives if facts else ():
            if drive.serial_number.value is None:
                continue
            model, size = internal[drive.serial_number.value]
            seen.add(drive.serial_number.value)
            assert drive.size_bytes.value == size
            assert drive.model.value is None or same_model(model, drive.model.value)
    assert seen == set(internal)


@pytest.mark.parametrize(
    ("folder", "known"),
    [("battery-ini", 3), ("battery-upower", 2), ("hdparm", 2), ("windows", 2)],
)
def test_batteries_and_drives_are_read_from_what_tells_of_them(folder: str, known: int) -> None:
    found = [facts for path in _files(f"{folder}/*") if (facts := _facts(path)) is not None]
    told = [one for one in found if one.battery_health_percent or one.drives or one.memory_bytes]
    assert len(told) == known
