"""What the fields of requests may hold, for every operation alike.

Each type is narrower than its column, so that nothing a client sends can break the database: no
control characters (PostgreSQL takes no NUL), no surrogates (pydantic refuses them), no number past
64 bits, no date at the ends of the calendar.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from refurb.privacy.national_numbers import find_national_numbers
from refurb.reasons import Reason
from refurb.reference import LANGUAGES, commune_exists

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Asked(BaseModel):
    """What a client sends; a field that nobody knows is an error, for it may be a misspelt one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """What a client is answered."""

    model_config = ConfigDict(frozen=True)


class ReasonShown(Shown):
    """Why something is refused or remarked on."""

    code: str
    message: str


def show_reason(reason: Reason) -> ReasonShown:
    """Say a reason in the reader's language."""
    return ReasonShown(code=reason.code, message=str(reason))


def _no_national_number(text: str) -> str:
    if find_national_numbers(text):
        raise PydanticCustomError(
            "national_number",
            "This seems to contain a national register number or an identity card's. Remove it.",
        )
    return text


def _is_email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise PydanticCustomError("email_invalid", "This is not an e-mail address.") from None
    return text


def _commune(code: str) -> str:
    if not commune_exists(code):
        raise PydanticCustomError("commune_unknown", "No commune has this REFNIS code.")
    return code


def _within[T: (date, datetime)](first: T, last: T) -> Callable[[T], T]:
    def check(value: T) -> T:
        if not first <= value <= last:
            raise PydanticCustomError("date_out_of_range", "From 1900 to 2199.")
        return value

    return check


_FIRST, _LAST = (
    datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (FIRST_DAY, LAST_DAY)
)
_LANGUAGE_CODES = [each.code for each in LANGUAGES]

Words = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")
]
"""One line of text."""

AboutPeople = Annotated[Words, AfterValidator(_no_national_number)]
"""Text in which somebody might write a national register number; it is refused."""

Email = Annotated[
    Words, Field(max_length=254, examples=["person@example.org"]), AfterValidator(_is_email)
]
Phone = Annotated[Words, Field(max_length=30)]
Postcode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$"), Field(examples=["1030"])]
Commune = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{5}$"),
    Field(description="REFNIS code, as 5 characters", examples=["21015"]),
    AfterValidator(_commune),
]


def _language(code: str) -> str:
    if code not in _LANGUAGE_CODES:
        raise PydanticCustomError("language_unknown", "No language we know has this code.")
    return code


Language = Annotated[
    str,
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "enum": _LANGUAGE_CODES, "description": "BCP 47"}),
]
Day = Annotated[date, AfterValidator(_within(FIRST_DAY, LAST_DAY))]
Moment = Annotated[AwareDatetime, AfterValidator(_within(_FIRST, _LAST))]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
