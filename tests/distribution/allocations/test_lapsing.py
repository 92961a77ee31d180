"""Allocations that nobody fetches: they lapse on their day, and never before it."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from distribution.allocations.accompanying import add_companion
from distribution.allocations.allocating import AllocationRefused
from distribution.allocations.lapsing import lapse, let_lapse
from distribution.consignments.shipping import receive_line, send_consignment
from distribution.deliveries import Arrival, NotDelivered
from distribution.handovers.reporting import report_not_delivered
from distribution.lapse import SetAside, is_due, lapses_on
from distribution.models import Allocation, Notice
from distribution.news import say
from inventory.lifecycle import RULES, Transition
from inventory.models import Device, DeviceEvent
from inventory.moving import FromDistribution, move_device
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_allocation, make_nomination, make_policy, make_ready

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
known = st.builds(SetAside, made_on=days, seen_to_on=st.none() | days, is_on_its_way=st.booleans())


@given(known, st.integers(1, 90), days)
def test_nothing_lapses_that_travels_or_that_somebody_saw_to_lately(
    facts: SetAside, patience: int, today: date
) -> None:
    if is_due(facts, patience, today):
        assert not facts.is_on_its_way
        assert today - facts.made_on >= timedelta(days=patience)
        assert facts.seen_to_on is None or today - facts.seen_to_on >= timedelta(days=patience)
        assert is_due(facts, patience, today + timedelta(days=1))
    else:
        day = lapses_on(facts, patience)
        assert day is None or today < day


@pytest.fixture
def allocation(cast: Cast) -> Allocation:
    make_policy()
    return make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))


def age(days: int, *rows: Allocation) -> None:
    made = timezone.now() - timedelta(days=days)
    Allocation.objects.filter(pk__in=[row.pk for row in rows]).update(made_at=made)


def standing(allocation: Allocation) -> tuple[str, str, str, str]:
    now = Allocation.objects.get(pk=allocation.pk)
    return now.end, now.device.state, now.line.state, now.line.nomination.state


STANDS = ("", "allocated", "allocated", "allocated")
LAPSED = ("lapsed", "ready", "waiting", "waiting")


def test_it_lapses_after_fourteen_days_once_and_its_line_keeps_its_date(
    allocation: Allocation,
) -> None:
    since = allocation.line.waiting_since
    age(13, allocation)
    assert let_lapse() == (0, 0)
    assert standing(allocation) == STANDS
    age(14, allocation)
    assert [let_lapse(), let_lapse()] == [(1, 0), (0, 0)]
    assert standing(allocation) == LAPSED
    line = allocation.line
    line.refresh_from_db()
    assert (line.waiting_since, line.missed, line.ahead_since) == (since, 0, None)


def test_history_trail_and_service_are_told_that_a_rule_did_it(
    allocation: Allocation, cast: Cast, client: Client
) -> None:
    age(14, allocation)
    let_lapse()
    event = DeviceEvent.objects.filter(device=allocation.device).latest("pk")
    assert (event.verb, event.actor, event.by) == ("device.lapse", None, "The system")
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor) == ("line.lapsed", None)
    notice = Notice.objects.filter(organisation=cast.paula.organisation).latest("pk")
    assert "not fetched in time" in say(notice.code, notice.facts)
    client.force_login(cast.anna.user)
    code = allocation.device.code
    for page in (f"/devices/{code}/", "/audit/", "/"):
        assert "laps" in client.get(page).content.decode().casefold(), page
    shown = client.get(f"/allocations/{allocation.pk}/").content.decode()
    assert "Lapsed" in shown
    assert "Lapses on" not in shown


def test_what_travels_or_was_seen_to_lately_stands(allocation: Allocation, cast: Cast) -> None:
    device, today = allocation.device, timezone.localdate()
    sent = send_consignment(cast.petra.organisation, [device], sent_on=today, actor=cast.tom)
    age(40, allocation)
    assert let_lapse() == (0, 0)
    receive_line(sent.lines.get(), Arrival.MISSING, actor=cast.petra)
    assert let_lapse() == (0, 0)
    receive_line(sent.lines.get(), Arrival.RECEIVED, actor=cast.petra)
    assert let_lapse(today + timedelta(days=13)) == (0, 0)
    report_not_delivered(allocation, NotDelivered.LATER, actor=cast.petra)
    assert let_lapse(today + timedelta(days=13)) == (0, 0)
    with pytest.raises(AllocationRefused):
        lapse(allocation, today + timedelta(days=13))
    assert standing(allocation) == STANDS
    assert let_lapse(today + timedelta(days=14)) == (1, 0)


def test_what_goes_with_a_machine_lapses_with_it_and_not_alone(
    allocation: Allocation, cast: Cast
) -> None:
    screen = make_ready(cast.tom, cast.vera, kind="monitor")
    companion = add_companion(allocation, screen, actor=cast.anna)
    age(40, companion)
    assert let_lapse() == (0, 0)
    age(40, allocation)
    assert let_lapse() == (1, 0)
    screen.refresh_from_db()
    companion.refresh_from_db()
    assert (screen.state, companion.end) == ("ready", "lapsed")


def test_one_whose_books_disagree_leaves_the_others_alone(
    allocation: Allocation, cast: Cast
) -> None:
    other = make_allocation(cast.anna, make_nomination(cast.olga), make_ready(cast.tom, cast.vera))
    age(20, allocation, other)
    Device.objects.filter(pk=allocation.device_id).update(state="ready")
    said, wrong = StringIO(), StringIO()
    call_command("keep_deadlines", stdout=said, stderr=wrong)
    assert said.getvalue().splitlines() == [
        "Ranking: 1 …",
        "Reminded: 0. Expired: 0. Lapsed: 1.",
        "Referrals: places reminded of 0, lapsed 0.",
        "Possible duplicates found: 0.",
        "Ranked: 1.",
    ]
    assert wrong.getvalue() == "Could not lapse: 1. See manage.py check_books.\n"
    assert standing(other) == LAPSED


def test_no_person_lets_an_allocation_lapse_and_no_rule_does_what_is_for_people(
    allocation: Allocation, cast: Cast
) -> None:
    for actor, transition in [(cast.anna, Transition.LAPSE)] + [
        (None, each) for each, rule in RULES.items() if rule.permissions
    ]:
        with pytest.raises(PermissionDenied):
            move_device(
                allocation.device,
                transition,
                actor=actor,
                known=FromDistribution(stands_allocated=True),
            )
    assert standing(allocation) == STANDS


@pytest.mark.parametrize(("verb", "by"), [("device.lapse", "anna"), ("device.release", "nobody")])
def test_an_event_has_an_actor_unless_a_rule_made_it(
    allocation: Allocation, cast: Cast, verb: str, by: str
) -> None:
    actor = {"anna": cast.anna, "nobody": None}[by]
    event = DeviceEvent.objects.filter(device=allocation.device).latest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceEvent.objects.filter(pk=event.pk).update(verb=verb, actor=actor)
