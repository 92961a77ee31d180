"""A run proposes a screen with each machine that has none, and sets both aside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from distribution.models import Allocation, AllocationRun, RequestLine, RunRecord
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.runs.record import RunInput, compressed, digest, write_input, write_outcome
from distribution.runs.replay import differences, wrong_with
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import Said, move_device
from refurb.accounts.tokens import create_token
from tests.cast import Cast
from tests.makers import make_nomination, make_policy, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(cast: Cast) -> list[RequestLine]:
    """Nominate three households, each for a desktop; the first comes first."""
    make_policy()
    wants: dict[str, Any] = {"kinds": ("desktop",)}
    return [make_nomination(cast.paula, surname=name, **wants).lines.get() for name in "ABC"]


def ready(cast: Cast, kind: str, count: int) -> list[Device]:
    return [make_ready(cast.tom, cast.vera, kind=kind) for _each in range(count)]


def computed(cast: Cast) -> AllocationRun:
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def break_down(device: Device, cast: Cast) -> None:
    said = Said(fault="no picture")
    move_device(device, Transition.SEND_TO_REPAIR, actor=cast.tom, said=said)


def test_each_desktop_is_proposed_with_a_screen_while_there_are_any(
    cast: Cast, lines: list[RequestLine]
) -> None:
    ready(cast, "desktop", 3)
    screens = ready(cast, "monitor", 2)
    run = computed(cast)
    assert {pair.companion for pair in run.lines.pairs()[:2]} == {screen.code for screen in screens}
    assert run.lines.pairs()[2].told["missing"] == "no_screen_left"
    assert (differences(run), wrong_with(run)) == ([], [])


def test_both_are_set_aside_and_a_screen_that_moved_costs_nobody_the_machine(
    cast: Cast, lines: list[RequestLine]
) -> None:
    ready(cast, "desktop", 2)
    ready(cast, "monitor", 2)
    run = computed(cast)
    first, second = run.lines.pairs()
    lost = Device.objects.get(code=second.companion)
    break_down(lost, cast)
    (moved,) = confirm_run(run, actor=cast.anna)
    assert (moved.line, moved.device, moved.companion) == (second.line, lost.code, True)
    assert [(each.line, each.fate) for each in run.lines.exclude(fate="")] == [
        (second.line, "alone")
    ]
    assert {each.line_id for each in Allocation.objects.mains()} == {first.line, second.line}
    beside = Allocation.objects.exclude(companion_to=None).get()
    assert (beside.line_id, beside.device.code) == (first.line, first.companion)
    assert beside.companion_to is not None
    assert beside.companion_to.device.code == first.device


def test_the_review_and_the_api_say_what_goes_with_each_machine(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 2)
    (screen,) = ready(cast, "monitor", 1)
    run = computed(cast)
    client.force_login(cast.anna.user)
    page = client.get(reverse("run", args=[run.number])).content.decode()
    assert "With the screen" in page
    assert reverse("device", args=[screen.code]) in page
    assert "No screen is left to go with it." in page
    bearer = {"Authorization": f"Bearer {create_token(cast.anna)}"}
    told = Client().get(f"/api/v1/allocation-runs/{run.number}", headers=bearer).json()
    assert [pair["companion"] for pair in told["pairs"]] == [
        {"device": screen.code, "missing": ""},
        {"device": "", "missing": "no_screen_left"},
    ]


def test_the_review_says_what_may_bring_a_screen_to_a_machine_without_one(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 1)
    far, coming = ready(cast, "monitor", 2)
    Device.objects.filter(pk=far.pk).update(holder=cast.petra.organisation)
    Device.objects.filter(pk=coming.pk).update(state="repair")
    run = computed(cast)
    told = run.lines.pairs().get().told
    assert told["missing"] == "no_screen_left"
    assert (told["screens_elsewhere"], told["screens_coming"]) == (1, {"repair": 1})
    client.force_login(cast.anna.user)
    page = client.get(reverse("run", args=[run.number])).content.decode()
    assert "1 screen that would fit is ready elsewhere: have it brought to the machine." in page
    assert "1 device that would fit is in the workshops (In repair: 1)." in page


def test_a_run_on_record_from_before_there_were_companions_still_comes_out_as_it_did(
    cast: Cast, lines: list[RequestLine]
) -> None:
    ready(cast, "desktop", 1)
    ready(cast, "monitor", 1)
    run = computed(cast)
    kept = RunInput(lines=(), items=(), places=None)
    content, outcome = write_input(kept), write_outcome(kept.outcome())
    old = AllocationRun.objects.create(
        number=run.number + 1,
        requested_by=cast.anna,
        state=run.state,
        input_sha256=digest(content),
    )
    RunRecord.objects.create(
        run=old,
        content=compressed(content),
        sha256=digest(content),
        outcome=compressed(outcome),
        outcome_sha256=digest(outcome),
    )
    assert b'"format":1' in content
    assert b"companions" not in outcome
    assert (differences(old), wrong_with(old)) == ([], [])
