"""Why a device goes to a line, and what is missing for one that receives none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given

from distribution.fit import Need, Supply, waste, why_not
from distribution.runs.explanation import (
    REASONS,
    WEIGHTS,
    Coming,
    Near,
    coming,
    left_over,
    nearest,
)
from tests.distribution.runs.test_record import NEEDS, SUPPLIES

SCHOOL = Need(kinds=("laptop",), spec_class="standard")
BASIC = Supply(kind="laptop", spec_class="basic", has_numeric_pad=False)
STANDARD = Supply(kind="laptop", spec_class="standard", has_numeric_pad=False)
UNREAD = Supply(kind="laptop")
DESKTOP = Supply(kind="desktop", spec_class="standard")


@given(NEEDS, SUPPLIES)
def test_what_is_left_over_weighs_exactly_the_waste(need: Need, supply: Supply) -> None:
    if not why_not(need, supply):
        assert sum(WEIGHTS[code] for code in left_over(need, supply)) == waste(need, supply)


@given(NEEDS, SUPPLIES)
def test_each_reason_of_the_fit_can_be_said_by_its_code(need: Need, supply: Supply) -> None:
    assert {each.code for each in why_not(need, supply)} <= REASONS.keys()


def test_the_nearest_devices_fail_for_the_fewest_reasons() -> None:
    blind = Need(kinds=("laptop",), spec_class="standard", numeric_pad=True)
    ready = Counter({BASIC: 4, STANDARD: 2, DESKTOP: 9})
    assert nearest(blind, ready) == (Near("laptop", ("no_numeric_pad",), 2),)
    assert nearest(SCHOOL, Counter({BASIC: 4, DESKTOP: 9})) == (Near("laptop", ("too_slow",), 4),)


def test_nothing_is_near_when_there_is_no_device_of_such_a_kind_or_one_fits() -> None:
    assert nearest(SCHOOL, Counter({DESKTOP: 9})) == ()
    assert nearest(SCHOOL, Counter({BASIC: 4, STANDARD: 1})) == ()


def test_what_would_fit_is_counted_by_where_it_is_and_what_nobody_has_looked_at_apart() -> None:
    in_work = {
        "repair": Counter({STANDARD: 3, BASIC: 5}),
        "received": Counter({UNREAD: 2, STANDARD: 1}),
    }
    assert coming(SCHOOL, in_work) == Coming({"received": 1, "repair": 3}, unknown=2)
    assert coming(replace(SCHOOL, camera=True), in_work) == Coming({}, unknown=6)
