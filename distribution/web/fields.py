"""Fields that several forms share: days, sums, people's words, signatures."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.privacy.national_numbers import refuse_national_number

LONG_AGO = date(2000, 1, 1)  # nothing that this program records is older, but for births
EURO_CENTS = 100
PAD_WIDTH = 600  # of the drawing surface: refurb/static/refurb/js/signature.js
MOST_STROKES = 500
LONGEST_JSON = 250_000  # characters; the act's own limit on points is lower

Strokes = list[list[list[float]]]


class DayField(forms.DateField):
    """A day in the browser's own picker, not before `earliest` and at most `ahead` after today."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(
        self, *, earliest: date = LONG_AGO, ahead: timedelta = timedelta(0), **options: Any
    ) -> None:
        self.earliest = earliest
        self.ahead = ahead
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        """Refuse a day that can't be true."""
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            raise ValidationError(_("This day is too far back. Check the year."), code="too_early")
        today = timezone.localdate()
        if not self.ahead and value > today:
            raise ValidationError(_("This day is still to come."), code="in_future")
        if value > today + self.ahead:
            raise ValidationError(_("This day is too far ahead. Check the year."), code="too_late")


class PeopleField(forms.CharField):
    """Free text about people: a national register number in it is refused."""

    default_validators = [refuse_national_number]


class MoneyField(forms.CharField):
    """A sum in euro, 12,50 or 12.50; gives whole cents, None when left empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    _SUM = re.compile(r"([0-9]{1,5})(?:[.,]([0-9]{1,2}))?")

    def __init__(self, *, most_cents: int, **options: Any) -> None:
        self.most_cents = most_cents
        super().__init__(max_length=12, **options)

    def clean(self, value: Any) -> int | None:
        """Read the sum, in cents."""
        text = super().clean(value)
        if not text:
            return None
        found = self._SUM.fullmatch(text.replace(" ", "").replace("\u00a0", "").strip("€"))
        if not found or not text.isascii():
            raise ValidationError(_("Write a sum such as 12,50."), code="not_a_sum")
        cents = int(found[1]) * EURO_CENTS + int((found[2] or "").ljust(2, "0"))
        if cents > self.most_cents:
            most = self.most_cents // EURO_CENTS
            message = _("At most %(most)s euro can be asked.")
            raise ValidationError(message, code="too_much", params={"most": most})
        return cents


class StrokesField(forms.CharField):
    """A drawn signature as JSON strokes; gives them with the pad's width as 1."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_JSON, **options)

    def clean(self, value: Any) -> Strokes:
        """Read the strokes; whatever isn't lists of points on the pad is refused."""
        text = super().clean(value)
        if not text:
            return []
        try:
            return _strokes(json.loads(text))
        except (ValueError, RecursionError):
            message = _("The signature could not be read. Clear it and draw it again.")
            raise ValidationError(message, code="unreadable") from None


def _strokes(found: object) -> Strokes:
    if not isinstance(found, list) or len(found) > MOST_STROKES:
        raise ValueError("no list of strokes")
    return [[_point(point) for point in _list(stroke)] for stroke in found]


def _list(found: object) -> list[object]:
    if not isinstance(found, list) or not found:
        raise ValueError("no list")
    return found


def _point(found: object) -> list[float]:
    if not isinstance(found, list) or len(found) != 2:  # noqa: PLR2004  x and y
        raise ValueError("no point")
    return [_share(length) for length in found]


def _share(length: object) -> float:
    if isinstance(length, bool) or not isinstance(length, int | float):
        raise ValueError("no number")  # noqa: TRY004  one kind of error for whatever is wrong
    # A finger slips a little over the edge; nothing is as far off as a whole pad.
    if not -PAD_WIDTH < length < 2 * PAD_WIDTH:
        raise ValueError("off the pad")
    return round(min(max(length, 0), PAD_WIDTH) / PAD_WIDTH, 4)
