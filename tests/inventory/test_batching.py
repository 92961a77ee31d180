"""Many devices at once: the same as one by one, reported where it can't be, and undone exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventory.batching import BatchRefused, choose, start_batch
from inventory.forecast import BulkAct, forecast
from inventory.lifecycle import MoveRefused, State, Transition
from inventory.models import Device
from inventory.moving import Said, move_device
from inventory.undoing import undo
from inventory.web.batch_page import devices_of
from refurb.accounts.models import Membership
from refurb.jobs.models import Job, Outcome
from refurb.jobs.reasons import unpack
from tests.cast import Cast
from tests.makers import make_checked, make_device, make_drive, make_ready, make_wiped

SAID = {"reason": "clearing", "fault": "hinge", "destination": "Recupel", "document": "WEEE-1"}


def batch_of(actor: Membership, *devices: Device) -> Job:
    return choose(Device.objects.filter(pk__in=[each.pk for each in devices]), actor=actor)


def states(*devices: Device) -> list[str]:
    return [Device.objects.get(pk=each.pk).state for each in devices]


def why(job: Job) -> dict[str, list[str]]:
    rows = job.lines.filter(outcome=Outcome.REFUSED)
    return {line.key: [reason.code for reason in unpack(line.reasons)] for line in rows}


def forecast_codes(job: Job, act: BulkAct, actor: Membership) -> dict[str, list[str]]:
    seen = dict(job.lines.values_list("key", "seen"))
    return {
        each.device.code: sorted(reason.code for reason in each.reasons)
        for each in forecast(devices_of(job, actor), seen, act, actor)
    }


def test_those_that_can_move_do_and_the_others_say_why(cast: Cast) -> None:
    plain, bare = make_device(cast.tom), make_device(cast.tom)
    make_drive(plain, cast.tom)
    job = start_batch(batch_of(cast.tom, plain, bare), BulkAct.START_WIPE, actor=cast.tom)
    assert states(plain, bare) == [State.WIPE, State.RECEIVED]
    assert why(job) == {bare.code: ["no_drive"]}


def test_a_device_that_somebody_moved_meanwhile_is_reported_not_overwritten(cast: Cast) -> None:
    first, second = make_device(cast.tom), make_device(cast.tom)
    job = batch_of(cast.tom, first, second)
    move_device(first, Transition.SEND_TO_REPAIR, actor=cast.vera, said=Said(fault="fan"))
    assert forecast_codes(job, BulkAct.SEND_TO_REPAIR, cast.tom) == {
        first.code: ["moved_meanwhile"],
        second.code: [],
    }
    start_batch(job, BulkAct.SEND_TO_REPAIR, actor=cast.tom, fault="hinge")
    assert why(job) == {first.code: ["moved_meanwhile"]}
    assert [repair.fault for repair in first.repairs.all()] == ["fan"]


def test_a_device_that_went_out_of_sight_is_reported(cast: Cast) -> None:
    device = make_device(cast.tom)
    job = batch_of(cast.tom, device)
    other = cast.will.organisation
    Device.objects.filter(pk=device.pk).update(holder=other, steward=other)
    start_batch(job, BulkAct.SHELF, actor=cast.tom, shelf="B-1")
    assert why(job) == {device.code: ["out_of_sight"]}


def test_shelves_are_changed_and_come_back_unless_somebody_was_there_since(cast: Cast) -> None:
    one, two = make_device(cast.tom, shelf="A-1"), make_device(cast.tom, shelf="A-2")
    job = start_batch(batch_of(cast.tom, one, two), BulkAct.SHELF, actor=cast.tom, shelf="B-9")
    shelf = Device.objects.values_list("shelf", flat=True).order_by("pk")
    assert list(shelf.all()) == ["B-9", "B-9"]
    Device.objects.filter(pk=two.pk).update(shelf="C-3")
    undoing = undo(job, cast.tom)
    assert list(shelf.all()) == ["A-1", "C-3"]
    assert why(undoing) == {two.code: ["happened_since"]}


def test_sent_to_a_partner_they_come_back_to_their_holder_and_shelf(cast: Cast) -> None:
    device = make_device(cast.tom, shelf="A-1")
    partner = cast.petra.organisation
    job = start_batch(batch_of(cast.tom, device), BulkAct.SEND, actor=cast.tom, holder=partner.pk)
    device.refresh_from_db()
    assert (device.holder, device.shelf) == (partner, "")
    undo(job, cast.tom)
    device.refresh_from_db()
    assert (device.holder, device.shelf) == (cast.tom.organisation, "A-1")


def test_undoing_says_what_it_could_not_take_back(cast: Cast) -> None:
    one, two = make_device(cast.tom), make_device(cast.tom)
    said = {"fault": "hinge"}
    job = start_batch(batch_of(cast.tom, one, two), BulkAct.SEND_TO_REPAIR, actor=cast.tom, **said)
    make_drive(two, cast.vera)
    undoing = undo(job, cast.tom)
    assert states(one, two) == [State.RECEIVED, State.REPAIR]
    assert why(undoing) == {two.code: ["happened_since"]}
    with pytest.raises(BatchRefused):
        undo(job, cast.tom)


def test_after_a_quarter_of_an_hour_only_a_lead_undoes_it(cast: Cast) -> None:
    device = make_device(cast.tom)
    job = batch_of(cast.tom, device)
    start_batch(job, BulkAct.SEND_TO_REPAIR, actor=cast.tom, fault="hinge")
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(minutes=16))
    job.refresh_from_db()
    with pytest.raises(BatchRefused) as refused:
        undo(job, cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["undo_needs_lead"]
    undo(job, cast.lea)
    assert states(device) == [State.RECEIVED]


def test_recycling_is_for_leads_and_undone_by_reopening(cast: Cast) -> None:
    device = make_device(cast.tom, kind="monitor")
    job = batch_of(cast.tom, device)
    with pytest.raises(PermissionDenied):
        start_batch(job, BulkAct.RECYCLE, actor=cast.tom, **SAID)
    start_batch(job, BulkAct.RECYCLE, actor=cast.lea, **SAID)
    assert states(device) == [State.RECYCLED]
    undoing = undo(job, cast.lea)
    assert (states(device), why(undoing)) == ([State.RECEIVED], {})
    latest = device.events.latest("pk")
    assert (latest.verb, latest.facts) == ("device.reopen", {"reason": "The task was undone."})


def test_after_a_loss_that_was_none_all_are_found_and_to_be_wiped_anew(cast: Cast) -> None:
    ready, touched = make_ready(cast.tom, cast.vera), make_device(cast.tom)
    job = batch_of(cast.lea, ready, touched)
    start_batch(job, BulkAct.LOSE, actor=cast.lea, reason="van stolen")
    move_device(touched, Transition.FIND, actor=cast.tom)
    undoing = undo(job, cast.lea)
    assert states(ready, touched) == [State.RECEIVED, State.RECEIVED]
    assert why(undoing) == {touched.code: ["happened_since"]}
    with pytest.raises(MoveRefused) as refused:
        move_device(ready, Transition.MARK_READY, actor=cast.tom)
    assert "drive_erased_before_arrival" in [reason.code for reason in refused.value.reasons]


def test_what_was_found_by_mistake_is_lost_again_for_the_same_reason_by_a_lead(cast: Cast) -> None:
    device = make_device(cast.tom)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="van stolen"))
    job = start_batch(batch_of(cast.tom, device), BulkAct.FIND, actor=cast.tom)
    with pytest.raises(BatchRefused) as refused:
        undo(job, cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["undo_is_a_leads"]
    undo(job, cast.lea)
    latest = device.events.latest("pk")
    assert (latest.verb, latest.facts) == ("device.lose", {"reason": "van stolen"})


def test_what_was_reopened_by_mistake_is_recycled_again_unless_a_drive_is_unproved(
    cast: Cast,
) -> None:
    screen, laptop = make_device(cast.tom, kind="monitor"), make_ready(cast.tom, cast.vera)
    for device in (screen, laptop):
        said = Said(destination="Recupel", document="WEEE-1")
        move_device(device, Transition.RECYCLE, actor=cast.lea, said=said)
    job = start_batch(batch_of(cast.lea, screen, laptop), BulkAct.REOPEN, actor=cast.lea, **SAID)
    undoing = undo(job, cast.lea)
    assert states(screen, laptop) == [State.RECYCLED, State.RECEIVED]
    assert set(why(undoing)) == {laptop.code}
    latest = screen.events.latest("pk")
    assert latest.facts == {"destination": "Recupel", "document": "WEEE-1"}


def test_nothing_chosen_is_refused(cast: Cast) -> None:
    with pytest.raises(BatchRefused) as refused:
        choose(Device.objects.none(), actor=cast.tom)
    assert [reason.code for reason in refused.value.reasons] == ["none_chosen"]


# --- as one by one --------------------------------------------------------------------------------


@contextmanager
def only_tried() -> Iterator[None]:
    """Roll back what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_one(cast: Cast, sort: str) -> Device:
    """Make a device of a sort: how far it is, and what it lacks."""
    if sort == "ready":
        return make_ready(cast.tom, cast.vera)
    device = make_device(cast.tom, kind="monitor" if sort == "monitor" else "laptop")
    if sort in {"wiped", "in repair", "lost"}:
        make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    if sort == "dirty":
        make_drive(device, cast.tom)
    if sort in {"wiped", "monitor"}:
        make_checked(device, cast.tom)
    if sort == "in repair":
        move_device(device, Transition.SEND_TO_REPAIR, actor=cast.vera, said=Said(fault="fan"))
    if sort == "lost":
        move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="gone"))
    return device


def one_by_one(device: Device, act: BulkAct, actor: Membership) -> tuple[str, list[str]]:
    """Try a single move: the state it leads to, and what stands against it."""
    transition = act.transition
    assert transition is not None
    with only_tried():
        try:
            event = move_device(device, transition, actor=actor, said=Said(**SAID))
        except MoveRefused as refusal:
            return device.state, sorted(reason.code for reason in refusal.reasons)
        return event.after, []


SORTS = ("plain", "dirty", "wiped", "monitor", "in repair", "ready", "lost")
MOVES = [act for act in BulkAct if act.transition]


@pytest.mark.sqlite
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sorts=st.lists(st.sampled_from(SORTS), min_size=1, max_size=4), act=st.sampled_from(MOVES))
def test_a_batch_does_what_single_moves_would_and_undo_brings_back_every_state(
    cast: Cast, sorts: list[str], act: BulkAct
) -> None:
    with only_tried():
        devices = [make_one(cast, sort) for sort in sorts]
        for device in devices:
            device.refresh_from_db()
        before = states(*devices)
        alone = [one_by_one(device, act, cast.lea) for device in devices]
        job = batch_of(cast.lea, *devices)
        foreseen = forecast_codes(job, act, cast.lea)
        assert [foreseen[each.code] for each in devices] == [reasons for _state, reasons in alone]
        start_batch(job, act, actor=cast.lea, **SAID)
        assert states(*devices) == [state for state, _reasons in alone]
        refused = {code: sorted(reasons) for code, reasons in why(job).items()}
        assert refused == {code: reasons for code, reasons in foreseen.items() if reasons}
        if act in {BulkAct.START_WIPE, BulkAct.SEND_TO_REPAIR, BulkAct.MARK_READY}:
            undoing = undo(job, cast.lea)
            assert (states(*devices), why(undoing)) == (before, {})
