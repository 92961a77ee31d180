"""What dmidecode's text tells, in the forms in which its versions and systems print it."""

import pytest

from inventory.hardware import Fact, HardwareFacts, ReadReport, ReportFormat, read_report
from tests.inventory.hardware.shapes import sample

LATITUDE = sample("latitude.dmidecode.txt")


def test_a_laptop_is_read_whole() -> None:
    system, devices = "dmi.system", "dmi.memory-device"
    security = "dmi.hardware-security"
    assert read_report(LATITUDE) == ReadReport(
        format=ReportFormat.DMIDECODE,
        tool_version="3.3",
        facts=HardwareFacts(
            kind=Fact(value="laptop", raw="Notebook", source="dmi.chassis"),
            manufacturer=Fact(value="Dell", raw="Dell Inc.", source=system),
            model=Fact(value="Latitude 5480", raw="Latitude 5480", source=system),
            part_number=Fact(value="07A7", raw="07A7", source=system),
            serial_number=Fact(value="5QZXT42", raw="5QZXT42", source=system),
            chassis_serial_number=Fact(value="5QZXT42", raw="5QZXT42", source="dmi.chassis"),
            board_serial_number=Fact(
                value="/5QZXT42/CN0000000A0001/",
                raw="/5QZXT42/CN0000000A0001/",
                source="dmi.board",
            ),
            uuid=Fact(
                value="4c4c4544-0051-5a10-8058-b5c04f543432",
                raw="4c4c4544-0051-5a10-8058-b5c04f543432",
                source=system,
            ),
            cpu=Fact(
                value="Intel Core i5-7300U CPU @ 2.60GHz",
                raw="Intel(R) Core(TM) i5-7300U CPU @ 2.60GHz",
                source="dmi.processor",
            ),
            memory_bytes=Fact(value=8 * 2**30, raw="8192 MB", source=devices),
            memory_slots=Fact(value=2, raw="2", source=devices),
            memory_slots_free=Fact(value=1, raw="1", source=devices),
            memory_is_soldered=Fact(value=False, raw="SODIMM", source=devices),
            battery_present=Fact(value=True, raw="DELL TST0001", source="dmi.battery"),
            bios_password_set=Fact(value=False, raw="disabled, disabled", source=security),
            has_uefi=Fact(value=False, raw="", source="dmi.bios"),
        ),
        warnings=(),
    )


def test_a_self_built_desktop_is_named_by_its_board() -> None:
    found = read_report(sample("selfbuilt.dmidecode.txt"))
    assert found.facts is not None
    assert (found.facts.manufacturer, found.facts.model, found.facts.serial_number) == (
        Fact(value="ASRock", raw="ASRock", source="dmi.board"),
        Fact(value="B450M Invented", raw="B450M Invented", source="dmi.board"),
        Fact(value="M80-TEST0000123", raw="M80-TEST0000123", source="dmi.board"),
    )
    assert found.facts.uuid.value is None
    assert found.facts.uuid.raw == "03000200-0400-0500-0006-000700080009"
    assert found.facts.memory_bytes.value == 8 * 2**30


def _spaces(text: str) -> str:
    return text.replace("\t", " " * 8)


def _red_hat_3(text: str) -> str:
    lines = text.replace(", DMI type", "\n\tDMI type").split("\n")
    inside = ["\t" + line if not line.startswith(("Handle", "\tDMI")) else line for line in lines]
    return "\n".join(lines[:6] + inside[6:])


@pytest.mark.parametrize(
    "written",
    [
        _spaces(LATITUDE.decode()).encode(),
        _red_hat_3(LATITUDE.decode()).encode(),
        LATITUDE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + LATITUDE,
        LATITUDE.decode().encode("utf-16"),
        LATITUDE.decode().encode("utf-16-le"),
        LATITUDE.replace(b"\n", b"\n\0"),
        b"[sudo] password for anna: \n" + LATITUDE,
    ],
    ids=["OpenBSD", "Red Hat 3", "Windows", "UTF-8 BOM", "UTF-16 BOM", "UTF-16", "NUL", "sudo"],
)
def test_the_same_machine_comes_out_however_it_was_written(written: bytes) -> None:
    assert read_report(written) == read_report(LATITUDE)


def test_latin_1_is_read_when_it_is_no_utf_8() -> None:
    found = read_report(LATITUDE.replace(b"Latitude 5480", "Modèle Léger".encode("latin-1")))
    assert found.facts is not None
    assert found.facts.model.value == "Modèle Léger"


def test_a_damaged_handle_line_leaves_the_title_to_go_by() -> None:
    masked = LATITUDE.replace(
        b"Handle 0x0003, DMI type 3, 22 bytes", b"0123456789abcdef0123456789ABCDEF"
    )
    found = read_report(masked)
    assert found.facts is not None
    assert found.facts.kind.value == "laptop"
    assert found.warnings == ("anonymised",)


def test_a_vendors_own_type_is_not_taken_for_a_battery() -> None:
    start, end = LATITUDE.index(b"Handle 0x1600"), LATITUDE.index(b"Handle 0xDC00")
    found = read_report(LATITUDE[:start] + LATITUDE[end:])
    assert found.facts is not None
    assert found.facts.battery_present == Fact()


def test_soldered_memory_is_told_from_modules() -> None:
    found = read_report(LATITUDE.replace(b"Form Factor: SODIMM", b"Form Factor: Row Of Chips"))
    assert found.facts is not None
    assert found.facts.memory_is_soldered.value is True
    assert found.facts.memory_slots.value == 0


def test_a_cut_report_says_so_and_keeps_what_came_before() -> None:
    found = read_report(LATITUDE[: LATITUDE.index(b"Physical Memory Array")])
    assert found.facts is not None
    assert found.facts.serial_number.value == "5QZXT42"
    assert found.warnings == ("cut", "memory_unknown")


def test_damaged_tables_are_named() -> None:
    found = read_report(LATITUDE + b"Wrong DMI structures count: 14 announced, only 13 decoded.\n")
    assert found.warnings == ("damaged_tables",)


def test_a_run_without_root_asks_for_root() -> None:
    refused = b"# dmidecode 3.3\n/sys/firmware/dmi/tables/smbios_entry_point: Permission denied\n"
    assert read_report(refused) == ReadReport(
        format=ReportFormat.DMIDECODE, tool_version="3.3", facts=None, warnings=("run_as_root",)
    )


def test_a_dump_of_memory_alone_describes_no_machine() -> None:
    memory = b"# dmidecode 3.3\n\nHandle 0x11, DMI type 17, 40 bytes\nMemory Device\n\tSize: 2 GB\n"
    assert read_report(memory).facts is None
    assert read_report(memory).warnings == ("nothing_found",)


@pytest.mark.parametrize(
    ("chassis", "kind"),
    [
        ("Laptop", "laptop"),
        ("Convertible", "laptop"),
        ("Detachable", "tablet"),
        ("Mini Tower", "desktop"),
        ("Space-saving", "desktop"),
        ("All In One", "all_in_one"),
        ("Stick PC", "mini_pc"),
        ("Rack Mount Chassis", None),
        ("<OUT OF SPEC>", None),
    ],
)
def test_the_kind_follows_the_chassis(chassis: str, kind: str | None) -> None:
    found = read_report(LATITUDE.replace(b"Type: Notebook", f"Type: {chassis}".encode()))
    assert found.facts is not None
    assert (found.facts.kind.value, found.facts.kind.raw) == (kind, chassis)
    assert ("kind_unknown" in found.warnings) is (kind is None)


def test_a_lenovo_is_called_by_its_sales_name() -> None:
    lenovo = LATITUDE.replace(b"Dell Inc.", b"LENOVO").replace(
        b"Product Name: Latitude 5480\n\tVersion: Not Specified",
        b"Product Name: 20F5TEST00\n\tVersion: ThinkPad X260",
    )
    facts = read_report(lenovo).facts
    assert facts is not None
    assert (facts.model.value, facts.part_number.value) == ("ThinkPad X260", "20F5TEST00")


@pytest.mark.parametrize("version", ["None", "Lenovo", "INVALID", "Lenovo Product"])
def test_a_lenovo_without_a_sales_name_keeps_its_machine_type(version: str) -> None:
    lenovo = LATITUDE.replace(b"Dell Inc.", b"LENOVO").replace(
        b"Version: Not Specified", f"Version: {version}".encode()
    )
    facts = read_report(lenovo).facts
    assert facts is not None
    assert facts.model.value == "Latitude 5480"


def test_a_dell_board_gives_the_service_tag_that_the_system_lost() -> None:
    facts = read_report(
        LATITUDE.replace(b"Serial Number: 5QZXT42", b"Serial Number: Not Specified")
    ).facts
    assert facts is not None
    assert facts.serial_number == Fact(
        value="5QZXT42", raw="/5QZXT42/CN0000000A0001/", source="dmi.service-tag"
    )


@pytest.mark.parametrize(
    ("maker", "product"),
    [
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)"),
        ("innotek GmbH", "VirtualBox"),
        ("VMware, Inc.", "VMware Virtual Platform"),
        ("Xen", "HVM domU"),
        ("Microsoft Corporation", "Virtual Machine"),
        ("Parallels Software International Inc.", "Parallels Virtual Platform"),
    ],
)
def test_a_virtual_machine_is_no_donation(maker: str, product: str) -> None:
    virtual = LATITUDE.replace(b"Dell Inc.", maker.encode())
    found = read_report(virtual.replace(b"Latitude 5480", product.encode()))
    assert found.facts is not None
    assert found.facts.is_virtual
    assert "virtual_machine" in found.warnings


def test_a_surface_is_not_taken_for_a_virtual_machine() -> None:
    surface = LATITUDE.replace(b"Dell Inc.", b"Microsoft Corporation")
    found = read_report(surface.replace(b"Latitude 5480", b"Surface Laptop"))
    assert found.facts is not None
    assert not found.facts.is_virtual
