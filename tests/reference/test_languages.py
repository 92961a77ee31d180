"""Test what is known about languages."""

import pytest
from django.utils import translation

from refurb.reference import LANGUAGES, PAGE_LANGUAGES, Names, language, language_choices


def test_the_receipt_languages_are_known_by_their_own_names() -> None:
    codes = [each.code for each in LANGUAGES]
    assert codes == [
        "fr",
        "nl",
        "de",
        "en",
        "ar",
        "uk",
        "tr",
        "es",
        "pt",
        "ro",
        "ru",
        "fa",
        "ps",
        "ti",
        "so",
    ]
    assert len({each.own_name for each in LANGUAGES}) == len(codes)
    assert set(PAGE_LANGUAGES) < set(codes)


def test_three_languages_are_written_from_right_to_left() -> None:
    assert [each.code for each in LANGUAGES if each.is_right_to_left] == ["ar", "fa", "ps"]


def test_a_choice_shows_both_names_once() -> None:
    with translation.override("en"):
        choices = dict(language_choices())
    assert choices["uk"] == "Ukrainian (Українська)"
    assert choices["en"] == "English"


def test_an_unknown_language_is_an_error() -> None:
    assert language("ti").own_name == "ትግርኛ"
    with pytest.raises(KeyError):
        language("tlh")


def test_a_name_falls_back_to_english_and_is_never_empty() -> None:
    names = Names(en="laptop", fr="ordinateur portable", nl="laptop", de="Laptop")
    assert names.in_language("fr-be") == "ordinateur portable"
    assert [names.in_language(code) for code in ("nl", "de", "en", "ar")] == [
        "laptop",
        "Laptop",
        "laptop",
        "laptop",
    ]
    with pytest.raises(ValueError, match="missing"):
        Names(en="laptop", fr="", nl="laptop", de="Laptop")
