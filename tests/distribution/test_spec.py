"""Test the classes that computers fall into."""

from itertools import pairwise

import pytest

from distribution.spec import FLOORS, SPEC_CLASSES, Disk, spec_class_of, spec_rank

GIB, GB = 1024**3, 1000**3

I5, I7 = "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz", "Intel(R) Core(TM) i7-4600M CPU @ 2.90GHz"
QUAD, OLD = "Intel(R) Core(TM) i7-3740QM CPU @ 2.70GHz", "Intel(R) Core(TM) i3-2310M"


@pytest.mark.parametrize(
    ("cpu_model", "memory_bytes", "disks", "expected"),
    [
        (I5, 16 * GIB, [(256 * GB, True)], "performance"),
        (I5, 16 * GIB, [(128 * GB, True)], "standard"),
        (QUAD, 16 * GIB, [(512 * GB, True)], "performance"),
        (I7, 16 * GIB, [(512 * GB, True)], "standard"),
        ("Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", 16 * GIB, [(512 * GB, True)], "standard"),
        ("Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", 8 * GIB, [(500 * GB, False)], "basic"),
        ("AMD Ryzen 5 PRO 3500U w/ Radeon Vega", 8 * GIB, [(256 * GB, True)], "standard"),
        ("Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz", 32 * GIB, [(512 * GB, True)], "performance"),
        ("Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", 8 * GIB, [(128 * GB, True)], "basic"),
        ("Intel(R) N100", 16 * GIB, [(512 * GB, True)], "basic"),
        ("AMD A6-9220 RADEON R4", 8 * GIB, [(256 * GB, True)], "basic"),
        ("AMD E2-9000e RADEON R2", 32 * GIB, [(512 * GB, True)], "basic"),
        ("Intel(R) Core(TM)2 Duo CPU P8600", 4 * GIB, [(160 * GB, False)], "basic"),
        (I5, 8 * GIB, [(256 * GB, True), (2_000 * GB, False)], "standard"),
        (OLD, 2 * GIB, [(320 * GB, False)], "below"),
        (OLD, 4 * GIB, [(32 * GB, True)], "below"),
        ("", None, [(256 * GB, True)], ""),
        (I5, 8 * GIB, [(None, True)], ""),
        (I5, 8 * GIB, [], ""),
        ("", 8 * GIB, [(256 * GB, None)], "basic"),
        ("", 16 * GIB, [(256 * GB, True)], "standard"),
        ("", int(7.6 * GIB), [(120 * GB, True)], "standard"),
    ],
)
def test_a_computer_falls_into_a_class(
    cpu_model: str, memory_bytes: int | None, disks: list[Disk], expected: str
) -> None:
    found = spec_class_of(cpu_model=cpu_model, memory_bytes=memory_bytes, disks=disks)
    assert found == expected


def test_each_class_asks_for_no_less_than_the_one_below() -> None:
    floors = [FLOORS[name] for name in SPEC_CLASSES]
    for lower, higher in pairwise(floors):
        assert lower.memory_bytes < higher.memory_bytes
        assert lower.storage_bytes < higher.storage_bytes
    assert [spec_rank(name) for name in ("", "below", *SPEC_CLASSES)] == [0, 0, 1, 2, 3]


def test_each_floor_names_its_sources() -> None:
    assert {name: [source.publisher for source in FLOORS[name].sources] for name in FLOORS} == {
        "basic": ["Microsoft", "Canonical", "Microsoft", "BigBlueButton"],
        "standard": ["Microsoft", "Refurb"],
        "performance": ["Refurb"],
    }
