"""The review of a proposal: pinned, excluded, undone, proposed again; what failed says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.allocations.allocating import allocate
from distribution.api.run_shapes import show_run
from distribution.models import Allocation, AllocationRun, Nomination, RequestLine, RunWish
from distribution.models.run import CONFIRMING_SILENCE, SILENCE, RunState
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.waiting_list.ranking import rank_all
from distribution.web.run_words import what_was_missing
from inventory.codes import show_code
from inventory.models import Device
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_nomination, make_policy, make_ready

SignIn = Callable[[Membership], Client]


@pytest.fixture
def anna(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.anna)


@pytest.fixture
def run(cast: Cast, policy: None) -> AllocationRun:
    """Propose two laptops to three households."""
    for number in range(3):
        make_nomination(cast.paula, surname=f"N{number}")
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    return computed(request_run(actor=cast.anna))


def computed(run: AllocationRun) -> AllocationRun:
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def devices(run: AllocationRun) -> dict[str, str]:
    return dict(run.lines.pairs().values_list("reference", "device"))


def test_another_device_is_pinned_undone_and_pinned_again(run: AllocationRun, anna: Client) -> None:
    first, second = run.lines.pairs()
    page = f"{reverse('run-line', args=[run.number])}?line={first.line}"
    shown = anna.get(page).text
    assert f"Proposed for {second.reference}" in shown
    said = {"device": second.device, "because": "promised", "reason": ""}
    assert anna.post(page, {}).status_code == 422
    assert anna.post(page, said | {"device": "0000000XX"}).status_code == 409
    assert anna.post(page, said)["Location"] == reverse("run", args=[run.number])
    reviewed = anna.get(reverse("run", args=[run.number])).text
    assert "What was promised" in reviewed
    assert "2 pairs that were changed on the review are left out." in reviewed
    undo = {"wish": str(RunWish.objects.get().pk)}
    for _twice in range(2):
        anna.post(reverse("run-undo", args=[run.number]), undo)
    assert "changed on the review" not in anna.get(reverse("run", args=[run.number])).text
    anna.post(page, said)
    asked = anna.post(reverse("run-again", args=[run.number]))
    again = computed(AllocationRun.objects.latest("number"))
    assert asked["Location"] == reverse("run", args=[again.number])
    assert devices(again)[first.reference] == second.device
    text = anna.get(asked["Location"]).text
    assert "It is pinned." in text
    assert f"Since proposal {run.number}" in text
    assert f"With what was asked for on proposal {run.number}" in text


def test_the_review_is_filtered_by_nomination_device_and_kind(
    run: AllocationRun, anna: Client
) -> None:
    first, second = run.lines.pairs()
    url = reverse("run", args=[run.number])
    for words in (first.reference, first.device):
        text = anna.get(url, {"q": words}).text
        assert first.device in text
        assert second.device not in text
    assert "No pair matches" in anna.get(url, {"kind": "tablet"}).text
    assert "1 line stays waiting" in anna.get(url, {"show": "skipped", "kind": "laptop"}).text
    assert "No pair matches" in anna.get(url, {"show": "changed"}).text


def test_an_older_proposal_is_confirmed_from_its_page_only_with_a_tick(
    cast: Cast, run: AllocationRun, anna: Client
) -> None:
    newer = computed(request_run(actor=cast.anna))
    url = reverse("run-confirm", args=[run.number])
    page = anna.get(reverse("run", args=[run.number])).text
    assert f"Proposal {newer.number} is newer than this one." in page
    refused = anna.post(url)
    assert refused.status_code == 409
    assert f"Proposal {newer.number} is newer" in refused.text
    assert Allocation.objects.count() == 0
    assert anna.post(url, {"knows_newer": "on"}).status_code == 302
    assert Allocation.objects.count() == 2
    done = anna.get(reverse("run", args=[run.number])).text
    assert "Print the slips 1–2" in done  # noqa: RUF001  a range
    slips = anna.get(reverse("preparation-pdf"), {"run": run.number, "part": 1})
    assert slips["Content-Type"] == "application/pdf"
    assert anna.get(reverse("preparation-pdf"), {"run": 99}).status_code == 302


def test_a_run_that_failed_over_a_pin_says_which_and_can_be_asked_again(
    cast: Cast, anna: Client
) -> None:
    line = make_nomination(cast.paula, surname="A").lines.get()
    device = make_ready(cast.tom, cast.vera)
    wish = RunWish(kind="pin", line=line, device=device, because="place", made_by=cast.anna)
    Device.objects.filter(pk=device.pk).update(state="repair")
    run = computed(request_run(wishes=[wish], actor=cast.anna))
    page = anna.get(reverse("run", args=[run.number])).text
    assert run.state == RunState.FAILED
    assert f"can&#x27;t be pinned to nomination {line.nomination.reference} any more" in page
    anna.post(reverse("run-undo", args=[run.number]), {"wish": str(run.wishes.get().pk)})
    anna.post(reverse("run-again", args=[run.number]))
    assert computed(AllocationRun.objects.latest("number")).state == RunState.PROPOSED


def test_who_is_passed_over_for_a_pin_is_told_so_and_why(cast: Cast, anna: Client) -> None:
    _first, second = (make_nomination(cast.paula, surname=name) for name in "AB")
    device = make_ready(cast.tom, cast.vera)
    wish = RunWish(line=second.lines.get(), device=device, kind="pin", because="promised")
    run = computed(request_run(wishes=[wish], actor=cast.anna))
    told = (
        f"Device {show_code(device.code)} would fit, and is pinned to nomination "
        f"{second.reference} (What was promised)."
    )
    review = anna.get(reverse("run", args=[run.number]), {"show": "skipped"}).text
    line = anna.get(reverse("run-line", args=[run.number]), {"line": run.lines.skipped()[0].line})
    assert (told in review, told in line.text, "before it" in review) == (True, True, False)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            {"fitting": 30, "held_by": [f"NM-{n}/1" for n in range(20)], "pinned": []},
            "30 devices would fit, and go to lines before it: NM-0, NM-1, NM-2, NM-3, NM-4 and 25 "
            "more.",
        ),
        (
            {"fitting": 1, "held_by": ["NM-1/1"]},  # kept before pins were told apart
            "1 device would fit, and goes to a line before it or to a pinned one: NM-1.",
        ),
    ],
)
def test_who_holds_what_fits_is_named_or_counted(why: dict[str, object], said: str) -> None:
    assert what_was_missing(why, {}) == [said]


def test_a_run_that_fell_silent_is_computed_again_from_its_page(cast: Cast, anna: Client) -> None:
    RequestLine.objects.all().delete()
    run = AllocationRun.objects.create(
        number=77, requested_by=cast.anna, state=RunState.RUNNING, stage="reading", total=9, done=4
    )
    url = reverse("run", args=[run.number])
    page = anna.get(url).text
    assert "Reading who waits and what is ready: 4 of 9 lines" in page
    assert "Compute it again" not in page
    assert anna.post(reverse("run-take-up", args=[run.number])).status_code == 409
    AllocationRun.objects.update(heard_at=timezone.now() - SILENCE - timedelta(seconds=1))
    assert "Compute it again" in anna.get(url).text
    anna.post(reverse("run-take-up", args=[run.number]))
    assert computed(run).state == RunState.PROPOSED


def test_an_auditor_reads_the_review_and_changes_nothing(
    cast: Cast, run: AllocationRun, sign_in: SignIn
) -> None:
    augustin = sign_in(cast.augustin)
    page = augustin.get(reverse("run", args=[run.number])).text
    assert run.lines.pairs()[0].device in page
    assert reverse("run-line", args=[run.number]) not in page
    for name in ("run-exclude", "run-line", "run-screen", "run-undo", "run-again", "run-take-up"):
        assert augustin.post(reverse(name, args=[run.number])).status_code == 403


def test_the_review_lists_what_differs_from_the_proposal_before(
    cast: Cast, run: AllocationRun, anna: Client
) -> None:
    first, second = run.lines.pairs()
    anna.post(reverse("run-exclude", args=[run.number]), {"line": first.line, "because": "place"})
    RequestLine.objects.filter(pk=second.line).update(state="given_up")
    rank_all()
    asked = anna.post(reverse("run-again", args=[run.number]))
    again = computed(AllocationRun.objects.latest("number"))
    (third,) = RequestLine.objects.exclude(pk__in=[first.line, second.line])
    fares = {each.line: (each.outcome, each.change) for each in again.lines.all()}
    assert fares == {
        first.line: ("pair", "other"),
        second.line: ("gone", "gone"),
        third.pk: ("pair", "newly"),
    }
    for show, reference, heading in (
        ("other", first.reference, "Another device than before: 1"),
        ("gone", second.reference, "No longer waiting: 1"),
        ("newly", third.nomination.reference, "Newly served: 1"),
    ):
        page = anna.get(asked["Location"], {"show": show}).text
        assert heading in page
        assert reference in page


def test_who_waits_and_may_receive_nothing_today_is_listed_with_why(
    cast: Cast, policy: None, anna: Client
) -> None:
    expired = make_nomination(cast.paula, surname="A")
    expired.proofs.update(valid_until="2020-01-02", seen_on="2020-01-01")
    run = computed(request_run(actor=cast.anna))
    url = reverse("run", args=[run.number])
    assert "1 line keeps its place, but may receive nothing today" in anna.get(url).text
    page = anna.get(url, {"show": "barred"}).text
    assert expired.reference in page
    assert "May receive nothing today: 1" in page


def test_a_confirmation_under_way_says_so_and_can_be_taken_up_when_it_falls_silent(
    cast: Cast, run: AllocationRun, anna: Client
) -> None:
    url = reverse("run", args=[run.number])
    AllocationRun.objects.update(state=RunState.CONFIRMING, confirmed_by=cast.anna)
    page = anna.get(url).text
    assert "Setting 2 devices aside." in page
    assert "Go on setting aside" not in page
    AllocationRun.objects.update(heard_at=timezone.now() - CONFIRMING_SILENCE * 2)
    assert "Go on setting aside" in anna.get(url).text
    anna.post(reverse("run-take-up", args=[run.number]))
    assert Allocation.objects.filter(run=run).count() == 2


def test_why_a_line_came_first_can_be_read_after_it_was_served_and_its_circumstances_changed(
    cast: Cast, policy: None, anna: Client, sign_in: SignIn
) -> None:
    make_policy(2, attestation=20)
    first = make_nomination(cast.paula, surname="A", no_computer_at_home=True)
    second = make_nomination(cast.paula, surname="B")
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    confirm_run(run, actor=cast.anna)
    Nomination.objects.filter(pk=first.pk).update(no_computer_at_home=False)
    made = Allocation.objects.get()
    assert made.stood == {
        "place": 1,
        "points": 30,
        "because": [["ground", 20, 1], ["no_computer_at_home", 10, 1], ["waiting", 0, 0]],
        "policy": 2,
        "ahead": False,
    }
    said = "It stood at place 1, with 30 points: why?"
    for reader, name, row in (
        (sign_in(cast.paula), "nomination", first.reference),
        (anna, "nomination", first.reference),
        (anna, "allocation", made.pk),
    ):
        text = reader.get(reverse(name, args=[row])).text
        assert said in text
        assert "There is no computer at home." in text
        assert f"By proposal {run.number}, under version 2 of the policy." in text
    left = anna.get(reverse("run", args=[run.number]), {"show": "skipped"}).text
    assert "Why this place: 20 points" in left
    assert "Full months of waiting so far:" in left
    audited = sign_in(cast.augustin).get(reverse("run", args=[run.number]), {"show": "skipped"})
    assert "Full months of waiting so far:" not in audited.text
    device = make_ready(cast.tom, cast.vera)
    by_hand = allocate(second.lines.get(), device, reason="Its exam is near", actor=cast.anna)
    assert (by_hand.stood["place"], by_hand.stood["points"]) == (1, 20)
    page = anna.get(reverse("nomination", args=[second.reference])).text
    assert "Chosen by a coordinator, under version 2 of the policy: Its exam is near" in page


def test_a_pin_of_who_may_receive_nothing_since_is_set_aside_and_said(
    cast: Cast, anna: Client
) -> None:
    expired = make_nomination(cast.paula, surname="A")
    device = make_ready(cast.tom, cast.vera)
    wish = RunWish(kind="pin", line=expired.lines.get(), device=device, because="promised")
    other = make_nomination(cast.paula, surname="B")
    expired.proofs.update(valid_until="2020-01-02", seen_on="2020-01-01")
    run = computed(request_run(wishes=[wish], actor=cast.anna))
    assert devices(run) == {other.reference: device.code}
    page = anna.get(reverse("run", args=[run.number])).text
    assert "Not taken in: " in page
    assert [each.kept for each in show_run(run).wishes] == [False]
