"""Tidy one value out of a report: spaces, control characters, lengths, numbers."""

import math
import re

MAX_LENGTH = 200
"""Characters kept of one value; SMBIOS strings end at 64, nothing real comes near this."""

MAX_NUMBER = 2**63 - 1
"""The largest number a database column holds."""

# Surrogates and control characters: neither UTF-8 nor PostgreSQL's jsonb can store them.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_MAX_DIGITS = 19


def tidy(value: object) -> str:
    """Give a value as one line of storable text; anything but text and numbers gives ""."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str):
        return ""
    if len(value) <= MAX_LENGTH and value.isprintable() and "  " not in value:
        return value.strip()  # as nearly every value is
    # Cut before the substitutions as well: a value may be megabytes long.
    shown = _UNSTORABLE.sub(" ", value[: MAX_LENGTH * 4])
    return " ".join(shown.split())[:MAX_LENGTH].rstrip()


def whole_number(value: object) -> int | None:
    """Give a positive number that a column can hold, from a number or from digits; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and fits(value) else None
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else None
    if isinstance(value, int) and 0 < value <= MAX_NUMBER:
        return value
    return None


def fits(digits: str) -> bool:
    """Say whether these digits may be turned into a number at all, before anybody does so."""
    return len(digits) <= _MAX_DIGITS
