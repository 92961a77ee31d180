"""What was reviewed is reserved by a task: all of it or nothing, once, and what moved by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from distribution.models import Allocation, AllocationRun
from distribution.models.run import CONFIRMING_SILENCE, RunState
from distribution.runs.confirming import (
    ask_to_confirm,
    confirm_run,
    execute_confirmation,
    resume,
)
from distribution.runs.proposing import RunRefused, execute_run, request_run
from distribution.runs.wishing import Because, WishRefused, exclude
from distribution.words import WishReason
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import Said, move_device
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_nomination, make_policy, make_ready

PLACE = Because(code=WishReason.PLACE)


@pytest.fixture
def run(cast: Cast) -> AllocationRun:
    """Propose two laptops for two of three households."""
    make_policy()
    for number in range(3):
        make_nomination(cast.paula, surname=f"N{number}")
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    return computed(request_run(actor=cast.anna))


def computed(run: AllocationRun) -> AllocationRun:
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def left_at_work(run: AllocationRun, actor: Membership, *, silent: bool = False) -> None:
    """Leave the run as a worker leaves it that dies before its transaction ends."""
    heard = timezone.now() - (CONFIRMING_SILENCE if silent else timedelta())
    AllocationRun.objects.filter(pk=run.pk).update(
        state=RunState.CONFIRMING, confirmed_by=actor, heard_at=heard - timedelta(seconds=1)
    )
    run.refresh_from_db()


def fates(run: AllocationRun) -> dict[str, str]:
    return {each.device: each.fate for each in run.lines.pairs()}


def test_a_task_sets_aside_what_was_reviewed_and_a_second_coordinator_is_told(
    cast: Cast, run: AllocationRun
) -> None:
    ask_to_confirm(run, actor=cast.anna)
    assert Allocation.objects.filter(run=run).count() == 2
    assert AllocationRun.objects.get().state == RunState.CONFIRMED
    with pytest.raises(RunRefused, match="not_proposed"):
        ask_to_confirm(run, actor=cast.anna)
    execute_confirmation.call(run.pk)
    assert Allocation.objects.count() == 2


def test_what_moved_is_noted_on_its_pair_with_its_reason(cast: Cast, run: AllocationRun) -> None:
    first, second = run.lines.pairs()
    broken = Device.objects.get(code=second.device)
    move_device(broken, Transition.SEND_TO_REPAIR, actor=cast.tom, said=Said(fault="no picture"))
    ask_to_confirm(run, actor=cast.anna)
    assert fates(run) == {first.device: "", second.device: "moved"}
    (refusal,) = run.lines.get(fate="moved").refusals
    assert refusal["code"] == "wrong_state"


def test_nothing_is_changed_on_a_review_that_is_being_confirmed(
    cast: Cast, run: AllocationRun
) -> None:
    left_at_work(run, cast.anna)
    with pytest.raises(WishRefused, match="not_proposed"):
        exclude(run, [run.lines.pairs()[0].line], PLACE, actor=cast.anna)


def test_a_confirmation_whose_worker_died_goes_on_where_somebody_asks(
    cast: Cast, run: AllocationRun
) -> None:
    left_at_work(run, cast.anna)
    with pytest.raises(RunRefused, match="not_stopped"):
        resume(run, actor=cast.anna)
    left_at_work(run, cast.anna, silent=True)
    seen_by_another = AllocationRun.objects.get()
    resume(run, actor=cast.anna)
    assert Allocation.objects.filter(run=run).count() == 2
    with pytest.raises(RunRefused, match="not_stopped"):
        resume(seen_by_another, actor=cast.anna)
    done = AllocationRun.objects.get()
    assert (done.state, done.attempt, done.confirmed_by) == (RunState.CONFIRMED, 2, cast.anna)


def test_what_was_overtaken_writes_nothing(cast: Cast, run: AllocationRun) -> None:
    left_at_work(run, cast.anna)
    AllocationRun.objects.update(state=RunState.CONFIRMED)
    execute_confirmation.call(run.pk)
    assert Allocation.objects.count() == 0


def test_a_confirmation_that_fails_leaves_the_proposal_as_it_was_and_says_so(
    cast: Cast, run: AllocationRun
) -> None:
    """Whoever confirmed it lost the right to, before the task began."""
    first, _second = run.lines.pairs()
    exclude(run, [first.line], PLACE, actor=cast.anna)
    left_at_work(run, cast.anna)
    Membership.objects.filter(pk=cast.anna.pk).update(role="volunteer")
    with pytest.raises(PermissionDenied):
        execute_confirmation.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.confirmed_by) == (RunState.PROPOSED, None)
    assert run.failure == {"code": "not_confirmed", "name": "PermissionDenied"}
    assert Allocation.objects.count() == 0
    Membership.objects.filter(pk=cast.anna.pk).update(role="coordinator")
    assert confirm_run(run, actor=cast.anna) == []
    assert list(fates(run).values()) == ["changed", ""]
    assert AllocationRun.objects.get().failure == {}
