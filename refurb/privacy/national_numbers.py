"""Find Belgian national numbers in free text, so that they can be refused.

Looked for are the national register number and both kinds of bis number (11 digits,
`stdnum.be.ssn`) and the number of an identity card (12 digits, `stdnum.be.eid`), however they are
spaced or dotted.

Only text about people and imports of people belong here. Phone fields, serials, codes and hardware
reports must not be scanned: one Belgian mobile number in a hundred or so has right check digits.

Nothing in this module puts the number itself into a result, an exception or a log.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.be import eid, ssn


class NumberKind(StrEnum):
    """Say which number it is: a person's, or that of their identity card."""

    PERSON = "person"
    IDENTITY_CARD = "identity_card"


@dataclass(frozen=True, slots=True)
class NumberFound:
    """Where a number stands in the text (end excluded) and of which kind; never the number."""

    start: int
    end: int
    kind: NumberKind


_LENGTHS = ((11, NumberKind.PERSON), (12, NumberKind.IDENTITY_CARD))
_VALIDATORS = {NumberKind.PERSON: ssn.is_valid, NumberKind.IDENTITY_CARD: eid.is_valid}

# What people put between groups of digits: spaces of every kind, dots, dashes, slashes, brackets.
_GAP = r"[\s.,:;_/\\|()\[\]'·•\-\u2010-\u2015\u2212\u200b\u00ad]{0,3}"
_DIGITS = re.compile(rf"[0-9](?:{_GAP}[0-9])*")
_BELGIAN_ACCOUNT = re.compile(rf"BE{_GAP}(?:[0-9]{_GAP}){{13}}[0-9]", re.IGNORECASE)
# "+32 …" is a phone number, "+++…+++" and "***…***" are a transfer's reference (also modulo 97).
_MARKS_OF_ANOTHER_NUMBER = ("+", "*")


def find_national_numbers(text: str) -> tuple[NumberFound, ...]:
    """Find each national number in a text, in order; empty, so false, when there is none.

    A number must begin and end where a group of digits does, so a longer serial that happens to
    contain one is left alone, and so are bank accounts and transfer references.
    """
    plain = _with_ascii_digits(text)
    accounts = _account_spans(plain)
    return tuple(
        found
        for run in _DIGITS.finditer(plain)
        for found in _in_run(plain, run)
        if not any(start <= found.start < end for start, end in accounts)
    )


def refuse_national_number(text: str) -> None:
    """Validate a Django form or model field: raise ValidationError if it holds such a number.

    The error explains and doesn't carry the text.
    """
    if find_national_numbers(text):
        raise ValidationError(
            _(
                "This text seems to contain a national register number or the number of an "
                "identity card. Please remove it: these numbers may not be kept here, and nothing "
                "here needs them."
            ),
            code="national_number",
        )


def _with_ascii_digits(text: str) -> str:
    """Rewrite digits of other scripts, one character for one, so that positions stay right."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _account_spans(text: str) -> list[tuple[int, int]]:
    return [
        match.span()
        for match in _BELGIAN_ACCOUNT.finditer(text)
        if iban.is_valid("BE" + re.sub(r"[^0-9]", "", match.group()), check_country=False)
    ]


def _in_run(text: str, run: re.Match[str]) -> Iterator[NumberFound]:
    places = [place for place in range(run.start(), run.end()) if text[place].isdigit()]
    for first, start in enumerate(places):
        if first and places[first - 1] == start - 1:
            continue
        if text[max(start - 1, 0) : start] in _MARKS_OF_ANOTHER_NUMBER:
            continue
        for length, kind in _LENGTHS:
            window = places[first : first + length]
            if len(window) < length or not _ends_a_group(places, first + length):
                continue
            if _VALIDATORS[kind]("".join(text[place] for place in window)):
                yield NumberFound(start, window[-1] + 1, kind)


def _ends_a_group(places: list[int], following: int) -> bool:
    return following >= len(places) or places[following] > places[following - 1] + 1
