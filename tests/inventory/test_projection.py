"""What a report changes: typed values win, read ones give way, no drive comes twice."""

from decimal import Decimal
from typing import Any

from inventory.hardware import DriveFacts, HardwareFacts
from inventory.hardware.facts import Fact
from inventory.projection import (
    REMARKS,
    Change,
    DrivePlan,
    KnownDrive,
    compare,
    plan_drives,
    warning_words,
)

NOTHING_KNOWN: dict[str, Any] = {
    "manufacturer": "",
    "model": "",
    "serial_number": "",
    "cpu": "",
    "memory_bytes": None,
}


def facts(**values: Any) -> HardwareFacts:
    return HardwareFacts(**{name: Fact[Any](value=value) for name, value in values.items()})


def drive(serial: str | None = None, model: str = "", size: int | None = None) -> DriveFacts:
    return DriveFacts(
        serial_number=Fact[str](value=serial),
        model=Fact[str](value=model or None),
        size_bytes=Fact[int](value=size),
    )


def known(pk: int, serial: str = "", **other: Any) -> KnownDrive:
    values = {"model": "", "size_bytes": None, "is_present": True} | other
    return KnownDrive(pk=pk, serial_number=serial, **values)


def test_what_nobody_knew_is_written() -> None:
    found = compare(facts(model="T480"), NOTHING_KNOWN, {})
    assert found == (Change("model", "", "T480", is_written=True),)


def test_what_a_person_typed_is_kept_and_the_difference_is_shown() -> None:
    typed = NOTHING_KNOWN | {"model": "T470"}
    found = compare(facts(model="T480"), typed, {})
    assert found == (Change("model", "T470", "T480", is_written=False),)


def test_what_an_earlier_report_wrote_gives_way_to_a_newer_one() -> None:
    read = NOTHING_KNOWN | {"memory_bytes": 4 * 1024**3}
    found = compare(facts(memory_bytes=8 * 1024**3), read, {"memory_bytes": 4 * 1024**3})
    assert found == (Change("memory_bytes", 4 * 1024**3, 8 * 1024**3, is_written=True),)


def test_what_a_person_typed_before_a_report_said_the_same_is_still_a_persons() -> None:
    typed = NOTHING_KNOWN | {"model": "T480"}
    assert compare(facts(model="T480"), typed, {}) == ()
    found = compare(facts(model="T480s"), typed, {})
    assert found == (Change("model", "T480", "T480s", is_written=False),)


def test_sizes_of_screens_differ_by_their_number_alone() -> None:
    (change,) = compare(facts(screen_inches=14.04), {"screen_inches": None}, {})
    assert (change.read, change.is_written) == (Decimal("14.0"), True)
    assert compare(facts(screen_inches=14.04), {"screen_inches": Decimal("14.0")}, {}) == ()


def test_the_kind_is_offered_and_never_written() -> None:
    found = compare(facts(kind="laptop"), {"kind": "desktop"}, {"kind": "desktop"})
    assert found == (Change("kind", "desktop", "laptop", is_written=False),)


def test_capitals_and_spaces_are_no_difference() -> None:
    typed = NOTHING_KNOWN | {"model": "thinkpad  T480"}
    assert compare(facts(model="ThinkPad T480"), typed, {}) == ()


def test_a_value_is_cut_to_what_its_column_holds() -> None:
    (change,) = compare(facts(manufacturer="M" * 200), NOTHING_KNOWN, {})
    assert change.read == "M" * 80


def test_a_drive_that_is_recorded_is_not_added_again() -> None:
    assert plan_drives([drive("ABC1")], [known(1, "abc1")]) == DrivePlan()


def test_a_new_drive_is_added() -> None:
    new = drive("ABC2")
    assert plan_drives([new], [known(1, "ABC1")]) == DrivePlan(add=(new,))


def test_of_two_drives_with_one_serial_number_only_the_first_is_added() -> None:
    first = drive("SAME", "One")
    assert plan_drives([first, drive("SAME", "Two")], []) == DrivePlan(add=(first,))


def test_a_drive_without_serial_number_is_recognised_by_model_and_size() -> None:
    recorded = known(1, model="Samsung MZ7LN256HAJQ", size_bytes=256_000_000_000)
    found = drive(model="MZ7LN256HAJQ", size=256_060_514_304)
    assert plan_drives([found], [recorded]) == DrivePlan()


def test_a_drive_recorded_without_serial_number_gets_the_one_that_was_read() -> None:
    found = drive("S3Z8", "SSD 860", 256_000_000_000)
    assert plan_drives([found], [known(7, model="SSD 860")]) == DrivePlan(named=((7, "S3Z8"),))


def test_a_report_without_serial_numbers_adds_nothing_to_known_drives() -> None:
    recorded = known(1, "S3Z8", model="SSD 860", size_bytes=256_000_000_000)
    assert plan_drives([drive(model="SSD 860", size=256_000_000_000)], [recorded]) == DrivePlan()


def test_two_equal_drives_without_serial_numbers_are_two_drives() -> None:
    one, other = drive(model="SSD 860"), drive(model="SSD 860")
    assert plan_drives([one, other], [known(1, model="SSD 860")]) == DrivePlan(add=(other,))


def test_a_drive_recorded_as_destroyed_is_asked_about() -> None:
    found = plan_drives([drive("GONE")], [known(1, "GONE", is_present=False)])
    assert found == DrivePlan(remarks=("drive_gone",))


def test_every_code_has_words() -> None:
    assert warning_words("cut").startswith("The report breaks off")
    assert all(warning_words(code) != code for code in REMARKS)
    assert warning_words("of a later version") == "of a later version"
