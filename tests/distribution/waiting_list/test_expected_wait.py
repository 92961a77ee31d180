"""How long a line may still wait is said as a range, or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.waiting_list.expected_wait import (
    DAYS,
    FEWEST,
    Z_OF_NINE_IN_TEN,
    ExpectedWait,
    expected_wait,
    f_percentile,
)


@pytest.mark.parametrize(
    ("above", "below", "tabled"),
    [(10, 20, 1.94), (2, 10, 2.92), (20, 20, 1.79), (10, 10, 2.32), (2, 20, 2.59), (60, 10, 2.11)],
)
def test_the_percentile_is_the_one_of_the_tables(above: int, below: int, tabled: float) -> None:
    assert f_percentile(above, below, Z_OF_NINE_IN_TEN) == pytest.approx(tabled, rel=0.01)
    assert 1 / f_percentile(below, above, -Z_OF_NINE_IN_TEN) == pytest.approx(tabled, rel=0.01)


def test_of_a_thousand_waits_at_an_unknown_pace_eight_in_ten_are_within_the_range() -> None:
    chance = random.Random(1)  # noqa: S311  the same each time
    wait = expected_wait(12, 7)
    assert wait == ExpectedWait(12, 27, 95)
    waits = [
        DAYS * chance.gammavariate(7, 1) / chance.gammavariate(12, 1) for _each in range(4_000)
    ]
    within = sum(wait.least_days <= each <= wait.most_days for each in waits)
    assert within / len(waits) == pytest.approx(0.8, abs=0.03)


def test_of_a_few_deliveries_nothing_is_said() -> None:
    assert expected_wait(FEWEST - 1, 1) is None


@given(st.integers(FEWEST, 5_000), st.integers(1, 300_000))
def test_a_range_holds_its_middle_and_grows_with_the_place(served: int, place: int) -> None:
    here, behind = expected_wait(served, place), expected_wait(served, place + 1)
    assert here is not None
    assert behind is not None
    assert 0 <= here.least_days <= DAYS * place / served <= here.most_days
    assert here.least_days <= behind.least_days
    assert here.most_days <= behind.most_days
    assert 0 <= here.least < here.most


def test_a_short_wait_is_said_in_weeks_and_one_beyond_three_years_not_at_all() -> None:
    shown = [expected_wait(30, place) for place in (3, 37, 900)]
    assert [(each.in_weeks, each.is_beyond) for each in shown if each] == [
        (True, False),
        (False, False),
        (False, True),
    ]
