"""Test that national numbers are found however they are written, and that little else is.

Every number here is invented and computed; none is taken from a person.
"""

import logging
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from refurb.privacy.national_numbers import (
    NumberFound,
    NumberKind,
    find_national_numbers,
    refuse_national_number,
)


def national_number(birth: str, counter: int, *, born_in_2000s: bool = False) -> str:
    """Compute a number with right check digits for an invented birth date, as YYMMDD."""
    body = f"{birth}{counter:03d}"
    check = 97 - int(("2" if born_in_2000s else "") + body) % 97
    return f"{body}{check:02d}"


def card_number(body: str) -> str:
    """Compute the check digits of an invented identity card; the body has ten digits."""
    return f"{body}{int(body) % 97 or 97:02d}"


def belgian_account(body: str) -> str:
    """Compute an account number and its IBAN from ten invented digits."""
    local = card_number(body)
    return f"BE{98 - int(local + '111400') % 97:02d}{local}"


BORN_1961 = national_number("610412", 731)
BORN_2009 = national_number("091130", 244, born_in_2000s=True)
BIS_SEX_UNKNOWN = national_number("612412", 731)
BIS_SEX_KNOWN = national_number("614412", 732)
CARD = card_number("5920034417")


def dotted(number: str) -> str:
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"


@pytest.mark.parametrize("number", [BORN_1961, BORN_2009, BIS_SEX_UNKNOWN, BIS_SEX_KNOWN])
@pytest.mark.parametrize(
    "written",
    [
        str,
        dotted,
        " ".join,
        lambda number: "/".join((number[:6], number[6:9], number[9:])),
        lambda number: "\u2013".join((number[:6], number[6:9], number[9:])),
        lambda number: f"{number[:6]}\u00a0{number[6:9]} - {number[9:]}",
        lambda number: f"{number[:6]}\n{number[6:]}",
        lambda number: "".join(chr(0x0660 + int(digit)) for digit in number),
    ],
)
def test_a_national_number_is_found_however_it_is_written(
    number: str, written: Callable[[str], str]
) -> None:
    text = f"Mme Dubois, NN{written(number)}, a trois enfants."
    (found,) = find_national_numbers(text)
    assert found.kind is NumberKind.PERSON
    assert text[found.start : found.end] == written(number)


def test_a_card_number_is_found() -> None:
    written = f"{CARD[:3]}-{CARD[3:10]}-{CARD[10:]}"
    assert find_national_numbers(f"eID {written}.") == (
        NumberFound(4, 4 + len(written), NumberKind.IDENTITY_CARD),
    )


def test_a_number_is_found_between_other_numbers() -> None:
    text = f"0470 12 34 56 {dotted(BORN_1961)} 1000 Bruxelles"
    assert [text[n.start : n.end] for n in find_national_numbers(text)] == [dotted(BORN_1961)]


def test_two_numbers_are_both_found() -> None:
    found = find_national_numbers(f"{dotted(BORN_1961)}; {BORN_2009}")
    assert [each.kind for each in found] == [NumberKind.PERSON, NumberKind.PERSON]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rue du Marché 12, 1000 Bruxelles",
        "Née le 12.04.1961, deux enfants (2009 et 2013)",
        "0470 12 34 56",
        "02 555 12 34 ou 0470/12.34.56",
        "BE 0403.019.261",
        "Dossier 2026-11-004213",
        "S/N 5CG8471HDQ",
        "00000000000",
        "XXXX 12345678901",
    ],
)
def test_everyday_numbers_are_left_alone(text: str) -> None:
    assert find_national_numbers(text) == ()


def test_a_longer_serial_that_contains_one_is_left_alone() -> None:
    assert not find_national_numbers(f"S/N 7{BORN_1961}")
    assert not find_national_numbers(f"S/N {BORN_1961}7421")


def test_a_phone_number_with_its_country_code_is_left_alone() -> None:
    # Find an invented mobile number which, with 32 before it, has the check digits of a person.
    mobiles = (f"32470{rest:06d}" for rest in range(100_000, 200_000))
    unlucky = next(mobile for mobile in mobiles if find_national_numbers(mobile))
    assert not find_national_numbers(f"+{unlucky}")


def test_bank_accounts_and_transfer_references_are_left_alone() -> None:
    account = belgian_account("5390075470")
    spaced = " ".join(account[at : at + 4] for at in range(0, 16, 4))
    assert not find_national_numbers(f"IBAN {account} ou {spaced.lower()}")
    reference = card_number("0909337554")
    grouped = f"{reference[:3]}/{reference[3:7]}/{reference[7:]}"
    assert not find_national_numbers(f"+++{grouped}+++ ***{grouped}***")
    assert find_national_numbers(f"IBAN {account}, NN {BORN_1961}")


def test_the_validator_explains_without_the_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(ValidationError) as refusal:
        refuse_national_number(f"Son numéro est {dotted(BORN_1961)}")
    assert refusal.value.code == "national_number"
    told = repr(refusal.value) + str(refusal.value) + caplog.text
    assert dotted(BORN_1961) not in told
    assert BORN_1961 not in "".join(filter(str.isdigit, told))
    assert "remove it" in told


def test_the_validator_accepts_ordinary_text() -> None:
    refuse_national_number("Habite au troisième étage, sonner deux fois.")


@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(text: str) -> None:
    for found in find_national_numbers(text):
        assert 0 <= found.start < found.end <= len(text)


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)),
    st.integers(min_value=1, max_value=997),
    st.text(alphabet="abc ,é\n", max_size=20),
)
def test_any_number_in_any_words_is_found(day: date, counter: int, words: str) -> None:
    number = national_number(f"{day:%y%m%d}", counter)
    assert find_national_numbers(f"{words}{number}{words}")


def test_a_long_text_is_scanned_in_a_reasonable_time() -> None:
    assert find_national_numbers("1 " * 50_000) == ()
