"""Several book the last place of a time at once, and a release races with a booking."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from distribution.allocations.allocating import release
from distribution.appointments.booking import book
from distribution.appointments.standing import free_slots
from distribution.models import Allocation, Appointment
from refurb.reasons import Refused
from tests.cast import make_cast
from tests.makers import make_allocation, make_hours, make_nomination, make_policy, make_ready

HOUSEHOLDS = 4


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Do each in a thread of its own, at the same moment; tell why each was refused."""
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(do, acts))


@pytest.mark.postgres
def test_the_last_place_of_a_time_goes_to_one_household_however_many_ask(
    transactional_db: None,
) -> None:
    cast = make_cast()
    make_policy()
    place = cast.tom.organisation
    make_hours(place, households=1)
    when = free_slots(place)[0].starts_at
    made = [
        make_allocation(
            cast.anna,
            make_nomination(cast.paula, surname=f"N{number}"),
            make_ready(cast.tom, cast.vera),
        )
        for number in range(HOUSEHOLDS)
    ]

    def asking(allocation: Allocation) -> Callable[[], object]:
        return lambda: book(allocation.line.nomination, place, when, actor=cast.tom)

    refused = at_once([asking(each) for each in made])
    assert sorted(refused) == [""] + ["full"] * (HOUSEHOLDS - 1)
    assert Appointment.objects.filter(state="booked", starts_at=when).count() == 1
    # What is released at the moment at which it is booked leaves no appointment behind.
    free = made[refused.index("full")]
    later = free_slots(place)[0].starts_at
    at_once(
        [
            lambda: release(free, reason="gone", actor=cast.anna),
            lambda: book(free.line.nomination, place, later, actor=cast.tom),
        ]
    )
    left = Appointment.objects.booked().filter(nomination=free.line.nomination)
    assert not left.exists()
