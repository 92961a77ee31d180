"""Whether Windows 11 may run: a processor of its lists, memory, storage, UEFI, TPM 2.0."""

from typing import Any

import pytest

from inventory.hardware import DriveFacts, Fact, HardwareFacts
from inventory.hardware.windows11 import Fitness, cpu_fits, windows_11_fitness

GOOD: dict[str, Any] = {
    "cpu": Fact(value="Intel Core i5-8350U CPU @ 1.70GHz"),
    "memory_bytes": Fact(value=8 * 2**30),
    "drives": (DriveFacts(size_bytes=Fact(value=256_060_514_304)),),
    "has_uefi": Fact(value=True),
    "tpm_version": Fact(value="2.0"),
}


@pytest.mark.parametrize(
    ("other", "expected", "fits"),
    [
        ({}, Fitness((), ()), True),
        ({"tpm_version": Fact(value=None)}, Fitness((), ("tpm",)), None),
        ({"tpm_version": Fact(value="1.2")}, Fitness(("tpm",), ()), False),
        ({"has_uefi": Fact(value=False), "drives": ()}, Fitness(("uefi",), ("storage",)), False),
        ({"memory_bytes": Fact(value=2 * 2**30)}, Fitness(("memory",), ()), False),
        ({"cpu": Fact(value="Intel Core i5-7300U")}, Fitness(("cpu",), ()), False),
    ],
)
def test_one_thing_against_it_is_enough_and_what_is_not_read_stays_open(
    other: dict[str, Any], expected: Fitness, fits: object
) -> None:
    found = windows_11_fitness(HardwareFacts(**GOOD | other))
    assert found == expected
    assert found.fits is fits


def test_a_mac_and_a_drive_are_not_judged() -> None:
    mac = HardwareFacts(**GOOD, manufacturer=Fact(value="Apple"))
    assert windows_11_fitness(mac) is None
    assert windows_11_fitness(HardwareFacts(**GOOD, describes_machine=False)) is None


@pytest.mark.parametrize(
    ("cpu", "fits"),
    [
        ("Intel Core i3 CPU M 370 @ 2.40GHz", False),
        ("Intel Core i7-7500U CPU @ 2.70GHz", False),
        ("Intel Core i5-10210U CPU @ 1.60GHz", True),
        ("11th Gen Intel Core i7-1165G7 @ 2.80GHz", True),
        ("Intel Core 2 Duo CPU E8400 @ 3.00GHz", False),
        ("Intel Celeron CPU N3350 @ 1.10GHz", False),
        ("Intel Celeron N4020 CPU @ 1.10GHz", True),
        ("Intel Pentium CPU G645 @ 2.90GHz", False),
        ("AMD Ryzen 5 3500U with Radeon Vega Mobile Gfx", True),
        ("AMD Ryzen 5 2500U with Radeon Vega Mobile Gfx", False),
        ("AMD Ryzen 5 2600 Six-Core Processor", True),
        ("AMD Phenom II P840 Triple-Core Processor", False),
        ("Invented Processor 9", None),
    ],
)
def test_processors_are_told_by_their_families(cpu: str, fits: object) -> None:
    assert cpu_fits(cpu) is fits
