"""Who looks like one household: names in five languages' ears, birth dates, addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.likeness import (
    Person,
    address_text,
    birth,
    blocks,
    name,
    pairs,
    person_text,
    score,
)
from distribution.likeness.spelling import bones, core, joined, plain, sound, street
from tests.distribution.likeness_pairs import apart, crowd, duplicates

names = st.text(st.sampled_from("abcdehijklmnorstuvwyzéïüłŞ '-"), min_size=1, max_size=14)
days = st.dates(date(1920, 1, 1), date(2015, 1, 1))
people = st.builds(
    Person,
    surname=names,
    first_name=names,
    birth_date=st.none() | days,
    street=st.sampled_from(["Rue de l'Octet 7", "Papegaaienstraat 3", "av. du Cumulus 12/4"]),
    postcode=st.sampled_from(["1030", "1000"]),
    commune=st.sampled_from(["21015", "21004"]),
)


@given(people, people)
def test_it_does_not_matter_which_of_two_is_looked_at_first(one: Person, other: Person) -> None:
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other) <= 100


@given(people)
def test_a_household_is_wholly_like_itself_and_meets_itself_in_its_blocks(person: Person) -> None:
    # Without a letter or a figure there is nothing to compare.
    expected = 100 if person.is_known else score(person, person)
    assert score(person, person) == expected
    assert bool(blocks(person)) == person.is_known


@given(people)
def test_the_order_of_names_changes_neither_fingerprint_nor_blocks(person: Person) -> None:
    turned = replace(person, surname=person.first_name, first_name=person.surname)
    assert person_text(turned) == person_text(person)
    assert blocks(turned) == blocks(person)
    assert score(person, turned) == score(person, person)


@given(names)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert joined(joined(text)) == joined(text)
    assert " " not in core(text)


@given(names)
def test_a_sound_has_three_vowels_and_nothing_twice(text: str) -> None:
    heard = sound(joined(text))
    assert not set(heard) & set("euyhcwfqxz")
    assert all(one != other for one, other in pairwise(heard))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("youssef", "iosav"),
        ("shevchenko", "savsanko"),
        ("schewtschenko", "savsanko"),
        ("chevtchenko", "savsanko"),
        ("mahmoed", "mamod"),
        ("djamila", "iamila"),
        ("kovacevic", "kovasavis"),
        ("friedrich", "vridrik"),
    ],
)
def test_a_name_is_written_as_it_sounds(written: str, heard: str) -> None:
    assert sound(written) == heard


def test_vowels_that_arabic_does_not_write_change_nothing_of_the_bones() -> None:
    assert [bones(each) for each in ("Youssef", "Yusuf", "Joesoef")] == ["isv"] * 3
    assert name("Youssef", "Yusuf") == 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue de la Lune 12 bte 3", "r. de la Lune 12/3"),
        ("Rue de la Lune 12", "12, RUE DE LA LUNE"),
        ("Chaussée de Gand 44B", "Chée de Gand 44b"),
        ("Papegaaienstraat 3 bus 2", "Papegaaienstr. 3"),
        ("Boulevard du Point-Virgule 1", "Bd. du Point Virgule 1"),
    ],
)
def test_a_street_is_one_however_it_is_abbreviated(one: str, other: str) -> None:
    assert street(one) == street(other)


def test_another_number_is_another_address() -> None:
    assert street("Rue de la Lune 12") != street("Rue de la Lune 21")


ONE = Person("El Amrani", "Zoé", date(1984, 3, 11), "Rue de la Lune 12 bte 3", "1030", "21015")


def test_fingerprints_are_made_of_what_two_desks_write_alike() -> None:
    other = replace(ONE, surname="EL-AMRANI", first_name="Zoe", street="r. de la lune 12")
    assert person_text(other) == person_text(ONE) == "elamrani|zoe|1984-03-11"
    assert address_text(other) == address_text(ONE) == "elamrani|ruelune 12|1030"


def test_without_what_it_is_made_of_there_is_no_fingerprint() -> None:
    assert person_text(replace(ONE, birth_date=None)) is None
    assert address_text(replace(ONE, street="")) is None
    nobody = replace(ONE, surname="", first_name="")
    assert (person_text(nobody), address_text(nobody), blocks(nobody)) == (None, None, frozenset())


@given(days, st.integers(1, 40))
def test_years_apart_are_two_people_but_for_one_slip_to_the_next(day: date, years: int) -> None:
    later = day + timedelta(days=round(365.25 * years))
    assert birth(day, day) == 1.0
    if years > 1:
        assert birth(day, later) == 0.0


@dataclass(frozen=True)
class Report:
    """What the comparison makes of the planted pairs, amid a crowd of strangers."""

    missed: Counter[str]
    wrong: Counter[str]
    recall: float
    precision: float


def report(strangers: int) -> Report:
    """Look for the planted pairs as the acts do: by both fingerprints, and by likeness."""
    known: dict[int, Person] = {}
    sort_of: dict[tuple[int, int], str] = {}
    planted = duplicates()
    for sort, couples in (planted | apart()).items():
        for one, other in couples:
            at = len(known)
            known |= {at: one, at + 1: other}
            sort_of[at, at + 1] = sort
    known |= dict(enumerate(crowd(strangers), start=len(known)))
    right = {couple for couple, sort in sort_of.items() if sort in planted}
    found = set(pairs(known)) | _equal(known, person_text) | _equal(known, address_text)
    return Report(
        missed=Counter(sort_of[couple] for couple in right - found),
        wrong=Counter(sort_of.get(couple, "strangers") for couple in found - right),
        recall=len(right & found) / len(right),
        precision=len(right & found) / len(found),
    )


def _equal(
    known: dict[int, Person], text_of: Callable[[Person], str | None]
) -> set[tuple[int, int]]:
    first: dict[str, int] = {}
    found = set()
    for key, person in known.items():
        text = text_of(person)
        if text is not None and first.setdefault(text, key) != key:
            found.add((first[text], key))
    return found


def test_planted_pairs_are_found_and_those_who_only_look_alike_are_left_alone() -> None:
    """Report: 107 of 110 found (97.3 %), 107 of 108 right (99.1 %), amid 1,000 strangers.

    Of the 18 pairs that no rule was ever tried on, 17 are found, and none of their 6 twins is taken
    for one. Missed are short names written and heard otherwise (Rim, Ryme); wrong is a pair born on
    one day whose names differ in vowels alone (Petra Novak, Piotr Nowak). Among 3,000 strangers
    with 1,200 names between them precision falls to 95 %: namesakes a figure of the birth date
    apart, whom only a person can tell from a slip.
    """
    found = report(strangers=1000)
    assert found.missed == {"typing errors": 1, "Arabic transliterations": 1, "held out": 1}
    assert found.wrong == {"born on one day, in one commune": 1}
    assert found.recall > 0.97
    assert found.precision > 0.99
