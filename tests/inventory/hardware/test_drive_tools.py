"""What tools that look at drives alone say: smartctl, lsblk, nvme."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.hardware import DriveFacts, ReadReport, ReportFormat, read_report

SATA: dict[str, Any] = {
    "smartctl": {"version": [7, 3], "exit_status": 4},
    "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat", "protocol": "ATA"},
    "model_name": "INVENTED DISK 500",
    "serial_number": " TST-0001 ",
    "user_capacity": {"bytes": 500_107_862_016},
    "rotation_rate": 7200,
    "smart_status": {"passed": True},
    "power_on_time": {"hours": 1234},
}
NVME: dict[str, Any] = {
    "smartctl": {"version": [7, 4], "exit_status": 0},
    "device": {"name": "/dev/nvme0", "info_name": "/dev/nvme0", "type": "nvme", "protocol": "NVMe"},
    "model_name": "INVENTED FLASH",
    "serial_number": "TST-0002",
    "nvme_total_capacity": 256_060_514_304,
    "smart_status": {"passed": True},
    "nvme_smart_health_information_log": {"critical_warning": 0, "percentage_used": 0},
}


def read(document: object) -> ReadReport:
    return read_report(json.dumps(document).encode())


def drive_of(document: object) -> DriveFacts:
    facts = read(document).facts
    assert facts is not None
    (drive,) = facts.drives
    return drive


def told(drive: DriveFacts) -> tuple[object, ...]:
    return (
        drive.serial_number.value,
        drive.model.value,
        drive.size_bytes.value,
        drive.technology.value,
        drive.health.value,
        drive.power_on_hours.value,
        drive.wear_percent.value,
    )


def test_smartctl_tells_of_one_drive_and_of_its_health() -> None:
    found = read(SATA)
    assert (found.format, found.tool_version) == (ReportFormat.SMARTCTL_JSON, "7.3")
    assert found.warnings == ("drives_only",)
    expected = ("TST-0001", "INVENTED DISK 500", 500_107_862_016, "hdd", "passed", 1234, None)
    assert told(drive_of(SATA)) == expected
    flash = ("TST-0002", "INVENTED FLASH", 256_060_514_304, "nvme", "passed", None, 0)
    assert told(drive_of(NVME)) == flash


@pytest.mark.parametrize(
    ("change", "health"),
    [
        ({"smart_status": {"passed": False}}, "failing"),
        ({"smartctl": {"exit_status": 8}}, "failing"),
        ({"smartctl": {"exit_status": 4 + 64}}, "passed"),
        ({"smart_status": {}}, "unknown"),
        ({"nvme_smart_health_information_log": {"critical_warning": 1}}, "failing"),
    ],
)
def test_a_drive_is_failing_when_it_says_so_and_never_passed_by_silence(
    change: dict[str, Any], health: str
) -> None:
    assert drive_of(SATA | change).health.value == health
    assert ("drive_failing" in read(SATA | change).warnings) == (health == "failing")


@pytest.mark.parametrize(
    ("change", "technology"),
    [
        ({"rotation_rate": 0}, "ssd"),
        ({"rotation_rate": None, "trim": {"supported": True}}, "ssd"),
        ({"rotation_rate": None}, "unknown"),
    ],
)
def test_turning_platters_make_a_hard_disk(change: dict[str, Any], technology: str) -> None:
    assert drive_of(SATA | change).technology.value == technology


@pytest.mark.parametrize("serial", ["Volume1", "QM00001", "XXXXXXXX", ""])
def test_serial_numbers_that_many_share_are_none(serial: str) -> None:
    assert drive_of(SATA | {"serial_number": serial}).serial_number.value is None


def test_several_drives_in_a_list_are_read_and_what_hangs_on_usb_is_left_out() -> None:
    stick = SATA | {"device": {"name": "/dev/sdb", "info_name": "/dev/sdb [USB]", "type": "scsi"}}
    facts = read([SATA, NVME, stick]).facts
    assert facts is not None
    assert [drive.serial_number.value for drive in facts.drives] == ["TST-0001", "TST-0002"]


def test_what_tells_of_no_drive_says_what_to_send_instead() -> None:
    scan = {"smartctl": {"version": [7, 3]}, "devices": [{"name": "/dev/sda"}]}
    hidden = {"smartctl": {}, "device": {"name": "/dev/sdb", "type": "scsi"}}
    assert (read(scan).facts, read(scan).warnings) == (None, ("scan_only",))
    assert (read(hidden).facts, read(hidden).warnings) == (None, ("drive_hidden",))


def test_lsblk_lists_internal_drives_and_nothing_else() -> None:
    disk = {"name": "sda", "type": "disk", "size": 1000, "rota": "1", "rm": "0", "tran": "sata"}
    disk |= {"serial": "TST-0001   ", "model": "INVENTED DISK 50", "children": [{"name": "sda1"}]}
    others = [
        disk | {"name": "sdb", "tran": "usb"},
        disk | {"name": "sdc", "rm": True},
        disk | {"name": "sdd", "size": 0},
        disk | {"name": "sr0", "type": "rom"},
        disk | {"name": "loop0", "type": "loop"},
        disk | {"name": "mmcblk0boot0"},
        disk | {"name": "sda1", "type": "part"},
    ]
    flash = {"path": "/dev/nvme0n1", "name": "nvme0n1", "type": "disk", "size": 2000, "rota": False}
    card = {"name": "mmcblk0", "type": "disk", "size": "29G", "rota": False, "rm": False}
    found = read({"blockdevices": [disk, *others, flash, card]})
    assert found.format is ReportFormat.LSBLK_JSON
    assert found.facts is not None
    assert [told(drive)[:4] for drive in found.facts.drives] == [
        ("TST-0001", "INVENTED DISK 50", 1000, "hdd"),
        (None, None, 2000, "nvme"),
        (None, None, None, "emmc"),
    ]


def test_nvme_lists_a_drive_once_whatever_its_namespaces() -> None:
    row = {"DevicePath": "/dev/nvme0n1", "ModelNumber": "INVENTED FLASH", "PhysicalSize": 1000}
    row |= {"SerialNumber": "TST-0002"}
    rows = [row, row | {"DevicePath": "/dev/nvme0n2", "PhysicalSize": 500}]
    assert told(drive_of({"Devices": rows}))[:4] == ("TST-0002", "INVENTED FLASH", 1500, "nvme")
    space = {"NameSpace": "nvme0n1", "NSID": 1, "PhysicalSize": 1500, "SectorSize": 512}
    one: dict[str, Any] = {"Controller": "nvme0", "Transport": "pcie", "Namespaces": [space]}
    one |= {"SerialNumber": "TST-0002", "ModelNumber": "INVENTED FLASH"}
    far = one | {"SerialNumber": "TST-FAR", "Transport": "tcp"}
    newer = {"HostNQN": "nqn.x", "Subsystems": [{"Controllers": [one, far], "Namespaces": []}]}
    assert told(drive_of({"Devices": [newer]})) == told(drive_of({"Devices": rows}))
    shared = {"Controllers": [one | {"Namespaces": []}], "Namespaces": [space]}
    assert told(drive_of({"Devices": [{"Subsystems": [shared]}]}))[2] == 1500
    empty = read({"Devices": []})
    assert (empty.format, empty.warnings) == (ReportFormat.NVME_LIST_JSON, ("drives_only",))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@given(key=st.sampled_from([*SATA, *NVME]), value=ANYTHING)
def test_any_value_anywhere_can_be_read(key: str, value: object) -> None:
    for document in (SATA, NVME):
        read(document | {key: value})
    read({"blockdevices": [{"name": "sda", key: value, "size": value}, value]})
    read({"Devices": [{"DevicePath": value, "ModelNumber": value, "PhysicalSize": value}]})
    read(
        {"Devices": [{"Subsystems": [{"Controllers": [{key: value, "Namespaces": value}, value]}]}]}
    )


def test_worn_flash_and_bad_sectors_are_counted_and_said() -> None:
    table = [
        {"id": 5, "name": "Reallocated_Sector_Ct", "value": 100, "raw": {"value": 8}},
        {"id": 197, "name": "Current_Pending_Sector", "value": 100, "raw": {"value": 2}},
        {"id": 177, "name": "Wear_Leveling_Count", "value": 93, "raw": {"value": 120}},
    ]
    report = {
        "smartctl": {"version": [7, 3], "exit_status": 0},
        "device": {"name": "/dev/sda", "protocol": "ATA"},
        "model_name": "INVENTED FLASH",
        "serial_number": "TST-0007",
        "ata_smart_attributes": {"table": table},
    }
    found = read_report(json.dumps(report).encode())
    assert found.facts is not None
    (drive,) = found.facts.drives
    assert (drive.bad_sectors.value, drive.wear_percent.value) == (10, 7)
    assert found.warnings == ("drives_only", "drive_worn")
