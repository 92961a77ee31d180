"""Whole calendar months between days."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """Give the same day of the month that many months later, or the last of a shorter month."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_months(since: date, until: date) -> int:
    """Count the months that have passed in full; 0 when the first day is still to come.

    31 January to 28 February (the last day of that year's month) is one full month.
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    if months > 0 and months_later(since, months) > until:
        months -= 1
    return max(0, months)
