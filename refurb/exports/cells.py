"""What may stand in a cell of an exported file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

# A spreadsheet takes a text that begins so for a formula, and runs it; the wide ones too.
FORMULA = (*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Cell = str | int | float | Decimal | date | None


def cell(value: object) -> Cell:
    """Reduce a value to what a cell holds; moments lose their zone, in Belgian time."""
    if value is None or isinstance(value, int | float | Decimal):
        return None if value is None else _number(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    return str(value)


def _number(value: float | Decimal) -> Cell:
    return int(value) if isinstance(value, bool) else value


def text_of(value: object) -> str | int | float | Decimal:
    """Write a value for a file of text: dates as ISO 8601, numbers as they are, nothing as ''.

    A text that a spreadsheet would run is put behind an apostrophe, which it then shows as text.
    """
    found = value if isinstance(value, str) else cell(value)
    if found is None:
        return ""
    if isinstance(found, datetime):
        return found.isoformat(sep=" ")
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, str):
        return f"'{found}" if found.startswith(FORMULA) else found
    return found
