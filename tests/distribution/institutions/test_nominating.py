"""Institutions have a list of their own, in the order of submission."""

from __future__ import annotations

import pytest

from distribution.institutions.order import institution_places
from distribution.models import Institution, Nomination, WaitingPlace
from distribution.nominations.nominating import NominationRefused, withdraw
from distribution.words import WithdrawReason
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_grounds, make_institution, make_nomination, make_policy


def places(*nominations: Nomination) -> list[int | None]:
    found = institution_places()
    return [found.get(each.pk) for each in nominations]


def test_institutions_stand_in_the_order_of_submission_whatever_they_ask_for(cast: Cast) -> None:
    first = make_institution(cast.paula, machines=1)
    second = make_institution(cast.olga, name="École Inventée", machines=9)
    assert places(first, second) == [1, 2]


def test_a_household_and_an_institution_take_no_place_from_each_other(cast: Cast) -> None:
    make_grounds()
    make_policy()
    library = make_institution(cast.paula)
    household = make_nomination(cast.paula)
    line = household.lines.get()
    assert list(WaitingPlace.objects.values_list("line", flat=True)) == [line.pk]
    assert institution_places() == {library.pk: 1}


def test_who_is_withdrawn_leaves_its_place_to_the_next(cast: Cast) -> None:
    first, second = make_institution(cast.paula), make_institution(cast.paula)
    withdraw(first, WithdrawReason.FOUND_ELSEWHERE, actor=cast.paula)
    assert places(first, second) == [None, 1]


def test_nothing_is_withdrawn_twice(cast: Cast) -> None:
    library = make_institution(cast.paula)
    withdraw(library, WithdrawReason.FOUND_ELSEWHERE, actor=cast.paula)
    with pytest.raises(NominationRefused) as refused:
        withdraw(library, WithdrawReason.MISTAKE, actor=cast.paula)
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state"]
    library.refresh_from_db()
    assert library.withdrawn_because == "found_elsewhere"


def test_one_institution_of_a_service_is_the_same_in_its_next_nomination(cast: Cast) -> None:
    first, second = make_institution(cast.paula), make_institution(cast.paula)
    of_another_service = make_institution(cast.olga)
    assert first.institution == second.institution != of_another_service.institution
    assert Institution.objects.count() == 2


def test_the_trail_says_that_an_institution_was_nominated_and_withdrawn(cast: Cast) -> None:
    library = make_institution(cast.paula)
    withdraw(library, WithdrawReason.MISTAKE, actor=cast.paula)
    entries = Entry.objects.filter(subject=library.reference).order_by("pk")
    assert [(entry.verb, entry.facts) for entry in entries] == [
        ("institution.nominated", {"machines": 2}),
        ("nomination.withdrawn", {"because": "mistake"}),
    ]


def test_a_service_sees_its_own_institutions_a_coordinator_all_and_nobody_else_any(
    cast: Cast,
) -> None:
    own, other = make_institution(cast.paula), make_institution(cast.olga)
    visible = Nomination.institutions.visible_to
    assert list(visible(cast.paula)) == [own]
    assert set(visible(cast.anna)) == {own, other}
    for member in (cast.tom, cast.lea, cast.petra, cast.augustin, cast.ada):
        assert list(visible(member)) == []
