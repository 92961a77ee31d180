"""Somebody comes for a machine: at this moment, whatever was booked, and for whoever holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.allocations.allocating import allocate
from distribution.appointments.arriving import STAY, arrive
from distribution.appointments.booking import AppointmentRefused, book
from distribution.appointments.standing import free_slots
from distribution.models import Allocation, Appointment
from distribution.receivers import may_name
from distribution.words import LineState
from refurb.accounts.models import Membership
from refurb.accounts.roles import Scope
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_arrival,
    make_handover,
    make_hours,
    make_household_of,
    make_nomination,
    make_policy,
    make_ready,
)

SURNAME = "Geheim"


@pytest.fixture
def standing(cast: Cast) -> Allocation:
    """Set a machine of Tom's workshop aside for Paula's household."""
    make_policy()
    people = make_household_of(SURNAME, children=3)
    nomination = make_nomination(cast.paula, household=people)
    return make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))


def test_who_comes_unannounced_has_an_appointment_at_this_moment(
    cast: Cast, standing: Allocation
) -> None:
    before = timezone.now()
    visit = make_arrival(standing, cast.tom)
    assert before <= visit.starts_at <= timezone.now()
    assert (visit.ends_at, visit.made_by) == (visit.starts_at + STAY, cast.tom)
    assert make_arrival(standing, cast.tom) == visit
    assert list(
        Entry.objects.filter(verb="appointment.came").values_list("subject", flat=True)
    ) == [standing.line.nomination.reference]
    make_handover(standing, cast.tom)
    visit.refresh_from_db()
    assert visit.state == "kept"


def test_who_comes_earlier_than_booked_has_their_appointment_moved(
    cast: Cast, standing: Allocation, client: Client
) -> None:
    place = cast.tom.organisation
    make_hours(place)
    later = next(
        slot.starts_at
        for slot in free_slots(place)
        if timezone.localdate(slot.starts_at) > timezone.localdate()
    )
    booked = book(standing.line.nomination, place, later, actor=cast.paula)
    client.force_login(cast.tom.user)
    page = client.get(reverse("handover", args=[standing.pk]), follow=True)
    assert (page.redirect_chain, SURNAME in page.text) == (
        [(reverse("arrival", args=[standing.pk]), 302)],
        False,
    )
    assert "Nobody is expected for it today: the appointment is on" in page.text
    shown = client.post(reverse("arrival", args=[standing.pk]), follow=True)
    assert SURNAME in shown.text
    (moved,) = Appointment.objects.all()
    assert (moved.pk, timezone.localdate(moved.starts_at)) == (booked.pk, timezone.localdate())


def test_a_workshop_knows_whom_a_machine_is_for_on_that_day_alone(
    cast: Cast, standing: Allocation
) -> None:
    def known() -> list[bool]:
        return [may_name(standing, each) for each in (cast.tom, cast.lea, cast.will, cast.anna)]

    assert known() == [False, False, False, True]
    visit = make_arrival(standing, cast.tom)
    assert known() == [True, True, False, True]
    yesterday = visit.starts_at - timedelta(days=1)
    Appointment.objects.update(starts_at=yesterday, ends_at=yesterday + STAY)
    assert known() == [False, False, False, True]


def test_only_who_holds_a_machine_says_that_somebody_came_for_it(
    cast: Cast, standing: Allocation
) -> None:
    for stranger in (cast.will, cast.paula, cast.anna):
        with pytest.raises(AppointmentRefused):
            arrive(standing.line.nomination, cast.tom.organisation, actor=stranger)
    assert not Appointment.objects.exists()


def test_who_came_for_two_machines_is_expected_for_the_second_as_well(
    cast: Cast, standing: Allocation
) -> None:
    more = standing.line
    more.pk, more.number, more.state = None, 2, LineState.WAITING
    more.save()
    second = allocate(more, make_ready(cast.tom, cast.vera), reason="both", actor=cast.anna)
    make_arrival(standing, cast.tom)
    for each in (standing, second):
        make_handover(Allocation.objects.get(pk=each.pk), cast.tom)
    assert Appointment.objects.get().state == "kept"


def test_a_partner_knows_it_whatever_its_token_may_do(cast: Cast, standing: Allocation) -> None:
    by_program = through(cast.petra, Scope.PARTNER)
    assert (may_name(standing, by_program), may_name(standing, cast.tom)) == (True, False)


def through(member: Membership, scope: Scope) -> Membership:
    same = Membership.objects.get(pk=member.pk)
    same.scope = scope
    return same
