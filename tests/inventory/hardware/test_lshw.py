"""What lshw's JSON tells, in all the shapes that its versions write."""

import json
from typing import Any

import pytest

from inventory.hardware import (
    DriveFacts,
    Fact,
    HardwareFacts,
    ReadReport,
    ReportFormat,
    read_report,
)
from tests.inventory.hardware.shapes import as_b_02_19, nodes_of, sample, thinkpad

THINKPAD = sample("thinkpad.lshw.json")

NVME = DriveFacts(
    serial_number=Fact(value="S4TEST0K000001", raw="S4TEST0K000001", source="lshw.storage"),
    model=Fact(
        value="SAMSUNG MZVLB256TEST-000L7", raw="SAMSUNG MZVLB256TEST-000L7", source="lshw.storage"
    ),
    size_bytes=Fact(value=256060514304, raw="256060514304", source="lshw.disk"),
    technology=Fact(value="nvme", raw="nvme", source="lshw.storage"),
    wwn=Fact(value="eui.0025388b00000001", raw="eui.0025388b00000001", source="lshw.disk"),
    device_name="/dev/nvme0n1",
)
SATA = DriveFacts(
    serial_number=Fact(value="W76TEST1", raw="W76TEST1", source="lshw.disk"),
    model=Fact(value="ST500LM012-TEST0", raw="ST500LM012-TEST0", source="lshw.disk"),
    size_bytes=Fact(value=500107862016, raw="500107862016", source="lshw.disk"),
    technology=Fact(value="hdd", raw="ST500LM012-TEST0", source="lshw.disk.model"),
    device_name="/dev/sda",
)


def _facts(raw: bytes) -> HardwareFacts:
    facts = read_report(raw).facts
    assert facts is not None
    return facts


def test_a_laptop_is_read_whole() -> None:
    system = "lshw.system"
    uuid = "cc5f2c4c-33e6-11b2-a85c-f0e1d2c3b4a5"
    assert read_report(THINKPAD) == ReadReport(
        format=ReportFormat.LSHW_JSON,
        tool_version="",
        facts=HardwareFacts(
            kind=Fact(value="laptop", raw="notebook", source="lshw.chassis"),
            manufacturer=Fact(value="Lenovo", raw="LENOVO", source=system),
            model=Fact(value="ThinkPad T480", raw="ThinkPad T480", source=system),
            part_number=Fact(
                value="20L6TEST00",
                raw="20L6TEST00 (LENOVO_MT_20L6_BU_Think_FM_ThinkPad T480)",
                source=system,
            ),
            serial_number=Fact(value="PF9TEST1", raw="PF9TEST1", source=system),
            board_serial_number=Fact(value="L1HF00TEST1", raw="L1HF00TEST1", source="lshw.core"),
            uuid=Fact(value=uuid, raw=uuid, source=system),
            mac_addresses=(
                Fact(value="02:00:5e:10:00:01", raw="02:00:5E:10:00:01", source="lshw.network"),
            ),
            cpu=Fact(
                value="Intel Core i5-8350U CPU @ 1.70GHz",
                raw="Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz",
                source="lshw.processor",
            ),
            memory_bytes=Fact(value=8 * 2**30, raw="8589934592", source="lshw.bank"),
            memory_is_soldered=Fact(
                value=False, raw="SODIMM DDR4 Synchronous 2400 MHz (0,4 ns)", source="lshw.bank"
            ),
            drives=(SATA, NVME),
            lists_drives=True,
            gpus=(
                Fact(value="Intel UHD Graphics 620", raw="UHD Graphics 620", source="lshw.display"),
            ),
            has_wifi=Fact(value=True, raw="Wireless 8265", source="lshw.network"),
            battery_present=Fact(value=True, raw="01AV4TEST", source="lshw.power"),
            bios_password_set=Fact(value=True, raw="disabled, enabled", source=system),
        ),
        warnings=("bios_password",),
    )


@pytest.mark.parametrize(
    ("written", "warnings"),
    [
        (json.dumps([thinkpad()]).encode(), ("bios_password",)),
        (as_b_02_19(thinkpad()), ("repaired", "bios_password")),
        (b"[sudo] password for anna: \n" + THINKPAD, ("bios_password",)),
        (b"WARNING: run as root.\n" + THINKPAD + b"WARNING: done.\n", ("bios_password",)),
        (THINKPAD.decode().encode("utf-16"), ("bios_password",)),
        (THINKPAD.replace(b"\n", b"\r\n"), ("bios_password",)),
        (THINKPAD[: THINKPAD.rindex(b"}")] + b"},", ("bios_password",)),
    ],
    ids=["list of one", "B.02.19", "sudo", "warnings", "UTF-16", "CRLF", "trailing comma"],
)
def test_the_same_machine_comes_out_of_every_shape(
    written: bytes, warnings: tuple[str, ...]
) -> None:
    found = read_report(written)
    assert found.facts == _facts(THINKPAD)
    assert found.warnings == warnings


def test_a_query_of_classes_gives_its_part_and_says_so() -> None:
    disks = nodes_of(thinkpad(), "disk", "storage")
    found = read_report(json.dumps(disks[3:]).encode())
    assert found.warnings[0] == "part_of_a_machine"
    assert "no_identity" in found.warnings
    assert found.facts is not None
    assert not found.facts.lists_drives


def test_a_query_without_brackets_is_read_as_a_list() -> None:
    memory = nodes_of(thinkpad(), "memory")
    bare = ", ".join(json.dumps(node) for node in memory) + ","
    assert _facts(bare.encode()) == _facts(json.dumps(memory).encode())
    assert _facts(bare.encode()).memory_bytes.value == 8 * 2**30


def test_a_namespace_alone_spells_its_drive() -> None:
    serial, model = "NS8TEST01", "Invented NVMe"
    wwid = f"nvme.1b36-{serial.encode().hex()}-{model.encode().hex()}-00000001"
    node = {"id": "namespace:2", "class": "disk", "businfo": "nvme@0:1", "size": 64_000_000_000}
    (drive,) = _facts(json.dumps([node | {"configuration": {"wwid": wwid}}]).encode()).drives
    assert (drive.serial_number.value, drive.model.value) == (serial, model)


def test_an_old_version_shows_that_there_is_an_nvme_drive_and_no_more() -> None:
    tree = thinkpad()
    nvme = _find(tree, "nvme")
    del nvme["children"], nvme["serial"]
    nvme["product"] = "NVMe SSD Controller SM981"
    found = read_report(json.dumps(tree).encode())
    assert found.facts is not None
    drive = found.facts.drives[1]
    assert (drive.serial_number, drive.model) == (
        Fact(),
        Fact(raw="NVMe SSD Controller SM981", source="lshw.storage"),
    )
    assert "drive_without_serial" in found.warnings


def test_a_tower_is_named_by_its_board_and_its_banks_are_added_up() -> None:
    facts = _facts(sample("tower.lshw.json"))
    assert (facts.manufacturer.value, facts.model.value) == ("ASUS", "P8H61-M TEST")
    assert (facts.serial_number.value, facts.serial_number.source) == (
        "MT70TEST0000001",
        "lshw.core",
    )
    assert facts.memory_bytes == Fact(
        value=4 * 2**30, raw="2147483648 + 2147483648", source="lshw.bank"
    )
    assert facts.part_number.value is None


def test_an_emmc_serial_is_written_as_the_kernel_does() -> None:
    card = _facts(sample("tower.lshw.json")).drives[1]
    assert (card.serial_number, card.technology.value) == (
        Fact(value="0x12345678", raw="305419896", source="lshw.disk"),
        "emmc",
    )


def test_memory_without_banks_is_what_the_system_sees() -> None:
    tree = thinkpad()
    memory = _find(tree, "memory")
    memory["size"] = 8_233_426_944
    del memory["children"]
    found = read_report(json.dumps(tree).encode())
    assert found.facts is not None
    assert found.facts.memory_bytes.value == int(7.75 * 2**30)
    assert "memory_estimated" in found.warnings


def test_a_run_without_root_asks_for_root_and_does_not_claim_to_list_drives() -> None:
    bare = {
        "id": "live",
        "class": "system",
        "description": "Computer",
        "children": [{"id": "core", "class": "bus", "children": []}],
    }
    found = read_report(json.dumps(bare).encode())
    assert found.warnings[0] == "run_as_root"
    assert found.facts is not None
    assert not found.facts.lists_drives


def test_a_cut_report_does_not_claim_to_list_drives() -> None:
    found = read_report(THINKPAD[: THINKPAD.index(b'"id" : "sata"')])
    assert found.facts is not None
    assert found.facts.drives == (NVME,)
    assert found.facts.serial_number.value == "PF9TEST1"
    assert not found.facts.lists_drives
    assert found.warnings[0] == "cut"


def test_two_drives_with_one_serial_number_stay_two() -> None:
    tree = thinkpad()
    _find(tree, "nvme")["serial"] = "W76TEST1"
    found = read_report(json.dumps(tree).encode())
    assert found.facts is not None
    assert len(found.facts.drives) == 2
    assert "same_drive_twice" in found.warnings


def test_a_virtual_disk_has_no_serial_number_of_its_own() -> None:
    tree = thinkpad()
    _find(tree, "disk")["serial"] = "QM00001"
    facts = _facts(json.dumps(tree).encode())
    assert facts.is_virtual
    assert facts.drives[0].serial_number == Fact(raw="QM00001", source="lshw.disk")


@pytest.mark.parametrize(
    ("model", "technology"),
    [
        ("KINGSTON SA400S3", "ssd"),
        ("Crucial_CT275MX3", "ssd"),
        ("SAMSUNG MZ7LN256", "ssd"),
        ("WDC WDS120G1G0A-", "ssd"),
        ("WDC WD5000AAKX-0", "hdd"),
        ("Hitachi HTS54505", "hdd"),
        ("TOSHIBA MQ01ABF0", "hdd"),
        ("FORESEE 128GB", "unknown"),
    ],
)
def test_a_sata_drive_is_told_by_its_models_words(model: str, technology: str) -> None:
    tree = thinkpad()
    _find(tree, "disk")["product"] = model
    assert _facts(json.dumps(tree).encode()).drives[0].technology.value == technology


def test_a_drive_that_states_its_rotations_is_a_hard_disk() -> None:
    tree = thinkpad()
    _find(tree, "disk").update(product="Invented", capabilities={"5400rpm": "5400 rotations"})
    assert _facts(json.dumps(tree).encode()).drives[0].technology.value == "hdd"


@pytest.mark.parametrize(
    ("product", "sku", "model"),
    [
        ("Latitude E6440 (Latitude E6440)", "Latitude E6440", "Latitude E6440"),
        ("TM1613 (Sku Number)", "", "TM1613"),
        ("1001PXD (1001PXD)", "", "1001PXD"),
        ("Pavilion dv4000 (EF188EA#ABE)", "", "Pavilion dv4000"),
        ("OptiPlex 7010 (Small Form Factor)", "", "OptiPlex 7010 (Small Form Factor)"),
    ],
)
def test_only_the_sku_is_stripped_from_a_product(product: str, sku: str, model: str) -> None:
    tree = thinkpad()
    tree.update(vendor="Invented", product=product)
    tree["configuration"]["sku"] = sku
    assert _facts(json.dumps(tree).encode()).model.value == model


def _find(node: dict[str, Any], name: str) -> dict[str, Any]:
    """Give the first node of this id, depth first; KeyError when there is none."""
    if node["id"] == name:
        return node
    for child in node.get("children", []):
        try:
            return _find(child, name)
        except KeyError:
            continue
    raise KeyError(name)
