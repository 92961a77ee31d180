"""A newer report lies over the earlier ones: its values win, its silence changes nothing."""

from typing import Any

from inventory.hardware import DriveFacts, Fact, HardwareFacts, overlay


def drive(serial: str | None, **other: Any) -> DriveFacts:
    return DriveFacts(serial_number=Fact(value=serial), **other)


def test_values_win_and_silence_changes_nothing() -> None:
    earlier = HardwareFacts(
        model=Fact(value="T480"), has_wifi=Fact(value=True), cpu=Fact(value="Core i5-8350U @ 1.7")
    )
    newer = HardwareFacts(model=Fact(value="T480s"), cpu=Fact(value="Core i5-8350U"))
    found = overlay(newer, earlier)
    assert (found.model.value, found.has_wifi.value, found.cpu.value) == (
        "T480s",
        True,
        "Core i5-8350U @ 1.7",
    )


def test_counted_modules_stay_over_an_estimate_that_is_a_little_less() -> None:
    counted = HardwareFacts(memory_bytes=Fact(value=8 * 2**30, source="dmi.memory-device"))
    estimate = HardwareFacts(memory_bytes=Fact(value=int(7.7 * 2**30), source="lshw.memory"))
    halved = HardwareFacts(memory_bytes=Fact(value=4 * 2**30, source="lshw.memory"))
    assert overlay(estimate, counted).memory_bytes == counted.memory_bytes
    assert overlay(halved, counted).memory_bytes == halved.memory_bytes


def test_a_whole_list_drops_what_it_lacks_and_keeps_what_smart_said() -> None:
    hours: dict[str, Any] = {"power_on_hours": Fact(value=1200)}
    earlier = HardwareFacts(drives=(drive("A", **hours), drive("B")), lists_drives=True)
    newer = HardwareFacts(drives=(drive("A"), drive("C")), lists_drives=True)
    found = overlay(newer, earlier)
    assert found.drives == (drive("A", **hours), drive("C"))


def test_a_report_of_single_drives_adds_what_it_names_and_drops_nothing() -> None:
    earlier = HardwareFacts(drives=(drive("A"), drive("B")), lists_drives=True)
    newer = HardwareFacts(
        drives=(drive("B", wear_percent=Fact(value=3)), drive(None)), describes_machine=False
    )
    found = overlay(newer, earlier)
    assert found.drives == (drive("B", wear_percent=Fact(value=3)), drive("A"))
    assert (found.describes_machine, found.lists_drives) == (True, True)
