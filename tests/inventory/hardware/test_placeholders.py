"""Which words identify something, and which are only what firmware ships."""

import pytest

from inventory.hardware.makers import fold_manufacturer
from inventory.hardware.placeholders import (
    is_masked,
    is_placeholder,
    is_shared_uuid,
    uuid_spellings,
)


@pytest.mark.parametrize(
    "raw",
    [
        "To Be Filled By O.E.M.", "to be filled by o.e.m", "To be filled by O.E.M. by More String",
        "To-Be-Filled-By-O.E.M.", "Default string", "$(DEFAULT_STRING)", "OEM Default string000",
        "O.E.M.", "OEM", "*", "-", "--", "......", "   ", "", "System  Serial   Number",
        "SystemSerialNumb", "System Product Name", "Chassis Manufacture", "Asset-1234567890",
        "Type2 - Board Serial Number", "Type1Sku0", "ASUS-NotebookSKU", "None", "N/A", "NA",
        "Not Specified", "Unknow", "(null string)", "<BAD INDEX>", "<OUT OF SPEC>", "0", "00000000",
        "1", "1111", "xxxxxxx", "X", "0123456789ABC", "123456789", "1234567890", "SN-12345-678",
        "SYS-1234567890", "MB-1234567890", "EeePC-0123456789", "BSN12345678901234567", "NNNNNNN",
        "Eval", "IATPASS", "Tulip Computers", "Serial Number xxxxxx", "REDACTED", "?????",
        "<filter>", "FFFFFFFF",
    ],
)  # fmt: skip
def test_a_placeholder_identifies_nothing(raw: str) -> None:
    assert is_placeholder(raw, "serial")


@pytest.mark.parametrize(
    "raw",
    [
        "7XKQ5Z1", "PF0ABCDE", "YT7LBP0", "13138/00064437", "..CN137407AJ02SW.", "0732QBT057",
        "50026B7782D0XXXX", "2CE5270ZWC", "8BOAAQ191999", "C02XTEST1234", "101",
    ],
)  # fmt: skip
def test_a_short_or_odd_serial_number_stays(raw: str) -> None:
    assert not is_placeholder(raw, "serial")


def test_some_words_mean_nothing_in_one_field_only() -> None:
    assert is_placeholder("1.0", "version")
    assert not is_placeholder("1.0")
    assert is_placeholder("All Series", "model")
    assert is_placeholder("Dell", "serial")
    assert not is_placeholder("Dell", "manufacturer")
    assert is_placeholder("VMware-56 4d aa bb", "serial")


@pytest.mark.parametrize("raw", ["--", "XXXXXXXX", "REDACTED", "?????", "<filter>"])
def test_a_masked_value_was_hidden_by_somebody(raw: str) -> None:
    assert is_masked(raw)


@pytest.mark.parametrize("raw", ["-", "xxxxxxxx", "50026B7782D0XXXX", "None", ""])
def test_what_firmware_wrote_was_not_hidden_by_anybody(raw: str) -> None:
    assert not is_masked(raw)


@pytest.mark.parametrize(
    "uuid",
    [
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "01010101-0101-0101-0101-010101010101",
        "fefefefe-fefe-fefe-fefe-fefefefefefe",
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc",
    ],
)
def test_a_uuid_that_many_machines_carry_is_shared_in_both_byte_orders(uuid: str) -> None:
    assert is_shared_uuid(uuid)
    assert is_shared_uuid(uuid_spellings(uuid)[1])


def test_the_two_spellings_of_a_uuid_swap_the_first_three_groups() -> None:
    assert uuid_spellings("44454c4c-5800-104b-8051-b7c04f5a3158") == (
        "44454c4c-5800-104b-8051-b7c04f5a3158",
        "4c4c4544-0058-4b10-8051-b7c04f5a3158",
    )


@pytest.mark.parametrize(
    ("raw", "maker"),
    [
        ("Hewlett-Packard", "HP"), ("HP Pavilion 061", "HP"), ("HPE", "HP"),
        ("ASUSTeK COMPUTER INC.", "ASUS"), ("ASUSTek Computer INC.", "ASUS"),
        ("Dell Computer Corporation", "Dell"), ("LENOVO.", "Lenovo"),
        ("Gigabyte Tecohnology Co., Ltd.", "Gigabyte"),
        ("MICRO-STAR INTERANTIONAL CO.,LTD", "MSI"), ("Micro-Star INT'L CO., LTD.", "MSI"),
        ("Acer, inc.", "Acer"), ("SAMSUNG ELECTRONICS CO.,LTD", "Samsung"),
        ("FUJITSU CLIENT COMPUTING LIMITED", "Fujitsu"), ("FUJITSU SIEMENS", "Fujitsu Siemens"),
        ("Apple Computer, Inc.", "Apple"), ("Intel(R) Client Systems", "Intel"),
        ("MEDIONPC", "Medion"), ("Wortmann_AG", "Wortmann"),
        ("CHUWI?Innovation?And?Technology(ShenZhen)co.,Ltd", "Chuwi"),
        ("Atelier Inconnu SPRL", "Atelier Inconnu SPRL"),
    ],
)  # fmt: skip
def test_the_spellings_of_a_maker_fold_into_one(raw: str, maker: str) -> None:
    assert fold_manufacturer(raw) == maker
