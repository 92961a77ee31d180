"""Whatever is uploaded: an answer, never an exception, never half a device, never a long wait."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inventory.hardware import (
    MAX_BYTES,
    WARNINGS,
    HardwareFacts,
    ReadReport,
    ReportFormat,
    identity_candidates,
    read_report,
)
from tests.inventory.hardware.shapes import SAMPLES, as_b_02_19, thinkpad

OWN = [path.read_bytes() for path in sorted(SAMPLES.iterdir())] + [as_b_02_19(thinkpad())]

KEYS = st.sampled_from(
    ["id", "class", "children", "configuration", "capabilities", "product", "vendor", "version",
     "serial", "size", "description", "logicalname", "businfo", "driver", "wwid", "uuid", "sku",
     "chassis", "wireless", "disabled"]
)  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters()),
    st.sampled_from(
        ["system", "core", "disk", "storage", "memory", "bank", "namespace:0", "nvme", "generic",
         "processor", "network", "display", "power", "battery", "usb@1:1", "nvme@0:1", "LENOVO",
         "/dev/mmcblk0", "eui.01", "(", "305419896"]
    ),
)  # fmt: skip
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)


def _check(raw: bytes) -> ReadReport:
    found = read_report(raw)
    assert set(found.warnings) <= set(WARNINGS)
    assert found.warnings or found.facts
    if found.facts is not None:
        identity_candidates(found.facts)
        # Stored as UTF-8 and by PostgreSQL: no surrogate, no NUL, no infinite number.
        stored = json.dumps(
            found.facts.model_dump(mode="json"), ensure_ascii=False, allow_nan=False
        )
        assert b"\0" not in stored.encode()
        assert "\\u0000" not in stored
        assert HardwareFacts.model_validate_json(stored) == found.facts
    return found


@given(st.binary(max_size=2000))
@example(b"\xff\xfe")
@example(b"\xff\xfe{")
@example(b"\xef\xbb\xbf")
@example(b"\xc3")
def test_any_bytes_are_answered(raw: bytes) -> None:
    _check(raw)


@given(st.text(alphabet=' \n\t:,{}[]"\\0aé-#\x00\x1f', max_size=300))
def test_any_text_of_brackets_and_quotes_is_answered(text: str) -> None:
    _check(text.encode())


@given(st.sampled_from(OWN), st.data())
def test_a_report_cut_anywhere_is_answered(report: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(report)))
    _check(report[start : data.draw(st.integers(start, len(report)))])


@given(st.sampled_from(OWN), st.data())
def test_a_report_changed_anywhere_is_answered(report: bytes, data: st.DataObject) -> None:
    changed = bytearray(report)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(changed)))
        length = data.draw(st.integers(0, 20))
        changed[place : place + length] = data.draw(st.binary(max_size=20))
    _check(bytes(changed))


@given(TREES)
def test_any_tree_of_lshws_words_is_answered(tree: object) -> None:
    _check(json.dumps(tree).encode())
    _check(json.dumps({"id": "pc", "class": "system", "children": tree}).encode())
    _check(json.dumps([{"id": "disk", "class": "disk", "size": tree, "serial": tree}]).encode())


@given(st.text(st.characters(), max_size=300), st.sampled_from([b"Latitude 5480", b"8192 MB"]))
def test_any_value_in_a_dump_is_answered(value: str, place: bytes) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    _check((SAMPLES / "latitude.dmidecode.txt").read_bytes().replace(place, raw))


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "9" * 5000, "-5", "1.5"])
def test_a_number_that_no_disk_has_is_no_size(number: str) -> None:
    disk = '[{"id": "disk", "class": "disk", "serial": "TEST0001", "size": %s}]'
    facts = _check((disk % number).encode()).facts
    assert facts is not None
    (drive,) = facts.drives
    assert drive.size_bytes.value in {None, 1}


def test_nothing_at_all_is_an_empty_file() -> None:
    empty = ReadReport(ReportFormat.UNKNOWN, "", None, ("empty",))
    assert [read_report(raw) for raw in (b"", b" \n\t ", b"\0\0", b"\xef\xbb\xbf")] == [empty] * 4


def test_another_tools_json_is_no_report() -> None:
    for raw in (b"[]", b"{}", b'{"devices": []}', b'[{"id": 7, "class": "disk"}]', b'"lshw"', b"1"):
        assert read_report(raw).warnings == ("unknown_format",)


def test_a_file_beyond_the_cap_is_not_read() -> None:
    assert read_report(b" " * (MAX_BYTES + 1)).warnings == ("too_large",)


def test_nesting_beyond_the_cap_is_not_read() -> None:
    deep = b'{"id":"a","class":"b","children":[' * 60 + b"]}" * 60
    assert read_report(deep).warnings == ("too_deep",)


def _filled(unit: bytes, head: bytes = b"", size: int = 2**20) -> bytes:
    return head + unit * ((size - len(head)) // len(unit))


HANDLE = b"# dmidecode 3.3\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n"


@pytest.mark.parametrize(
    "raw",
    [
        _filled(b"["),
        _filled(b"{"),
        _filled(b'\\"', b'{"'),
        _filled(b"\\", b'{"'),
        _filled(b"\n", b"x"),
        _filled(b" ", b"{"),
        _filled(b'{"id":"a","class":"b"}'),
        _filled(b'{"id":"a","class":"disk","size":1},', b"["),
        _filled(b"9", b'{"id":"a","class":"b","size":'),
        _filled(b"Handle 0x0001, DMI type 1\n"),
        _filled(b"\tA: 1\n", HANDLE),
        _filled(b"(", HANDLE + b"\tProduct Name: "),
        _filled(b"a ", b'{"id" '),
        _filled(b"]}", b'{"a":['),
    ],
    ids=range(14),
)
def test_the_worst_megabyte_takes_seconds_and_not_minutes(raw: bytes) -> None:
    assert _cpu_seconds(lambda: read_report(raw)) < 5


def test_the_largest_file_is_read_in_seconds() -> None:
    raw = _filled(b"\tA: 1\n", HANDLE, size=MAX_BYTES)
    assert _cpu_seconds(lambda: read_report(raw)) < 15


def test_a_hundred_dumps_are_read_in_a_second() -> None:
    dump = (SAMPLES / "latitude.dmidecode.txt").read_bytes()
    padding = b"Handle 0xDD00, DMI type 221, 26 bytes\nOEM-specific Type\n\tStrings:\n\t\tTest\n\n"
    real_sized = dump + padding * ((18_000 - len(dump)) // len(padding))
    assert _cpu_seconds(lambda: [read_report(real_sized) for _ in range(100)]) < 1


def test_a_large_tree_is_read_within_the_budget_of_a_request() -> None:
    tree = thinkpad()
    part = {
        "id": "generic",
        "class": "generic",
        "description": "x" * 60,
        "configuration": {"a": "b"},
    }
    tree["children"][0]["children"] += [dict(part) for _ in range(900)]
    raw = json.dumps(tree, indent=2).encode()
    assert len(raw) > 137_000
    assert min(_cpu_seconds(lambda: read_report(raw)) for _ in range(3)) < 0.05


def _cpu_seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun
