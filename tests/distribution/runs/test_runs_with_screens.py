"""A run proposes a screen with each machine that has none, and sets both aside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from distribution.models import (
    Allocation,
    AllocationRun,
    RequestLine,
    RunLine,
    RunRecord,
    RunWish,
)
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.runs.record import (
    RunInput,
    compressed,
    digest,
    read_input,
    restored,
    write_input,
    write_outcome,
)
from distribution.runs.replay import differences, wrong_with
from distribution.runs.wishing import Because, WishRefused, pin_screen
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import Said, move_device
from refurb.accounts.tokens import create_token
from tests.api.caller import caller
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


WHY = {"because": "condition", "reason": ""}


def page_of(run: AllocationRun, pair: RunLine) -> str:
    return f"{reverse('run-screen', args=[run.number])}?line={pair.line}"


def again(run: AllocationRun, client: Client) -> AllocationRun:
    client.post(reverse("run-again", args=[run.number]))
    newest = AllocationRun.objects.latest("number")
    execute_run.call(newest.pk)
    newest.refresh_from_db()
    assert (differences(newest), wrong_with(newest)) == ([], [])
    return newest


def test_a_machine_is_set_aside_without_the_screen_that_somebody_excluded(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 2)
    ready(cast, "monitor", 2)
    run = computed(cast)
    first, second = run.lines.pairs()
    client.force_login(cast.anna.user)
    assert "2 ready screens fit" in client.get(page_of(run, first)).text
    assert client.post(page_of(run, first), {"act": "exclude"}).status_code == 422
    client.post(page_of(run, first), WHY | {"act": "exclude"})
    reviewed = client.get(reverse("run", args=[run.number])).text
    assert "Without its screen: Anna does not want this screen." in reviewed
    assert "1 machine goes without its screen, as asked on the review." in reviewed
    assert "left out" not in reviewed
    newer = again(run, client)
    assert newer.lines.pairs()[0].companion == second.companion
    assert confirm_run(run, knows_newer=True, actor=cast.anna) == []
    assert [(each.line, each.fate) for each in run.lines.exclude(fate="")] == [(first.line, "bare")]
    assert {each.device.code for each in Allocation.objects.select_related("device")} == {
        first.device,
        second.device,
        second.companion,
    }


def test_a_pinned_screen_waits_for_the_next_proposal_and_is_undone_like_a_pin(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 2)
    ready(cast, "monitor", 2)
    run = computed(cast)
    first, second = run.lines.pairs()
    client.force_login(cast.anna.user)
    said = WHY | {"act": "pin", "device": second.companion}
    assert client.post(page_of(run, first), WHY | {"act": "pin"}).status_code == 422
    assert f"Proposed for {second.reference}" in client.get(page_of(run, first)).text
    client.post(page_of(run, first), said)
    assert "2 pairs that were changed" in client.get(reverse("run", args=[run.number])).text
    assert "has already asked" in client.post(page_of(run, second), said).text
    newer = again(run, client)
    assert [pair.companion for pair in newer.lines.pairs()] == [second.companion, first.companion]
    assert read_input(restored(newer.record.content)).beside == (
        (newer.lines.pairs()[0].key, second.companion),
    )
    undo = {"wish": str(newer.wishes.get().pk)}
    client.post(reverse("run-undo", args=[newer.number]), undo)
    assert "1 pair that was changed" in client.get(reverse("run", args=[newer.number])).text
    plain = again(newer, client)
    assert [pair.companion for pair in plain.lines.pairs()] == [first.companion, second.companion]


def test_no_screen_is_pinned_that_does_not_fit_is_elsewhere_or_is_held(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 1)
    _near, far, taken = ready(cast, "monitor", 3)
    run = computed(cast)
    (pair,) = run.lines.pairs()
    Device.objects.filter(pk=far.pk).update(holder=cast.petra.organisation)
    Device.objects.filter(pk=taken.pk).update(state="allocated")
    machine = Device.objects.get(code=pair.device)
    why, line = Because(code="place"), RequestLine.objects.get(pk=pair.line)
    refused = {}
    for screen in (far, taken, machine):
        with pytest.raises(WishRefused) as refusal:
            pin_screen(pair, line, Device.objects.get(pk=screen.pk), why, actor=cast.anna)
        refused[screen] = [each.code for each in refusal.value.reasons]
    assert refused == {
        far: ["elsewhere"],
        taken: ["not_ready"],
        machine: ["wrong_kind", "no_companion"],
    }
    client.force_login(cast.anna.user)
    assert "1 ready screen fits" in client.get(page_of(run, pair)).text
    assert RunWish.objects.count() == 0


def test_a_pinned_screen_that_can_not_be_given_is_said_and_costs_nothing(
    cast: Cast, lines: list[RequestLine], client: Client
) -> None:
    ready(cast, "desktop", 1)
    near, far = ready(cast, "monitor", 2)
    Device.objects.filter(pk=far.pk).update(holder=cast.petra.organisation)
    wish = RunWish(kind="beside", line=lines[0], device=far, because="place", made_by=cast.anna)
    run = request_run(wishes=[wish], actor=cast.anna)
    execute_run.call(run.pk)
    (pair,) = run.lines.pairs()
    run.refresh_from_db()
    assert (pair.line, pair.companion) == (lines[0].pk, near.code)
    assert wrong_with(run) == []
    client.force_login(cast.anna.user)
    assert "Not kept" in client.get(reverse("run", args=[run.number])).text


def test_programs_pin_a_screen_and_set_a_machine_aside_without_one(
    cast: Cast, lines: list[RequestLine]
) -> None:
    ready(cast, "desktop", 1)
    _old, wanted = ready(cast, "monitor", 2)
    anna = caller(cast.anna)
    meant = {"nomination": lines[0].nomination.reference}
    asked = {"screens": [meant | {"device": wanted.code, "because": "suits"}]}
    number = anna.post("allocation-runs", asked)["number"]
    execute_run.call(AllocationRun.objects.get().pk)
    told = anna.get(f"allocation-runs/{number}")
    assert [pair["companion"]["device"] for pair in told["pairs"]] == [wanted.code]
    assert [(each["kind"], each["applied"]) for each in told["wishes"]] == [("beside", True)]
    without = {"without_screen": [meant], "reason": "They have one."}
    confirmed = anna.post(f"allocation-runs/{number}/confirm", without, 200)
    key = f"{meant['nomination']}/1"
    assert (confirmed["reserved"], confirmed["alone"]) == (1, [key])
    assert list(Allocation.objects.exclude(companion_to=None)) == []
