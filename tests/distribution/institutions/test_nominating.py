"""Institutions have a list of their own, in the order of submission."""

from __future__ import annotations

import pytest

from distribution.allocations.allocating import allocate
from distribution.institutions.order import institution_places
from distribution.institutions.quota import set_quota
from distribution.institutions.refusing import refuse_institution
from distribution.models import Institution, Nomination, Notice, WaitingPlace
from distribution.news import say
from distribution.nominations.nominating import NominationRefused, withdraw
from distribution.words import WithdrawReason
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_grounds, make_institution, make_nomination, make_policy, make_ready


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


def test_a_coordinator_takes_one_off_the_list_and_its_service_is_told_why(cast: Cast) -> None:
    first, second = make_institution(cast.paula), make_institution(cast.paula)
    set_quota(1, "agreed with the services", actor=cast.anna)
    device = make_ready(cast.tom, cast.lea, kind="desktop")
    allocate(first.lines.get(number=1), device, reason="turn", actor=cast.anna)
    refuse_institution(first, WithdrawReason.NOT_PUBLIC, actor=cast.anna)
    first.refresh_from_db()
    device.refresh_from_db()
    assert (first.state, first.withdrawn_because) == ("withdrawn", "not_public")
    assert (device.state, places(first, second)) == ("ready", [None, 1])
    told = Notice.objects.exclude(code="set_aside").get()
    assert (told.organisation, told.code) == (cast.paula.organisation, "taken_off")
    assert say(told.code, told.facts) == (
        "A coordinator took it off the list of institutions: It does not open machines to "
        "everybody. Ask the coordinators if you see it otherwise; you may nominate it again."
    )


def test_a_household_is_never_taken_off_the_list_of_institutions(cast: Cast) -> None:
    household, library = make_nomination(cast.paula), make_institution(cast.paula)
    wrong = ((household, WithdrawReason.TWICE), (library, WithdrawReason.NO_SHOW))
    for nomination, because in wrong:
        with pytest.raises(NominationRefused, match="because"):
            refuse_institution(nomination, because, actor=cast.anna)
    assert set(Nomination.every.values_list("withdrawn_because", flat=True)) == {""}


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
