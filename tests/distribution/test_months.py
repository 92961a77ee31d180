"""Test how months are counted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.months import full_months, months_later

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2020, 5, 1), date(2026, 5, 1), 72),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
    ],
)
def test_only_full_months_count(since: date, until: date, expected: int) -> None:
    assert full_months(since, until) == expected


@given(DAYS, st.integers(min_value=0, max_value=500))
def test_that_many_months_later_that_many_are_full(day: date, months: int) -> None:
    assert full_months(day, months_later(day, months)) == months


@given(DAYS, DAYS, DAYS)
def test_who_waits_longer_never_counts_fewer_months(first: date, second: date, day: date) -> None:
    earlier, later = sorted((first, second))
    assert full_months(earlier, day) >= full_months(later, day)
