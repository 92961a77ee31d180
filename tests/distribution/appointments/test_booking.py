"""Appointments: booked where there is room, moved, called off, kept by a handover, missed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from distribution.allocations.allocating import allocate, release, report_fault
from distribution.allocations.lapsing import let_lapse
from distribution.appointments.booking import AppointmentRefused, book, cancel, miss, move
from distribution.appointments.hours import add_hours, remove_hours
from distribution.appointments.slots import Slot
from distribution.appointments.standing import collections_of, free_slots
from distribution.consignments.shipping import send_consignment
from distribution.deliveries import CancelReason
from distribution.models import (
    Allocation,
    Appointment,
    Household,
    Nomination,
    Notice,
    ReceivingHours,
    RequestLine,
)
from distribution.news import say
from distribution.nominations.nominating import withdraw
from distribution.words import WithdrawReason
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import Entry
from tests.access.world import make_appointment
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_handover,
    make_hours,
    make_nomination,
    make_policy,
    make_ready,
)


@pytest.fixture
def allocation(cast: Cast) -> Allocation:
    """Set a machine of Tom's workshop aside for Paula's household; two come each morning."""
    make_policy()
    make_hours(cast.tom.organisation)
    return set_aside(cast)


def set_aside(cast: Cast, social: Membership | None = None) -> Allocation:
    nomination = make_nomination(social or cast.paula, surname="Geheim")
    return make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))


def times(place: Organisation) -> list[Slot]:
    return free_slots(place)


def booked(allocation: Allocation, actor: Membership, which: int = 0) -> Appointment:
    place = allocation.device.holder
    when = times(place)[which].starts_at
    return book(allocation.line.nomination, place, when, actor=actor)


def codes(refusal: pytest.ExceptionInfo[AppointmentRefused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def state_of(appointment: Appointment) -> tuple[str, str]:
    appointment.refresh_from_db()
    return appointment.state, appointment.reason


def expect_now(appointment: Appointment, ago: timedelta = timedelta(minutes=1)) -> None:
    began = timezone.now() - ago
    ends = began + timedelta(hours=2)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=began, ends_at=ends)


def test_a_place_books_and_the_service_is_told_without_a_name_in_the_mail(
    cast: Cast, allocation: Allocation, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        found = booked(allocation, cast.tom)
    starts = timezone.localtime(found.starts_at)
    assert f"{starts:%H:%M}" == "09:00"
    assert found.ends_at == found.starts_at + timedelta(hours=3)
    notice = Notice.objects.get(code="appointment", organisation=cast.paula.organisation)
    assert say(notice.code, notice.facts) == (
        f"An appointment is booked: {starts:%d/%m/%Y} at 09:00, to collect at Atelier du Coin. "
        "Print the invitation or tell them."
    )
    assert "Geheim" not in "".join(f"{each.subject}{each.body}" for each in mail.outbox)
    entry = Entry.objects.get(verb="appointment.booked")
    assert entry.facts == {"place": "ATELIER", "at": f"{starts:%Y-%m-%d} 09:00"}


def test_a_service_that_books_itself_is_not_told(cast: Cast, allocation: Allocation) -> None:
    found = booked(allocation, cast.paula)
    move(found, times(found.place)[1].starts_at, actor=cast.paula)
    cancel(found, CancelReason.HOUSEHOLD, actor=cast.paula)
    assert not Notice.objects.filter(code="appointment").exists()
    assert state_of(found) == ("cancelled", "household")


def test_a_time_is_full_after_its_households_and_free_again_once_one_is_moved(
    cast: Cast, allocation: Allocation
) -> None:
    place = allocation.device.holder
    first = times(place)[0].starts_at
    both = [booked(allocation, cast.anna), booked(set_aside(cast, cast.olga), cast.anna)]
    assert {each.starts_at for each in both} == {first}
    assert first not in {slot.starts_at for slot in times(place)}
    third = set_aside(cast)
    with pytest.raises(AppointmentRefused) as refusal:
        book(third.line.nomination, place, first, actor=cast.anna)
    assert codes(refusal) == ["full"]
    move(both[0], times(place)[0].starts_at, actor=cast.anna)
    assert book(third.line.nomination, place, first, actor=cast.anna).starts_at == first


def test_only_a_beginning_of_the_coming_weeks_is_a_time_to_collect(
    cast: Cast, allocation: Allocation
) -> None:
    nomination, place = allocation.line.nomination, allocation.device.holder
    first = times(place)[0].starts_at
    asked = [first + timedelta(hours=1), first + timedelta(days=28), first - timedelta(days=7)]
    for when in asked:
        with pytest.raises(AppointmentRefused) as refusal:
            book(nomination, place, when, actor=cast.tom)
        assert codes(refusal) == ["not_a_slot"]


def test_what_is_brought_may_come_at_any_time_ahead(cast: Cast, allocation: Allocation) -> None:
    nomination, place = allocation.line.nomination, allocation.device.holder
    RequestLine.objects.filter(pk=allocation.line_id).update(delivery_needed=True)
    evening = timezone.now() + timedelta(days=40, hours=3)
    found = book(nomination, place, evening, actor=cast.tom)
    assert (found.at_home, found.starts_at, found.ends_at) == (True, evening, None)
    for when, code in ((timezone.now() - timedelta(hours=1), "in_past"), (None, "too_far")):
        with pytest.raises(AppointmentRefused) as refusal:
            move(found, when or timezone.now() + timedelta(days=400), actor=cast.tom)
        assert codes(refusal) == [code]


def test_a_nomination_has_one_open_appointment_at_a_place_even_behind_the_acts_backs(
    cast: Cast, allocation: Allocation
) -> None:
    found = booked(allocation, cast.tom)
    with pytest.raises(AppointmentRefused) as refusal:
        booked(allocation, cast.paula, which=1)
    assert codes(refusal) == ["booked_already"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            nomination=found.nomination,
            place=found.place,
            starts_at=found.starts_at,
            ends_at=found.ends_at,
            made_by=cast.tom,
        )


def test_others_neither_see_nor_touch_it(cast: Cast, allocation: Allocation) -> None:
    nomination, place = allocation.line.nomination, allocation.device.holder
    found = booked(allocation, cast.paula)
    see = {
        name: Appointment.objects.visible_to(getattr(cast, name)).count()
        for name in ("paula", "tom", "lea", "anna", "olga", "will", "petra", "augustin", "ada")
    }
    theirs = dict.fromkeys(("paula", "tom", "lea", "anna"), 1)
    assert see == theirs | dict.fromkeys(("olga", "will", "petra", "augustin", "ada"), 0)
    other = times(place)[1].starts_at
    for name in ("olga", "will", "petra", "augustin", "ada"):
        actor: Membership = getattr(cast, name)
        acts = (
            partial(book, nomination, place, other),
            partial(move, found, other),
            partial(cancel, found, CancelReason.PLACE),
            partial(miss, found),
        )
        for act in acts:
            with pytest.raises(AppointmentRefused) as refusal:
                act(actor=actor)
            assert codes(refusal) == ["not_yours"]


def test_a_handover_keeps_it(cast: Cast, allocation: Allocation) -> None:
    found = booked(allocation, cast.paula)
    make_handover(allocation, cast.tom)
    assert state_of(found) == ("kept", "")
    with pytest.raises(AppointmentRefused) as refusal:
        cancel(found, CancelReason.MISTAKE, actor=cast.paula)
    assert codes(refusal) == ["wrong_state"]


def test_nobody_came_once_it_has_begun_and_the_line_waits_again(
    cast: Cast, allocation: Allocation
) -> None:
    found = booked(allocation, cast.paula)
    with pytest.raises(AppointmentRefused) as refusal:
        miss(found, actor=cast.tom)
    assert codes(refusal) == ["still_to_come"]
    expect_now(found)
    miss(found, actor=cast.tom)
    assert state_of(found) == ("missed", "")
    allocation.refresh_from_db()
    line = RequestLine.objects.get(pk=allocation.line_id)
    assert (allocation.end, line.state, line.missed) == ("no_show", "waiting", 1)


@pytest.mark.parametrize(
    ("ending", "is_told"),
    [
        (lambda it, cast: release(it, reason="gone", actor=cast.anna), True),
        (lambda it, cast: report_fault(it, fault="hinge", actor=cast.tom), True),
        (
            lambda it, cast: withdraw(it.line.nomination, WithdrawReason.MOVED, actor=cast.paula),
            False,
        ),
        (
            lambda it, cast: send_consignment(
                cast.petra.organisation,
                [it.device],
                sent_on=timezone.localdate(),
                actor=cast.tom,
            ),
            True,
        ),
    ],
    ids=["released", "broken", "withdrawn", "sent away"],
)
def test_it_is_called_off_when_nothing_is_left_to_collect_there(
    cast: Cast, allocation: Allocation, ending: object, *, is_told: bool
) -> None:
    found = booked(allocation, cast.paula)
    ending(Allocation.objects.get(pk=allocation.pk), cast)  # type: ignore[operator]
    assert state_of(found) == ("cancelled", "nothing_left")
    assert Notice.objects.filter(code="appointment").exists() is is_told
    assert collections_of(Nomination.objects.get(pk=found.nomination_id)) == []


def test_it_stands_while_another_machine_of_the_nomination_is_still_there(
    cast: Cast, allocation: Allocation
) -> None:
    nomination = allocation.line.nomination
    second = RequestLine.objects.create(
        nomination=nomination,
        number=2,
        kinds=["laptop"],
        purpose="job",
        state="waiting",
        waiting_since=timezone.now(),
    )
    ready = make_ready(cast.tom, cast.vera)
    other = Allocation.objects.create(
        line=second, device=ready, reason="a second one", made_by=cast.anna
    )
    found = booked(allocation, cast.paula)
    release(allocation, reason="gone", actor=cast.anna)
    assert state_of(found) == ("booked", "")
    assert [each.appointment for each in collections_of(nomination)] == [found]
    assert other.ended_at is None


def test_nothing_lapses_before_its_appointment(cast: Cast, allocation: Allocation) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    Allocation.objects.filter(pk=allocation.pk).update(made_at=long_ago)
    found = booked(allocation, cast.paula, which=5)
    assert let_lapse() == (0, 0)
    assert let_lapse(timezone.localdate(found.starts_at) + timedelta(days=13)) == (0, 0)
    cancel(found, CancelReason.HOUSEHOLD, actor=cast.paula)
    assert let_lapse() == (1, 0)


def test_hours_of_one_day_do_not_overlap_and_what_is_booked_outlives_them(
    cast: Cast, allocation: Allocation
) -> None:
    place = allocation.device.holder
    found = booked(allocation, cast.paula)
    known = ReceivingHours.objects.filter(organisation=place).first()
    assert known is not None
    again = ReceivingHours(
        organisation=place,
        weekday=known.weekday,
        opens=known.opens.replace(hour=11),
        closes=known.closes.replace(hour=13),
        households=1,
    )
    with pytest.raises(AppointmentRefused) as refusal:
        add_hours(again, actor=cast.lea)
    assert codes(refusal) == ["overlaps"]
    for each in ReceivingHours.objects.filter(organisation=place):
        remove_hours(each, actor=cast.lea)
    assert times(place) == []
    assert state_of(found) == ("booked", "")
    assert Entry.objects.filter(verb="receiving_hours.changed", subject="ATELIER").count() == 7


def two_machines(cast: Cast) -> tuple[Allocation, Allocation, Appointment]:
    """Set both machines of one household aside, and expect it now."""
    make_policy()
    nomination = make_nomination(cast.paula)
    Household.objects.update(adults=4)  # two machines are within what they may have
    first = make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    line = nomination.lines.get()
    line.pk, line.number, line.state = None, 2, "waiting"
    line.save()
    second = allocate(line, make_ready(cast.tom, cast.vera), reason="both", actor=cast.anna)
    return first, second, make_appointment(first, cast.paula)


def test_the_second_machine_is_expected_until_it_is_handed_over_too(cast: Cast) -> None:
    first, second, appointment = two_machines(cast)
    states = []
    for each in (first, second):
        make_handover(each, cast.tom)
        states.append(state_of(appointment))
    assert states == [("booked", ""), ("kept", "")]


def test_who_came_for_one_machine_has_kept_the_appointment_though_the_other_is_broken(
    cast: Cast,
) -> None:
    first, second, appointment = two_machines(cast)
    make_handover(first, cast.tom)
    report_fault(second, fault="hinge", actor=cast.tom)
    assert state_of(appointment) == ("kept", "")
