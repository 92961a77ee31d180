"""A file into which somebody put several reports: one is read, and it is said; nothing is mixed."""

from __future__ import annotations

import json

import pytest

from inventory.hardware import read_report
from tests.inventory.hardware.shapes import sample

THINKPAD = sample("thinkpad.lshw.json")
TOWER = sample("tower.lshw.json")
LATITUDE = sample("latitude.dmidecode.txt")
SELFBUILT = sample("selfbuilt.dmidecode.txt")
SMART = {"smartctl": {"version": [7, 3]}, "device": {"name": "/dev/sda", "protocol": "ATA"}}
LSBLK = {"blockdevices": [{"name": "sda", "type": "disk", "tran": "sata", "serial": "ONE"}]}
WINDOWS = {"CsManufacturer": "LENOVO", "CsModel": "20L6", "BiosSeralNumber": "PF1TEST1"}
SEVERAL = "several_reports"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (THINKPAD, TOWER),
        (TOWER, THINKPAD),
        (THINKPAD, THINKPAD),
        (LATITUDE, SELFBUILT),
        (LATITUDE, LATITUDE),
    ],
)
def test_of_two_machines_in_a_file_the_first_is_read_as_if_it_stood_alone(
    first: bytes, second: bytes
) -> None:
    alone, both = read_report(first), read_report(first + b"\n" + second)
    assert both.facts == alone.facts
    assert set(both.warnings) - {"repaired"} == {*alone.warnings, SEVERAL}
    assert SEVERAL not in alone.warnings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LATITUDE, THINKPAD),
        (THINKPAD, LATITUDE),
        (json.dumps(LSBLK).encode(), THINKPAD),
        (json.dumps(WINDOWS).encode(), json.dumps(WINDOWS).encode()),
        (json.dumps(SMART | {"serial_number": "ONE"}).encode(), json.dumps(LSBLK).encode()),
    ],
)
def test_reports_of_several_tools_in_a_file_are_not_mixed_and_it_is_said(
    first: bytes, second: bytes
) -> None:
    both = read_report(first + b"\n" + second)
    assert both.facts in {read_report(first).facts, read_report(second).facts}
    assert SEVERAL in both.warnings


def test_two_drives_that_smartctl_tells_of_one_after_the_other_are_one_report() -> None:
    told = [SMART | {"model_name": "INVENTED", "serial_number": serial} for serial in ("A", "B")]
    found = read_report("\n".join(map(json.dumps, told)).encode())
    assert found.facts is not None
    assert [drive.serial_number.value for drive in found.facts.drives] == ["A", "B"]
    assert SEVERAL not in found.warnings


@pytest.mark.parametrize(("told", "gigabytes"), [("8 GB", 8), ("8 Go", 8), ("16 Go", 16)])
def test_a_french_mac_tells_its_memory_in_octets(told: str, gigabytes: int) -> None:
    overview = {"machine_model": "MacBookAir7,2", "physical_memory": told, "serial_number": "C02T"}
    found = read_report(json.dumps({"SPHardwareDataType": [overview]}).encode())
    assert found.facts is not None
    assert found.facts.memory_bytes.value == gigabytes * 2**30


def test_what_lies_on_drives_is_no_drive() -> None:
    """Arrays, volumes, memory that acts as a disk, sticks: the machine has one disk inside."""
    inside = {
        "name": "sda",
        "type": "disk",
        "tran": "sata",
        "serial": "ONE",
        "size": 500_107_862_016,
    }
    inside["children"] = [
        {"name": "md0", "type": "raid1", "children": [{"name": "vg-root", "type": "lvm"}]},
        {"name": "luks-1", "type": "crypt"},
    ]
    others = [
        {"name": "zram0", "type": "disk", "size": 4_000_000_000},
        {"name": "loop0", "type": "loop"},
        {"name": "md127", "type": "raid1"},
        {"name": "nbd0", "type": "disk", "size": 0},
        {"name": "ram0", "type": "disk"},
        {"name": "sdb", "type": "disk", "tran": "usb", "serial": "STICK", "rm": True},
        {"name": "sr0", "type": "rom", "tran": "sata"},
        {"name": "mmcblk0boot0", "type": "disk", "tran": "mmc"},
    ]
    found = read_report(json.dumps({"blockdevices": [*others, inside]}).encode())
    assert found.facts is not None
    assert [drive.serial_number.value for drive in found.facts.drives] == ["ONE"]
