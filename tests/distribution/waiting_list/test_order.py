"""The order kept in the database is the one of the rule, whoever reads it and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from distribution.allocations.allocating import report_fault
from distribution.models import Nomination, PlaceTally, RequestLine, WaitingPlace
from distribution.models.place import NOT_RANKED
from distribution.nominations.deciding import transfer
from distribution.nominations.updating import update_household, update_needs
from distribution.waiting_list.order import disagreements
from distribution.waiting_list.places import (
    WaitingLine,
    WaitingList,
    best_places,
    lines_of,
    page_for,
)
from distribution.waiting_list.ranking import rank_all, rank_due
from distribution.waiting_list.tallying import gather
from tests.cast import Cast
from tests.makers import make_allocation, make_nomination, make_policy, make_ready


def order(today: date | None = None) -> list[str]:
    return [found.line.nomination.reference for found in WaitingList(today)]


def make_three(cast: Cast) -> list[Nomination]:
    """Two of Paula's, and between them one of Olga's."""
    make_policy()
    first = make_nomination(cast.paula, no_computer_at_home=True, single_parent=True)
    return [
        first,
        make_nomination(cast.olga, single_parent=True),
        make_nomination(cast.paula),
    ]


def test_every_way_of_reading_gives_the_same_places(cast: Cast) -> None:
    found = make_three(cast)
    references = [each.reference for each in found]
    waiting = WaitingList()
    assert order() == references
    assert [(each.line.nomination.reference, each.place) for each in waiting[1:3]] == [
        (references[1], 2),
        (references[2], 3),
    ]
    assert (len(waiting), waiting[2].place) == (3, 3)
    assert [each.place for it in found for each in lines_of(it).values()] == [1, 2, 3]
    assert best_places([each.pk for each in found]) == {
        each.pk: place for place, each in enumerate(found, start=1)
    }
    line = found[2].lines.get()
    chosen = waiting.find(line.pk)
    assert chosen is not None
    assert (chosen.place, chosen.total) == (3, sum(each.points for each in chosen.points))
    page, last = page_for(cast.paula, b"", 1)
    assert ([each.place for each in page], last is None) == ([1], False)
    page, last = page_for(cast.paula, last or b"", 1)
    assert ([each.place for each in page], last) == ([3], None)


def test_a_line_has_a_place_among_those_that_prefer_the_same_kind(cast: Cast) -> None:
    make_policy()
    nominations = [
        make_nomination(cast.paula, kinds=kinds)
        for kinds in (("laptop",), ("tablet", "laptop"), ("laptop", "tablet"), ("tablet",))
    ]
    places = [(1, "laptop", 1), (2, "tablet", 1), (3, "laptop", 2), (4, "tablet", 2)]

    def shown(found: Iterable[WaitingLine]) -> list[tuple[int, str, int]]:
        return [(each.place, each.kind, each.place_for_kind) for each in found]

    assert shown(WaitingList()) == shown(WaitingList()[:9]) == places
    assert shown(line for each in nominations for line in lines_of(each).values()) == places
    update_needs(nominations[0], 1, {"kinds": ["tablet"]}, actor=cast.paula)
    assert shown(WaitingList()) == [
        (1, "tablet", 1),
        (2, "tablet", 2),
        (3, "laptop", 1),
        (4, "tablet", 3),
    ]
    assert disagreements() == []


def test_gathering_the_tally_changes_no_place(cast: Cast) -> None:
    third = make_three(cast)[2]
    update_needs(third, 1, {"kinds": ["tablet", "laptop"]}, actor=cast.paula)
    before = [(each.place, each.place_for_kind) for each in WaitingList()[:9]]
    assert PlaceTally.objects.count() > len(before)
    gather()
    assert PlaceTally.objects.count() <= len(before)
    assert [(each.place, each.place_for_kind) for each in WaitingList()[:9]] == before
    assert [each.place for each in (WaitingList()[0], WaitingList()[2])] == [1, 3]
    with pytest.raises(IndexError):
        WaitingList()[3]
    assert disagreements() == []


def test_reading_costs_the_same_for_one_line_and_for_three(cast: Cast) -> None:
    make_policy()

    def costs() -> list[int]:
        found = []
        it = Nomination.objects.order_by("pk")[0]
        for read in (lambda: lines_of(it), lambda: best_places([it.pk]), lambda: WaitingList()[:9]):
            with CaptureQueriesContext(connection) as queries:
                read()
            found.append(len(queries))
        return found

    make_nomination(cast.paula)
    one = costs()
    make_nomination(cast.paula)
    make_nomination(cast.olga)
    assert costs() == one == [3, 3, 3]


def test_a_day_that_changes_points_is_ranked_by_whoever_reads_first(cast: Cast) -> None:
    make_policy()
    today = timezone.localdate()
    project = {"project": "exam", "project_on": today + timedelta(days=2)}
    urgent, other = make_nomination(cast.paula, **project), make_nomination(cast.olga)
    RequestLine.objects.filter(nomination=other).update(
        waiting_since=timezone.now() - timedelta(days=2)
    )
    Nomination.objects.filter(pk=other.pk).update(
        submitted_at=timezone.now() + timedelta(seconds=1)
    )
    rank_all()
    assert order() == [urgent.reference, other.reference]
    in_a_month = today + timedelta(days=29)
    assert order(in_a_month) == [other.reference, urgent.reference]
    assert disagreements(in_a_month) == []


def test_a_night_in_which_nothing_changes_looks_at_all_and_writes_nothing(cast: Cast) -> None:
    make_three(cast)
    with CaptureQueriesContext(connection) as queries:
        assert rank_all() == 3
    written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []


def test_a_new_policy_ranks_all_and_a_lapsed_order_is_told(cast: Cast) -> None:
    make_three(cast)
    assert set(WaitingPlace.objects.values_list("policy_version", flat=True)) == {1}
    make_policy(version=2)
    policy = rank_due()
    assert policy is not None
    assert policy.version == 2
    assert set(WaitingPlace.objects.values_list("policy_version", flat=True)) == {2}
    assert disagreements() == []


def test_what_waited_before_places_were_kept_is_ranked_on_the_first_read(cast: Cast) -> None:
    found = make_three(cast)
    # As the migration leaves them.
    for place in WaitingPlace.objects.all():
        key = f"not ranked {place.pk}".encode()
        place.key, place.points, place.because, place.changes_on = key, 0, [], NOT_RANKED
        place.save()
    assert order() == [each.reference for each in found]


def test_the_broken_machine_the_family_that_grew_and_the_one_who_moved_keep_the_order(
    cast: Cast,
) -> None:
    first, second, third = make_three(cast)
    allocation = make_allocation(cast.anna, third, make_ready(cast.tom, cast.vera))
    assert order() == [first.reference, second.reference]
    report_fault(allocation, fault="hinge", actor=cast.tom)
    assert order() == [each.reference for each in (third, first, second)]
    family = {"children": 2, "children_at_school": 2}
    update_household(second, family, actor=cast.olga)
    transfer(second, cast.paula.organisation, actor=cast.anna)
    assert [each.place for each in page_for(cast.paula, b"", 9)[0]] == [1, 2, 3]
    assert disagreements() == []


def test_check_order_names_what_an_act_forgot_and_the_night_puts_it_right(cast: Cast) -> None:
    first, second, third = make_three(cast)
    WaitingPlace.objects.filter(line__nomination=first).delete()
    Nomination.objects.filter(pk=second.pk).update(single_parent=False)
    RequestLine.objects.filter(nomination=third).update(state="given_up")
    said = StringIO()
    with pytest.raises(CommandError, match="4 disagree"):
        call_command("check_order", stdout=said)
    gone = third.lines.get().pk
    *lines, tally = said.getvalue().splitlines()
    assert tally.startswith("laptop, block ")
    assert tally.endswith(": -1 lines against the tally")
    assert lines == [
        f"{first.reference}/1: waits without a place",
        f"{second.reference}/1: key differs, points differs, because differs",
        f"line {gone}: has a place, but does not wait",
    ]
    call_command("keep_deadlines", stdout=StringIO())
    call_command("check_order", stdout=said)
    assert said.getvalue().splitlines()[-1] == "The order agrees."
