"""The same machine told by other tools: lshw's XML, inxi, Workbench, TechAid, Windows, macOS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.hardware import HardwareFacts, ReportFormat, read_report
from tests.inventory.hardware.shapes import sample

THINKPAD = sample("thinkpad.lshw.json")
LATITUDE = sample("latitude.dmidecode.txt")
SMART: dict[str, Any] = {
    "smartctl": {"version": [7, 3], "exit_status": 0},
    "device": {"name": "/dev/nvme0n1", "info_name": "/dev/nvme0n1", "protocol": "NVMe"},
    "model_name": "INVENTED FLASH OF A LONG NAME",
    "serial_number": "TST-0002",
}
INXI = [
    {
        "000#1#0#Machine": [
            {
                "003#0#3#v": "ThinkPad X1",
                "007#0#2#serial": "CHASSIS1",
                "000#0#1#Type": "Laptop",
                "001#1#1#System": "LENOVO",
                "004#0#3#serial": "SYSTEM01",
                "005#1#1#Chassis": "",
                "002#1#2#product": "20HRXXXXXX",
            },
            {"008#1#1#Mobo": "LENOVO", "011#0#3#serial": "BOARD001", "012#1#1#BIOS": "LENOVO"},
        ]
    },
    {"001#1#0#Battery": [{"002#0#2#condition": "41.2/50.5 Wh (81.6%)"}]},
    {"002#1#0#Memory": [{"001#1#2#Device": "DIMM 0", "004#0#3#size": "8 GiB"}]},
    {"004#1#0#Graphics": [{"012#1#2#Monitor": "eDP-1", "032#0#3#diag": '355mm (14")'}]},
    {
        "008#1#0#Drives": [
            {
                "001#1#1#ID": "/dev/nvme0n1",
                "004#0#2#model": "FLASH",
                "003#0#2#vendor": "Invented",
                "011#0#2#type": "SSD",
                "012#0#2#serial": "TST-0002",
            },
            {"001#1#1#ID": "/dev/sdb", "009#0#2#type": "USB", "010#0#2#serial": "STICK"},
        ]
    },
]
TECHAID = {
    "make": "LENOVO",
    "model": "ThinkPad X260",
    "version": "20F5S0WV00",
    "serialNo": "TSTSERIAL",
    "ramCapacity": "8589934592",
    "type": "10",
    "batteryHealth": 84,
}
WINDOWS = {
    "BiosSeralNumber": "TSTSERIAL",
    "CsManufacturer": "Dell Inc.",
    "CsModel": "XPS 13 9350",
    "CsPCSystemTypeEx": 2,
    "CsPhyicallyInstalledMemory": 16777216,
    "CsTotalPhysicalMemory": 17045016576,
}
MACOS = {
    "SPHardwareDataType": [
        {
            "machine_name": "MacBook Pro",
            "machine_model": "MacBookPro12,1",
            "serial_number": "TSTSERIAL",
            "physical_memory": "8 GB",
            "activation_lock_status": "activation_lock_enabled",
        }
    ]
}


def read(document: object) -> HardwareFacts:
    facts = read_report(json.dumps(document).encode()).facts
    assert facts is not None
    return facts


def told(facts: HardwareFacts) -> tuple[object, ...]:
    gigabytes = (facts.memory_bytes.value or 0) // 2**30
    names = (facts.kind, facts.manufacturer, facts.model, facts.serial_number)
    return (*(fact.value for fact in names), gigabytes)


ATTRIBUTES = {"id", "class", "claimed", "handle", "disabled"}


def as_xml(members: dict[str, Any]) -> str:
    """Write a node of lshw's JSON as its XML."""
    parts = []
    for key, value in members.items():
        if key in ATTRIBUTES:
            continue
        if key == "children":
            parts += [as_xml(child) for child in value]
        elif key == "configuration":
            settings = "".join(f'<setting id="{k}" value="{v}" />' for k, v in value.items())
            parts.append(f"<configuration>{settings}</configuration>")
        elif key == "capabilities":
            named = "".join(f'<capability id="{name}" />' for name in value)
            parts.append(f"<capabilities>{named}</capabilities>")
        elif key == "logicalname":
            names = value if isinstance(value, list) else [value]
            parts += [f"<logicalname>{name}</logicalname>" for name in names]
        else:
            parts.append(f"<{key}>{value}</{key}>")
    inner = "\n".join(parts)
    given = {key: str(members[key]).replace("True", "true") for key in ATTRIBUTES & members.keys()}
    attributes = " ".join(f'{key}="{value}"' for key, value in given.items())
    return f"<node {attributes}>\n{inner}\n</node>"


def test_lshw_says_the_same_in_xml_as_in_json() -> None:
    tree = json.loads(THINKPAD)
    xml = as_xml(tree[0] if isinstance(tree, list) else tree)
    wanted = read_report(THINKPAD).facts
    declared = f'<?xml version="1.0" ?>\n<!-- lshw -->\n{xml}'
    asked = f"[sudo] password for anna: \n{declared}"
    for text in (xml, declared, asked, f"<list>{xml}</list>"):
        found = read_report(text.encode())
        assert (found.format, found.facts) == (ReportFormat.LSHW_XML, wanted)


def test_xml_that_is_cut_gives_what_came_before_and_says_so() -> None:
    tree = json.loads(THINKPAD)
    xml = as_xml(tree[0] if isinstance(tree, list) else tree)
    found = read_report(xml[: len(xml) * 3 // 4].encode())
    assert found.facts is not None
    assert (found.facts.model.value, "cut" in found.warnings) == ("ThinkPad T480", True)


def test_xml_that_asks_for_more_than_itself_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><node id="a" class="system">&b;</node>'
    assert read_report(bomb.encode()).facts is None


def test_inxi_is_read_in_the_order_that_its_keys_say() -> None:
    facts = read(INXI)
    assert told(facts) == ("laptop", "Lenovo", "ThinkPad X1", "SYSTEM01", 8)
    assert facts.chassis_serial_number.value == "CHASSIS1"
    assert facts.board_serial_number.value == "BOARD001"
    assert (facts.battery_health_percent.value, facts.screen_inches.value) == (82, 14.0)
    assert [(d.serial_number.value, d.technology.value) for d in facts.drives] == [
        ("TST-0002", "nvme")
    ]


def snapshot(**data: object) -> dict[str, Any]:
    return {"type": "Snapshot", "software": "workbench-script", "version": "1", "data": data}


@pytest.mark.parametrize(
    "made",
    [
        snapshot(dmidecode=LATITUDE.decode(), smart=[SMART], erase=[""]),
        snapshot(dmidecode=LATITUDE.decode(), smartctl=json.dumps(SMART)),
        {"type": "DeviceSnapshotV1", "data": snapshot(dmidecode=LATITUDE.decode(), smart=[SMART])},
    ],
)
def test_each_generation_of_snapshots_gives_the_machine_and_its_drives(
    made: dict[str, Any],
) -> None:
    alone = read_report(LATITUDE).facts
    assert alone is not None
    facts = read(made)
    assert told(facts) == told(alone)
    assert [drive.serial_number.value for drive in facts.drives] == ["TST-0002"]


def test_tools_that_name_one_drive_twice_are_joined_with_its_whole_name() -> None:
    drive = {"DevicePath": "/dev/nvme0n1", "ModelNumber": "INVENTED FLASH O", "PhysicalSize": 1000}
    made = snapshot(smart=[SMART], lsblk={"blockdevices": [
        {"name": "nvme0n1", "type": "disk", "size": 1000, "model": "INVENTED FLASH O"}
    ]}) | {"drive": drive}  # fmt: skip
    (found,) = read(made).drives
    assert (found.model.value, found.size_bytes.value) == ("INVENTED FLASH OF A LONG NAME", 1000)


def test_a_snapshot_without_its_prints_still_names_its_device() -> None:
    device = {"type": "Laptop", "manufacturer": "Hewlett-Packard", "model": "ProBook 650 G1"}
    made = {"type": "Snapshot", "components": [], "device": device | {"serialNumber": "TSTSERIAL"}}
    assert told(read(made)) == ("laptop", "HP", "ProBook 650 G1", "TSTSERIAL", 0)


def test_an_empty_snapshot_says_that_nothing_could_be_read() -> None:
    found = read_report(json.dumps(snapshot(lshw="", smart=[])).encode())
    assert (found.facts, found.warnings) == (None, ("no_part_read",))


def test_flat_reports_name_the_machine() -> None:
    assert told(read(TECHAID)) == ("laptop", "Lenovo", "ThinkPad X260", "TSTSERIAL", 8)
    assert told(read(WINDOWS)) == ("laptop", "Dell", "XPS 13 9350", "TSTSERIAL", 16)
    assert told(read(MACOS)) == ("laptop", "Apple", "MacBookPro12,1", "TSTSERIAL", 8)


@pytest.mark.parametrize(("said", "believed"), [(84, 84), (0, None), (3, None), (-1, None)])
def test_a_battery_that_techaids_script_miscounts_is_unknown(
    said: int, believed: int | None
) -> None:
    assert read(TECHAID | {"batteryHealth": said}).battery_health_percent.value == believed


def test_an_activation_lock_is_said_aloud() -> None:
    assert "activation_lock" in read_report(json.dumps(MACOS).encode()).warnings


def test_a_mac_that_is_a_virtual_machine_is_told_from_real_ones() -> None:
    overview = {"machine_name": "Apple Virtual Machine 1", "machine_model": "VirtualMac2,1"}
    found = read_report(json.dumps({"SPHardwareDataType": [overview]}).encode())
    assert "virtual_machine" in found.warnings


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
TOOLS = ("lshw", "dmidecode", "smart", "smartctl", "inxi", "lsblk")


@given(value=ANYTHING, key=st.sampled_from([*TECHAID, *WINDOWS, *TOOLS]))
def test_any_value_anywhere_can_be_read(value: object, key: str) -> None:
    documents: list[object] = [
        TECHAID | {key: value},
        WINDOWS | {key: value},
        snapshot(**{key: value}),
        {"type": "Snapshot", "data": value, "debug": value, "device": value},
        {"SPHardwareDataType": [value]},
        [{"000#1#0#Machine": value, "008#1#0#Drives": [value], "002#1#0#Memory": [{key: value}]}],
    ]
    for document in documents:
        read_report(json.dumps(document).encode())


@given(cut=st.integers(min_value=0, max_value=4000))
def test_xml_can_be_cut_anywhere(cut: int) -> None:
    tree = json.loads(THINKPAD)
    xml = as_xml(tree[0] if isinstance(tree, list) else tree)
    read_report(xml[:cut].encode())


def test_workbench_11_names_the_parts_where_its_tools_prints_are_gone() -> None:
    snapshot = {
        "type": "Snapshot",
        "device": {"type": "Laptop", "manufacturer": "Acer", "model": "AO", "serialNumber": "TST1"},
        "components": [
            {"type": "RamModule", "size": "1024.0 mebibyte"},
            {"type": "RamModule", "size": 2048},
            {"type": "Processor", "model": "Intel Atom CPU N450 @ 1.66GHz"},
            {
                "type": "SolidStateDrive",
                "serialNumber": "TST-9",
                "model": "FLASH",
                "size": 120034.1,
            },
            {"type": "HardDrive", "serialNumber": "STICK", "interface": "USB", "size": 8000},
            {"type": "NetworkAdapter", "model": "Wireless-N", "wireless": True},
            {
                "type": "Battery",
                "model": "AL10",
                "size": "2200 hour * milliampere",
                "actions": [{"type": "MeasureBattery", "size": "662.0 hour * milliampere"}],
            },
        ],
    }
    found = read_report(json.dumps(snapshot).encode())
    assert found.facts is not None
    facts = found.facts
    assert (facts.memory_bytes.value, facts.has_wifi.value) == (3 * 2**30, True)
    assert facts.battery_health_percent.value == 30
    assert [(d.serial_number.value, d.size_bytes.value) for d in facts.drives] == [
        ("TST-9", 120_034_100_000)
    ]


def test_a_mac_tells_of_its_battery_and_its_drive() -> None:
    nvme = {"device_serial": "TST-MAC", "device_model": "APPLE SSD", "size_in_bytes": 251000193024}
    health = {
        "sppower_battery_cycle_count": 187,
        "sppower_battery_health_maximum_capacity": "89%",
    }
    mac = {
        "SPHardwareDataType": [{"machine_name": "MacBook Pro", "physical_memory": "8 GB"}],
        "SPPowerDataType": [{"sppower_battery_health_info": health}],
        "SPNVMeDataType": [{"_name": "Apple SSD Controller", "_items": [nvme]}],
        "SPDisplaysDataType": [{"sppci_model": "Intel Iris Graphics 6100"}],
    }
    facts = read_report(json.dumps(mac).encode()).facts
    assert facts is not None
    assert (facts.battery_health_percent.value, facts.battery_cycles.value) == (89, 187)
    assert [gpu.value for gpu in facts.gpus] == ["Intel Iris Graphics 6100"]
    (drive,) = facts.drives
    assert (drive.serial_number.value, drive.technology.value) == ("TST-MAC", "nvme")


def test_a_report_put_whole_into_a_json_text_is_taken_out() -> None:
    wrapped = json.dumps(json.dumps({"type": "Snapshot", "data": {"dmidecode": LATITUDE.decode()}}))
    found = read_report(wrapped.encode())
    assert found.format is ReportFormat.WORKBENCH_SNAPSHOT
    assert found.facts is not None
    assert found.facts.serial_number.value == "5QZXT42"
