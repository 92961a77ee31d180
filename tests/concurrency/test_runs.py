"""Two coordinators confirm two overlapping proposals at once, each in a transaction of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from distribution.models import Allocation, AllocationRun, RunWish
from distribution.runs.confirming import Unconfirmed, confirm_run
from distribution.runs.proposing import execute_run, propose_again, request_run
from distribution.runs.wishing import Because, exclude
from distribution.words import WishReason
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership
from tests.cast import make_cast
from tests.makers import make_nomination, make_policy, make_ready

LINES = 6


def computed(run: AllocationRun) -> AllocationRun:
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def turned(older: AllocationRun, actor: Membership) -> AllocationRun:
    """Propose the same devices for the same lines, none for the line it was for."""
    pairs = list(older.lines.pairs().values_list("line", flat=True))
    wishes = exclude(older, pairs, Because(code=WishReason.PLACE), actor=actor)
    newer = computed(propose_again(older, actor=actor))
    for wish in wishes:  # the older one is to be confirmed as it was
        RunWish.objects.filter(pk=wish.pk).update(lifted_by=actor)
    assert given_by(newer).keys() == given_by(older).keys()
    assert not set(given_by(newer).items()) & set(given_by(older).items())
    return newer


def given_by(run: AllocationRun) -> dict[int, str]:
    return dict(run.lines.pairs().values_list("line", "device"))


def at_once(runs: list[AllocationRun], actor: Membership) -> list[list[Unconfirmed]]:
    """Confirm each in a thread of its own, at the same moment."""
    start = Barrier(len(runs))

    def confirm(run: AllocationRun) -> list[Unconfirmed]:
        start.wait()
        try:
            return confirm_run(run, knows_newer=True, actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as people:
        return list(people.map(confirm, runs))


@pytest.mark.postgres
def test_no_device_is_reserved_twice_and_who_comes_second_is_told_each_by_name(
    transactional_db: None,
) -> None:
    cast = make_cast()
    make_policy()
    for number in range(LINES):
        make_nomination(cast.paula, surname=f"N{number}")
        make_ready(cast.tom, cast.vera)
    older = computed(request_run(actor=cast.anna))
    moved = at_once([older, turned(older, cast.anna)], cast.anna)
    made = Allocation.objects.filter(ended_at=None).values_list("line", "device__code")
    assert len(made) == LINES
    assert {line for line, _device in made} == set(given_by(older))
    assert {device for _line, device in made} == set(given_by(older).values())
    assert Device.objects.filter(state=State.ALLOCATED).count() == LINES
    assert sorted(map(len, moved)) == [0, LINES]
    told = max(moved, key=len)
    assert {each.line for each in told} == set(given_by(older))
    assert all(each.reasons for each in told)
