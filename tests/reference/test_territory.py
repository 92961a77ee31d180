"""Test what is known about communes, postcodes and regions."""

import pytest

from refurb.reference import (
    commune,
    commune_choices,
    commune_exists,
    communes,
    communes_of_postcode,
    name,
    official_languages,
    postcodes_of_commune,
    region_name,
)
from refurb.reference.territory import FACILITIES, GERMAN_NAMES

LANGUAGE_OF_REGION = {"02000": ("nl",), "03000": ("fr",), "04000": ("fr", "nl")}


def test_there_are_565_communes_each_with_a_name_for_every_reader() -> None:
    assert len(communes()) == 565
    for place in communes():
        assert len(place.refnis) == 5
        assert all(name(place.refnis, language) for language in ("en", "fr", "nl", "de", "ar"))


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("1040", {"21004", "21005"}),
        ("1050", {"21004", "21009"}),
        ("1804", {"23088", "23096"}),
        ("1000", {"21004"}),
        ("4700", {"63023"}),
        (" 9000 ", {"44021"}),
        ("0999", set()),
        ("", set()),
    ],
)
def test_a_postcode_leads_to_its_communes(postcode: str, expected: set[str]) -> None:
    assert {place.refnis for place in communes_of_postcode(postcode)} == expected


def test_only_three_postcodes_cover_two_communes() -> None:
    codes = {code for place in communes() for code in postcodes_of_commune(place.refnis)}
    assert len(codes) == 1149
    shared = {code for code in codes if len(communes_of_postcode(code)) > 1}
    assert shared == {"1040", "1050", "1804"}


def test_every_commune_has_the_language_of_its_region_except_the_nine_german_ones() -> None:
    other = {p.refnis for p in communes() if p.languages != LANGUAGE_OF_REGION[p.region]}
    assert other == set(GERMAN_NAMES) - {"63049", "63080"}
    assert {official_languages(refnis) for refnis in other} == {("de",)}
    assert len(other) == 9


def test_27_communes_answer_in_a_second_language() -> None:
    with_facilities = [place for place in communes() if place.facilities]
    assert len(with_facilities) == 27
    assert all(place.facilities not in place.languages for place in with_facilities)
    assert set(FACILITIES) <= {place.refnis for place in communes()}
    assert commune("73109").facilities == "fr"
    assert commune("57096").facilities == "nl"
    assert commune("63080").facilities == "de"
    assert commune("63023").facilities == "fr"


def test_a_commune_is_named_for_its_reader() -> None:
    assert name("21009", "fr") == "Ixelles"
    assert name("21009", "nl-be") == "Elsene"
    assert name("21009", "en") == name("21009", "de") == "Ixelles / Elsene"
    assert name("44021", "fr") == "Gand"
    assert name("44021", "en") == "Gent"
    assert name("63040", "fr") == "La Calamine"
    assert name("63040", "de") == name("63040", "en") == "Kelmis"
    assert name("63080", "de") == "Weismes"
    assert name("63080", "en") == "Waimes"


def test_an_unknown_code_names_no_commune() -> None:
    assert not commune_exists("99999")
    assert commune_exists("21004")
    with pytest.raises(KeyError):
        commune("99999")
    with pytest.raises(KeyError):
        region_name("99999", "fr")


def test_choices_are_sorted_as_a_reader_expects() -> None:
    french = [label for _code, label in commune_choices("fr")]
    assert len(french) == 565
    assert french.index("Edegem") < french.index("Eghezée") < french.index("Enghien")
    assert french.index("Liège") < french.index("Lierde")
    assert dict(commune_choices("nl"))["62063"] == "Luik"


def test_regions_have_names() -> None:
    assert region_name("04000", "nl") == "Brussels Hoofdstedelijk Gewest"
    assert region_name("04000", "de") == "Region Brüssel-Hauptstadt"
    assert region_name("03000", "fr") == "Région wallonne"
    assert region_name("02000", "en") == "Flanders"
