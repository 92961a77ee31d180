"""Test the classes that computers fall into."""

from itertools import pairwise

import pytest

from distribution.spec import FLOORS, SPEC_CLASSES, spec_class_of, spec_rank

GIB, GB = 1024**3, 1000**3

Facts = tuple[str, int | None, int | None, int | None, bool | None]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz", 4, 16 * GIB, 256 * GB, True), "performance"),
        (("Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz", 4, 16 * GIB, 128 * GB, True), "standard"),
        (("Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", 2, 16 * GIB, 512 * GB, True), "standard"),
        (("Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz", 2, 8 * GIB, 500 * GB, False), "basic"),
        (
            ("AMD Ryzen 5 PRO 3500U w/ Radeon Vega Mobile Gfx", 4, 8 * GIB, 256 * GB, True),
            "standard",
        ),
        (("Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", 2, 8 * GIB, 128 * GB, True), "basic"),
        (("Intel(R) N100", 4, 16 * GIB, 512 * GB, True), "basic"),
        (("AMD A6-9220 RADEON R4", 2, 8 * GIB, 256 * GB, True), "basic"),
        (("Intel(R) Core(TM)2 Duo CPU P8600", 2, 4 * GIB, 160 * GB, False), "basic"),
        (("Intel(R) Core(TM) i3-2310M", 2, 2 * GIB, 320 * GB, False), ""),
        (("Intel(R) Core(TM) i3-2310M", 1, 4 * GIB, 320 * GB, False), ""),
        (("Intel(R) Core(TM) i3-2310M", 2, 4 * GIB, 32 * GB, True), ""),
        (("", None, None, 256 * GB, True), ""),
        (("", None, 8 * GIB, None, True), ""),
        (("", None, 8 * GIB, 256 * GB, None), "basic"),
        (("", None, int(7.6 * GIB), 120 * GB, True), "standard"),
    ],
)
def test_a_computer_falls_into_a_class(facts: Facts, expected: str) -> None:
    cpu_model, cores, memory_bytes, storage_bytes, is_solid_state = facts
    found = spec_class_of(
        cpu_model=cpu_model,
        cores=cores,
        memory_bytes=memory_bytes,
        storage_bytes=storage_bytes,
        is_solid_state=is_solid_state,
    )
    assert found == expected


def test_each_class_asks_for_no_less_than_the_one_below() -> None:
    floors = [FLOORS[name] for name in SPEC_CLASSES]
    for lower, higher in pairwise(floors):
        assert lower.memory_bytes < higher.memory_bytes
        assert lower.storage_bytes < higher.storage_bytes
        assert lower.cores <= higher.cores
    assert [spec_rank(name) for name in ("", *SPEC_CLASSES)] == [0, 1, 2, 3]
