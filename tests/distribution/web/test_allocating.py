"""Allocating: the board, by hand, for all; release, fault, loss; the panel; returns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from distribution.allocations.allocating import allocate
from distribution.institutions.quota import set_quota
from distribution.models import Allocation, AllocationRun, Receipt, RequestLine
from distribution.models.run import RunState
from distribution.runs.proposing import request_run
from distribution.words import LineState
from inventory.lifecycle import State
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_institution, make_nomination, make_ready

SignIn = Callable[[Membership], Client]


@pytest.fixture
def anna(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.anna)


def _line(cast: Cast, **draft: object) -> RequestLine:
    return make_nomination(cast.paula, **draft).lines.get()


def test_only_what_fits_is_offered_and_what_does_not_fit_says_why(cast: Cast, anna: Client) -> None:
    line = _line(cast)
    fits = make_ready(cast.tom, cast.vera)
    other = make_ready(cast.tom, cast.vera, kind="monitor")
    text = anna.get(reverse("allocation-board"), {"line": line.pk}).text
    assert f'value="{fits.code}"' in text
    assert f'value="{other.code}"' not in text
    assert "This kind of device was not asked for." in text


def test_a_device_is_allocated_with_a_reason(cast: Cast, anna: Client) -> None:
    line, device = _line(cast), make_ready(cast.tom, cast.vera)
    said = {"line": line.pk, "device": device.code, "reason": "First in line"}
    answer = anna.post(reverse("allocation-add"), said)
    made = Allocation.objects.get()
    assert answer["Location"] == reverse("allocation", args=[made.pk])
    assert (made.line, made.device, made.reason) == (line, device, "First in line")


def test_institutions_have_their_own_list_on_the_board_and_receive_by_hand(
    cast: Cast, anna: Client
) -> None:
    household = _line(cast)
    library = make_institution(cast.paula)
    set_quota(1, "agreed with the services", actor=cast.anna)
    first, second = library.lines.order_by("number")
    device = make_ready(cast.tom, cast.vera, kind="desktop")
    board = reverse("allocation-board")
    text = anna.get(board, {"list": "institutions"}).text
    assert household.nomination.reference not in text
    assert f"What fits {library.reference}" in text
    assert (
        f'href="{board}?line={second.pk}"' in anna.get(f"/institutions/{library.reference}/").text
    )
    text = " ".join(anna.get(board, {"line": second.pk}).text.split())
    assert f'value="{device.code}"' in text
    assert "<dt>What for</dt> <dd>Everybody who comes there</dd>" in text
    assert "Internet at home" not in text
    said = {"line": second.pk, "device": device.code, "reason": "Its room opens on Monday"}
    assert anna.post(reverse("allocation-add"), said).status_code == 302
    assert Allocation.objects.get().line == second
    more = make_ready(cast.tom, cast.vera, kind="desktop")
    refused = anna.post(reverse("allocation-add"), said | {"line": first.pk, "device": more.code})
    assert refused.status_code == 409
    assert "Institutions have had the 1 machine that they may have this quarter." in refused.text
    assert f"What fits {library.reference}" in refused.text


def test_without_device_or_reason_the_board_says_what_is_missing(cast: Cast, anna: Client) -> None:
    line = _line(cast)
    make_ready(cast.tom, cast.vera)
    answer = anna.post(reverse("allocation-add"), {"line": line.pk})
    assert answer.status_code == 422
    assert "Choose one of the devices that fit." in answer.text
    assert "This field is required." in answer.text


def test_the_second_of_two_quick_coordinators_is_refused_with_the_reason(
    cast: Cast, anna: Client
) -> None:
    first, second = _line(cast), _line(cast, surname="Tweede")
    device = make_ready(cast.tom, cast.vera)
    said = {"line": first.pk, "device": device.code, "reason": "First in line"}
    assert anna.post(reverse("allocation-add"), said).status_code == 302
    refused = anna.post(reverse("allocation-add"), said | {"line": second.pk})
    again = anna.post(reverse("allocation-add"), said)
    assert (refused.status_code, again.status_code) == (409, 409)
    assert "This was refused" in refused.text
    assert "Anna was faster, at " in refused.text
    assert "This request line is not waiting any more." in again.text
    assert "Anna was faster, at " in again.text
    assert Allocation.objects.count() == 1


def test_a_device_that_does_not_fit_is_refused_with_every_reason(cast: Cast, anna: Client) -> None:
    line, monitor = _line(cast), make_ready(cast.tom, cast.vera, kind="monitor")
    said = {"line": line.pk, "device": monitor.code, "reason": "Try"}
    refused = anna.post(reverse("allocation-add"), said)
    assert refused.status_code == 409
    assert "This kind of device was not asked for." in refused.text


def test_a_release_gives_the_line_its_place_back(
    cast: Cast, anna: Client, allocation: Allocation
) -> None:
    since = allocation.line.waiting_since
    url = reverse("allocation-release", args=[allocation.pk])
    assert anna.post(url, {"reason": ""}).status_code == 422
    anna.post(url, {"reason": "They were given one"})
    line = RequestLine.objects.get(pk=allocation.line_id)
    assert (line.state, line.waiting_since) == (LineState.WAITING, since)
    again = anna.post(url, {"reason": "Twice"})
    assert again.status_code == 409
    assert "This allocation has ended already." in again.text


def test_a_fault_sends_the_device_to_repair_and_its_line_to_the_top(
    cast: Cast, sign_in: SignIn, allocation: Allocation
) -> None:
    url = reverse("allocation-fault", args=[allocation.pk])
    sign_in(cast.tom).post(url, {"fault": "The fan screams"})
    allocation.device.refresh_from_db()
    line = RequestLine.objects.get(pk=allocation.line_id)
    assert allocation.device.state == State.REPAIR
    assert line.ahead_since is not None
    assert "First: its device broke" in sign_in(cast.anna).get(reverse("waiting-list")).text


def test_a_lost_device_frees_its_line(cast: Cast, sign_in: SignIn, allocation: Allocation) -> None:
    url = reverse("allocation-loss", args=[allocation.pk])
    sign_in(cast.lea).post(url, {"reason": "Left on a train"})
    allocation.device.refresh_from_db()
    assert allocation.device.state == State.LOST
    assert RequestLine.objects.get(pk=allocation.line_id).state == LineState.WAITING


def test_a_proposal_for_all_is_reviewed_and_confirmed_but_for_what_was_excluded(
    cast: Cast, anna: Client
) -> None:
    first, second, third = _line(cast), _line(cast, surname="B"), _line(cast, surname="C")
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    asked = anna.post(reverse("run-list"))
    run = AllocationRun.objects.get()
    assert asked["Location"] == reverse("run", args=[run.number])
    execute(run)
    assert "2 pairs" in anna.get(asked["Location"]).text
    left = anna.get(asked["Location"], {"show": "skipped"}).text
    assert "1 line stays waiting" in left
    assert "2 devices would fit, and go to lines before it" in left
    ticked = {"line": [str(second.pk), "999999", "x"]}
    exclude = reverse("run-exclude", args=[run.number])
    missing = anna.post(exclude, ticked)
    assert missing.status_code == 422
    assert f'value="{second.pk}" data-row checked' in " ".join(missing.text.split())
    anna.post(exclude, ticked | {"because": "other", "reason": "Moved away"})
    reviewed = anna.get(asked["Location"]).text
    assert "Left out: Excluded by Anna. Moved away" in reviewed
    assert "1 device is set aside for its line" in reviewed
    confirm = reverse("run-confirm", args=[run.number])
    assert anna.post(confirm).status_code == 302
    assert [each.line for each in Allocation.objects.all()] == [first]
    assert anna.post(confirm).status_code == 409
    assert third.state == LineState.WAITING


def execute(run: AllocationRun) -> None:
    """Run the task by hand when the test's own transaction holds it back."""
    from distribution.runs.proposing import execute_run  # noqa: PLC0415  a task, not a function

    execute_run.call(run.pk)


def test_a_pair_that_moved_meanwhile_is_refused_by_name_and_the_rest_is_reserved(
    cast: Cast, anna: Client
) -> None:
    first, second = _line(cast), _line(cast, surname="B")
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    run = request_run(actor=cast.anna)
    execute(run)
    run.refresh_from_db()
    taken = run.lines.pairs().get(line=first.pk)
    from inventory.models import Device  # noqa: PLC0415  beside its use

    allocate(second, Device.objects.get(code=taken.device), reason="Faster", actor=cast.anna)
    page = anna.post(reverse("run-confirm", args=[run.number]), follow=True).text
    assert "Not all of it was set aside" in page
    assert "Not set aside: it moved meanwhile" in page
    assert "This request line is not waiting any more." in page or "is not ready" in page
    assert AllocationRun.objects.get().state == RunState.CONFIRMED


def test_a_run_under_way_asks_again_by_itself_and_has_a_link_without_javascript(
    cast: Cast, anna: Client
) -> None:
    run = AllocationRun.objects.create(number=77, requested_by=cast.anna, state=RunState.RUNNING)
    url = reverse("run", args=[run.number])
    page = anna.get(url).text
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page
    part = anna.get(url, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    AllocationRun.objects.update(state=RunState.FAILED)
    assert "hx-trigger" not in anna.get(url, headers={"HX-Request": "true"}).text


def test_an_auditor_reads_a_run_without_its_buttons(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    line = _line(cast)
    make_ready(cast.tom, cast.vera)
    run = request_run(actor=cast.anna)
    execute(run)
    augustin = sign_in(cast.augustin)
    page = augustin.get(reverse("run", args=[run.number])).text
    assert line.nomination.reference in page
    assert "Set these devices aside" not in page
    assert augustin.post(reverse("run-list")).status_code == 403
    assert augustin.post(reverse("run-confirm", args=[run.number])).status_code == 403


def test_the_panel_tells_volunteers_what_to_prepare_and_coordinators_for_which_nomination(
    cast: Cast, sign_in: SignIn, allocation: Allocation
) -> None:
    url = reverse("panel-device", args=[allocation.device.code])
    reference = allocation.line.nomination.reference
    htmx = {"HX-Request": "true"}
    tom = sign_in(cast.tom).get(url, headers=htmx).text
    anna = sign_in(cast.anna).get(url, headers=htmx).text
    augustin = sign_in(cast.augustin).get(url, headers=htmx).text
    assert "Preparation sheet" in tom
    assert reference not in tom
    assert reference in anna
    assert "It is set aside for a household." in augustin
    assert "Preparation sheet" not in augustin
    assert reference not in augustin


def test_a_returned_device_starts_over_and_cannot_come_back_twice(
    cast: Cast, sign_in: SignIn, receipt: Receipt
) -> None:
    device = receipt.handover.allocation.device
    tom = sign_in(cast.tom)
    url = reverse("device-return", args=[device.code])
    assert tom.post(url, {"reason": ""}).status_code == 422
    tom.post(url, {"reason": "Not wanted any more"})
    device.refresh_from_db()
    assert device.state == State.RECEIVED
    again = tom.post(url, {"reason": "Twice"})
    assert again.status_code == 409
    assert "No handover of this device is recorded" in again.text


def test_what_can_become_of_an_allocation_is_offered_as_the_table_of_steps_says(
    cast: Cast, sign_in: SignIn, allocation: Allocation
) -> None:
    ways = ("release", "no-show", "refusal")
    urls = [reverse(f"allocation-{way}", args=[allocation.pk]) for way in ways]
    page = reverse("allocation", args=[allocation.pk])

    def offered(member: Membership) -> list[bool]:
        shown = sign_in(member).get(page).text
        return [url in shown for url in urls]

    assert (offered(cast.anna), offered(cast.tom)) == ([True] * 3, [False] * 3)
    RequestLine.objects.update(state=LineState.WAITING)  # as no act would leave it
    assert offered(cast.anna) == [False] * 3
