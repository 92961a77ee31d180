"""What is confirmed is reserved hundreds at once, as allocating one by one would."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distribution.allocations.set_aside import told_of
from distribution.models import (
    Allocation,
    AllocationRun,
    Nomination,
    Notice,
    RequestLine,
    WaitingPlace,
)
from distribution.nominations.nominating import submit
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.waiting_list.tally import Tally
from distribution.words import LineState, NominationState
from inventory.lifecycle import State, Transition
from inventory.models import Device, DeviceEvent
from inventory.moving import Said, move_device
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_draft, make_household_of, make_nomination, make_policy, make_ready

pytestmark = pytest.mark.django_db


def computed(cast: Cast) -> AllocationRun:
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def desktops(cast: Cast, count: int) -> list[RequestLine]:
    """Nominate households for a desktop each; make as many, each with a screen."""
    wants: dict[str, Any] = {"kinds": ("desktop",)}
    for _each in range(count):
        make_ready(cast.tom, cast.vera, kind="desktop")
        make_ready(cast.tom, cast.vera, kind="monitor")
    nominations = [
        make_nomination(cast.paula, surname=f"N{each}", **wants) for each in range(count)
    ]
    return [nomination.lines.get() for nomination in nominations]


def test_all_that_an_allocation_writes_is_written_for_each(cast: Cast) -> None:
    make_policy()
    lines = desktops(cast, 3)
    run = computed(cast)
    assert confirm_run(run, actor=cast.anna) == []
    mains = {each.line_id: each for each in Allocation.objects.mains().select_related("device")}
    assert {line: each.device.code for line, each in mains.items()} == {
        pair.line: pair.device for pair in run.lines.pairs()
    }
    said = {(each.reason, each.made_by, each.run) for each in mains.values()}
    assert said == {(f"run {run.number}", cast.anna, run)}
    beside = Allocation.objects.exclude(companion_to=None).select_related("device", "companion_to")
    assert {each.line_id: each.device.code for each in beside} == {
        pair.line: pair.companion for pair in run.lines.pairs()
    }
    assert all(each.companion_to == mains[each.line_id] for each in beside)
    assert set(Device.objects.values_list("state", flat=True)) == {State.ALLOCATED}
    assert DeviceEvent.objects.filter(verb="device.allocate", after=State.ALLOCATED).count() == 6
    assert set(RequestLine.objects.values_list("state", flat=True)) == {LineState.ALLOCATED}
    assert set(Nomination.objects.values_list("state", flat=True)) == {NominationState.ALLOCATED}
    assert (WaitingPlace.objects.count(), len(Tally())) == (0, 0)
    told = Notice.objects.filter(code="set_aside").values_list("nomination", "facts")
    assert dict(told) == {
        line.nomination_id: told_of(line, mains[line.pk].device) for line in lines
    }
    entries = Entry.objects.filter(verb__in=["line.allocated", "companion.added"])
    by_reference = {pair.reference: pair for pair in run.lines.pairs()}
    assert {(each.verb, each.subject, each.facts["device"]) for each in entries} == {
        *(("line.allocated", key, pair.device) for key, pair in by_reference.items()),
        *(("companion.added", key, pair.companion) for key, pair in by_reference.items()),
    }


def test_what_moved_is_refused_by_name_and_holds_up_nobody_else(cast: Cast) -> None:
    make_policy()
    desktops(cast, 3)
    run = computed(cast)
    first, second, third = run.lines.pairs()
    said = Said(fault="no picture")
    broken = Device.objects.get(code=second.device)
    move_device(broken, Transition.SEND_TO_REPAIR, actor=cast.tom, said=said)
    (moved,) = confirm_run(run, actor=cast.anna)
    assert (moved.line, moved.device, moved.companion) == (second.line, broken.code, False)
    served = set(Allocation.objects.mains().values_list("line", flat=True))
    assert served == {first.line, third.line}
    assert [place.line_id for place in WaitingPlace.objects.all()] == [second.line]


def test_a_second_line_of_a_nomination_keeps_waiting_in_its_place(cast: Cast) -> None:
    make_policy()
    draft = make_draft(cast.paula, household=make_household_of("A", adults=4))
    RequestLine.objects.create(nomination=draft, number=2, kinds=["laptop"], purpose="school")
    nomination = submit(draft, actor=cast.paula)
    make_ready(cast.tom, cast.vera)
    run = computed(cast)
    assert confirm_run(run, actor=cast.anna) == []
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WAITING
    (skipped,) = run.lines.skipped()
    assert [place.line_id for place in WaitingPlace.objects.all()] == [skipped.line]


def test_confirming_takes_as_many_queries_for_any_number_of_pairs(cast: Cast) -> None:
    make_policy()
    counts = []
    for count in (1, 3):
        desktops(cast, count)
        run = computed(cast)
        with CaptureQueriesContext(connection) as queries:
            assert confirm_run(run, actor=cast.anna) == []
        counts.append(len(queries))
    assert counts[0] == counts[1]
