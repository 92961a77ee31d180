"""What an appointment may become, and the times that a place has room at."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from distribution.appointments.course import (
    STEPS,
    AppointmentStep,
    Party,
    steps_for,
)
from distribution.appointments.slots import Block, overlap, slots_of
from distribution.deliveries import AppointmentState

BRUSSELS = ZoneInfo("Europe/Brussels")
moments = st.integers(1_704_000_000, 1_893_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
hours = st.integers(6, 20)
blocks = st.builds(
    lambda day, hour, last, n: Block(day, time(hour), time(hour + last), n),
    st.integers(1, 7),
    hours,
    st.integers(1, 3),
    st.integers(1, 5),
)
parties = st.frozensets(st.sampled_from(Party))


@given(st.sampled_from(AppointmentState), moments, moments, parties)
def test_only_a_booked_appointment_takes_a_step_and_nobody_misses_what_is_to_come(
    state: AppointmentState, starts_at: datetime, now: datetime, whose: frozenset[Party]
) -> None:
    steps = set(steps_for(state, starts_at, whose, now=now))
    if state != AppointmentState.BOOKED or not whose:
        assert steps == set()
        return
    missable = now >= starts_at and bool(whose - {Party.SERVICE})
    assert (AppointmentStep.MISS in steps) is missable
    assert steps - {AppointmentStep.MISS} == {AppointmentStep.MOVE, AppointmentStep.CANCEL}


def test_each_step_leads_to_a_state_of_its_own_and_a_handover_alone_keeps_it() -> None:
    assert set(STEPS) == set(AppointmentStep)
    assert set(AppointmentState) - {rule.to for rule in STEPS.values()} == {AppointmentState.KEPT}


@given(st.lists(blocks, max_size=5), moments, st.integers(0, 30), st.data())
def test_slots_lie_ahead_in_order_at_the_hours_of_the_clock_and_never_have_less_than_no_room(
    weekly: list[Block], after: datetime, days: int, data: st.DataObject
) -> None:
    empty = slots_of(weekly, {}, after=after, days=days, zone=BRUSSELS)
    counts = {slot.starts_at: data.draw(st.integers(0, 7)) for slot in empty}
    slots = slots_of(weekly, counts, after=after, days=days, zone=BRUSSELS)
    assert [slot.starts_at for slot in slots] == sorted(slot.starts_at for slot in slots)
    for slot in slots:
        local = slot.starts_at.astimezone(BRUSSELS)
        assert after < slot.starts_at <= after + timedelta(days=days)
        assert slot.free == max(0, slot.households - counts[slot.starts_at])
        assert any(
            (each.weekday, each.opens, each.closes)
            == (local.isoweekday(), local.time(), slot.ends_at.astimezone(BRUSSELS).time())
            for each in weekly
        )
    weeks = days // 7  # a change of the clock moves one over the edge
    assert len(weekly) * (weeks - 1) <= len(slots) <= len(weekly) * (weeks + 1)


@given(blocks, blocks)
def test_blocks_overlap_both_ways_or_not_at_all(one: Block, other: Block) -> None:
    assert overlap(one, [other]) is overlap(other, [one])
    assert overlap(one, [one])
    assert not overlap(one, [])
