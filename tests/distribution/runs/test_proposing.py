"""A run keeps what went in and can be repeated; pins and exclusions go into the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from distribution.allocations.allocating import allocate
from distribution.allocations.supply import need_of, ready_devices, supply_of
from distribution.entitlement import blocks_of_many
from distribution.models import Allocation, AllocationRun, RequestLine, RunLine, RunRecord
from distribution.models.run import SILENCE, RunState
from distribution.models.run_line import Change
from distribution.runs.confirming import confirm_run
from distribution.runs.plain_lines import plain_lines
from distribution.runs.proposal import Outcome, Proposal
from distribution.runs.proposing import (
    RunRefused,
    execute_run,
    propose_again,
    request_run,
    take_up,
)
from distribution.runs.record import compressed, digest, read_input, restored, write_outcome
from distribution.runs.replay import kept_of
from distribution.runs.supplies import offered
from distribution.runs.wishing import Because, WishRefused, exclude, pin, take_back
from distribution.waiting_list.places import WaitingList
from distribution.words import WishReason
from inventory.models import Device
from refurb.accounts.models import Organisation
from refurb.frozen import thaw
from tests.cast import Cast
from tests.makers import make_drive, make_institution, make_nomination, make_policy, make_ready

QUERIES_OF_A_RUN = 30
PLACE = Because(code=WishReason.PLACE)


@pytest.fixture
def policy(cast: Cast) -> None:
    make_policy()


def line_of(cast: Cast, surname: str, **draft: Any) -> RequestLine:
    nomination = make_nomination(cast.paula, surname=surname, **draft)
    rows = RequestLine.objects.select_related("nomination__household", "nomination__organisation")
    return rows.get(nomination=nomination)


def computed(run: AllocationRun) -> AllocationRun:
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run


def given_by(run: AllocationRun) -> dict[int, str]:
    return dict(run.lines.pairs().values_list("line", "device"))


def said(command: str, run: AllocationRun) -> str:
    written = StringIO()
    call_command(command, run.number, stdout=written)
    return written.getvalue()


def test_a_run_comes_out_as_it_did_long_after_its_rows_have_changed(
    cast: Cast, policy: None
) -> None:
    first, second = line_of(cast, "A"), line_of(cast, "B")
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    allocate(second, Device.objects.get(), reason="Faster", actor=cast.anna)
    RequestLine.objects.filter(pk=first.pk).update(kinds=["tablet"])
    assert said("replay_run", run) == (
        f"Proposal {run.number} comes out as it did, byte for byte: 1 pairs, 1 lines left waiting, "
        f"input {run.input_sha256}.\n"
    )


def test_the_record_holds_references_and_codes_and_nobodys_name(cast: Cast, policy: None) -> None:
    line = line_of(cast, "Verheimelijkt")
    device = make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    written = restored(RunRecord.objects.get(run=run).content)
    given = read_input(written)
    assert [each.key for each in given.lines] == [f"{line.nomination.reference}/1"]
    assert [each.key for each in given.items] == [device.code]
    assert b"Verheimelijkt" not in written
    assert line.nomination.household.street.encode() not in written


def test_a_result_that_was_changed_behind_the_acts_backs_is_found(cast: Cast, policy: None) -> None:
    line_of(cast, "A")
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    thaw(RunLine, connection)
    run.lines.update(device="00000000X")
    with pytest.raises(CommandError, match="does not come out as it did") as failed:
        said("replay_run", run)
    assert failed.value.returncode == 1


def test_a_run_is_verified_without_the_matcher_and_what_is_wrong_is_said(
    cast: Cast, policy: None
) -> None:
    line_of(cast, "A")
    line_of(cast, "B")
    make_ready(cast.tom, cast.vera)
    run = request_run(actor=cast.anna)
    run.refresh_from_db()
    assert said("check_run", run) == (
        f"Proposal {run.number} obeys the rule: 1 pairs and 1 lines left waiting verified.\n"
    )
    kept = kept_of(run)
    (pair,), (skip,) = kept.found.proposal.pairs, kept.found.proposal.skipped
    proposal = Proposal(
        (replace(pair, line=skip.line),), (replace(skip, line=pair.line, held_by=(skip.line,)),)
    )
    turned = write_outcome(Outcome(proposal, companions=()))
    thaw(RunRecord, connection)
    changed = {"outcome": compressed(turned), "outcome_sha256": digest(turned)}
    RunRecord.objects.filter(run=run).update(**changed)
    written = StringIO()
    with pytest.raises(CommandError, match="is not what the rule gives") as failed:
        call_command("check_run", run.number, stdout=written)
    assert failed.value.returncode == 1
    assert f"{skip.line}" in written.getvalue()


def test_a_record_that_was_tampered_with_is_found(cast: Cast, policy: None) -> None:
    line_of(cast, "A")
    run = computed(request_run(actor=cast.anna))
    make_ready(cast.tom, cast.vera)
    other = computed(request_run(actor=cast.anna))
    thaw(RunRecord, connection)
    RunRecord.objects.filter(run=run).update(content=RunRecord.objects.get(run=other).content)
    with pytest.raises(CommandError, match="digests"):
        said("replay_run", run)


def test_a_run_without_its_input_on_record_says_so(cast: Cast, policy: None) -> None:
    run = AllocationRun.objects.create(number=77, requested_by=cast.anna)
    with pytest.raises(CommandError, match="Nothing that went into proposal") as failed:
        said("replay_run", run)
    assert failed.value.returncode == 2
    with pytest.raises(CommandError, match="There is no proposal 99"):
        call_command("replay_run", 99)


def test_many_devices_are_read_as_one_is(cast: Cast, policy: None) -> None:
    device = make_ready(cast.tom, cast.vera)
    make_drive(device, cast.tom, size_bytes=2_000_000_000_000, technology="hdd")
    known = {"keyboard": "be_azerty", "screen_inches": "15.6", "has_camera": True}
    Device.objects.filter(pk=device.pk).update(**known)
    make_ready(cast.tom, cast.vera, kind="monitor")
    one_by_one = {device.code: supply_of(device) for device in ready_devices()}
    assert {each.code: each.supply for each in offered(["ready"])} == one_by_one


def test_a_workstation_goes_to_who_needs_its_power_and_not_to_who_writes_mail(
    cast: Cast, policy: None
) -> None:
    mail, film = line_of(cast, "A"), line_of(cast, "B")
    RequestLine.objects.filter(pk=film.pk).update(spec_class="performance")
    strong, usual = make_ready(cast.tom, cast.vera), make_ready(cast.tom, cast.vera)
    strong_facts = {"cpu": "Intel Core i7-9850H", "memory_bytes": 32 * 1024**3}
    Device.objects.filter(pk=strong.pk).update(**strong_facts)
    run = computed(request_run(actor=cast.anna))
    assert given_by(run) == {mail.pk: usual.code, film.pk: strong.code}


def test_a_pin_and_an_exclusion_go_into_the_next_proposal_with_their_reasons(
    cast: Cast, policy: None
) -> None:
    first, second = line_of(cast, "A"), line_of(cast, "B")
    devices = {make_ready(cast.tom, cast.vera).code for _device in range(2)}
    run = computed(request_run(actor=cast.anna))
    assert (run.compared_with, run.change_counts) == (None, {})
    other = Device.objects.get(code=given_by(run)[second.pk])
    pin(run, first, other, PLACE, actor=cast.anna)
    why = Because(code=WishReason.OTHER, words="The fan is loud")
    again = computed(propose_again(run, actor=cast.anna))
    assert given_by(again) == {
        first.pk: other.code,
        second.pk: (devices - {other.code}).pop(),
    }
    exclude(again, [second.pk], why, actor=cast.anna)
    third = computed(propose_again(again, actor=cast.anna))
    assert given_by(third) == {first.pk: other.code}
    wishes = third.wishes.order_by("pk").values_list("kind", "line", "because", "reason")
    assert list(wishes) == [
        ("pin", first.pk, "place", ""),
        ("exclusion", second.pk, "other", "The fan is loud"),
    ]
    assert third.compared_with == again
    assert [each.key for each in third.lines.filter(change=Change.NO_LONGER)] == [
        f"{second.nomination.reference}/1"
    ]
    assert third.whys.get().content["excluded"] == 1
    assert "comes out as it did" in said("replay_run", third)


def test_what_was_changed_on_the_review_is_left_out_of_what_is_confirmed(
    cast: Cast, policy: None
) -> None:
    first, second = line_of(cast, "A"), line_of(cast, "B")
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    exclude(run, [first.pk], PLACE, actor=cast.anna)
    assert confirm_run(run, actor=cast.anna) == []
    assert [each.line for each in Allocation.objects.all()] == [second]
    run.refresh_from_db()
    assert [(each.line, each.fate) for each in run.lines.exclude(fate="")] == [
        (first.pk, "changed")
    ]


def test_an_exclusion_taken_back_counts_no_more(cast: Cast, policy: None) -> None:
    line = line_of(cast, "A")
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    (wish,) = exclude(run, [line.pk], PLACE, actor=cast.anna)
    take_back(wish, actor=cast.anna)
    with pytest.raises(WishRefused, match="taken_back"):
        take_back(wish, actor=cast.anna)
    assert given_by(computed(propose_again(run, actor=cast.anna))) == given_by(run)


def test_who_wishes_otherwise_second_is_told_who_was_first(cast: Cast, policy: None) -> None:
    line, other = line_of(cast, "A"), line_of(cast, "B")
    device, spare = make_ready(cast.tom, cast.vera), make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    pin(run, line, device, PLACE, actor=cast.anna)
    for wanted, which in ((line, spare), (other, device), (line, device)):
        with pytest.raises(WishRefused) as refused:
            pin(run, wanted, which, PLACE, actor=cast.anna)
        assert "Anna has already asked for device" in str(refused.value.reasons[0])


def test_a_device_that_does_not_fit_is_not_pinned(cast: Cast, policy: None) -> None:
    line = line_of(cast, "A")
    desktop = make_ready(cast.tom, cast.vera, kind="desktop")
    run = computed(request_run(actor=cast.anna))
    with pytest.raises(WishRefused, match="wrong_kind"):
        pin(run, line, desktop, PLACE, actor=cast.anna)
    with pytest.raises(WishRefused, match="reason_missing"):
        pin(run, line, desktop, Because(code=WishReason.OTHER), actor=cast.anna)


def test_nobody_is_pinned_who_may_receive_nothing_today(cast: Cast, policy: None) -> None:
    line, device = line_of(cast, "A"), make_ready(cast.tom, cast.vera)
    desktop, library = make_ready(cast.tom, cast.vera, kind="desktop"), make_institution(cast.paula)
    run = computed(request_run(actor=cast.anna))
    line.nomination.proofs.update(valid_until="2020-01-02", seen_on="2020-01-01")
    with pytest.raises(WishRefused, match="proof_expired"):
        pin(run, line, device, PLACE, actor=cast.anna)
    with pytest.raises(WishRefused, match="institutions_full"):
        pin(run, library.lines.get(number=1), desktop, PLACE, actor=cast.anna)


def test_a_pin_that_moved_meanwhile_fails_the_run_by_name_and_can_be_undone(
    cast: Cast, policy: None
) -> None:
    line, other = line_of(cast, "A"), line_of(cast, "B")
    device = make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    pin(run, other, device, PLACE, actor=cast.anna)
    allocate(line, device, reason="Faster", actor=cast.anna)
    again = computed(propose_again(run, actor=cast.anna))
    assert again.state == RunState.FAILED
    key = f"{other.nomination.reference}/1"
    assert again.failure == {"code": "impossible_pin", "line": key, "device": device.code}
    take_back(again.wishes.get(), actor=cast.anna)
    assert computed(propose_again(again, actor=cast.anna)).state == RunState.PROPOSED
    again.refresh_from_db()
    take_up(again, actor=cast.anna)
    assert computed(again).state == RunState.PROPOSED  # without the pin that was undone


def test_a_run_whose_worker_is_gone_is_taken_up_again_and_the_old_attempt_writes_nothing(
    cast: Cast, policy: None
) -> None:
    line_of(cast, "A")
    make_ready(cast.tom, cast.vera)
    run = AllocationRun.objects.create(number=77, requested_by=cast.anna, state=RunState.RUNNING)
    with pytest.raises(RunRefused, match="not_stopped"):
        take_up(run, actor=cast.anna)
    AllocationRun.objects.update(heard_at=timezone.now() - SILENCE - timedelta(seconds=1))
    run.refresh_from_db()
    take_up(run, actor=cast.anna)
    with pytest.raises(RunRefused, match="faster"):
        take_up(run, actor=cast.anna)
    assert computed(run).state == RunState.PROPOSED
    assert run.attempt == 2
    assert RunRecord.objects.count() == 1


def test_an_older_proposal_is_confirmed_only_by_who_knows_of_the_newer(
    cast: Cast, policy: None
) -> None:
    line_of(cast, "A")
    make_ready(cast.tom, cast.vera)
    older = computed(request_run(actor=cast.anna))
    newer = computed(request_run(actor=cast.anna))
    with pytest.raises(RunRefused) as refused:
        confirm_run(older, actor=cast.anna)
    assert str(refused.value.reasons[0]) == (
        f"Proposal {newer.number} is newer: say that this older one is meant all the same."
    )
    assert confirm_run(older, knows_newer=True, actor=cast.anna) == []
    (moved,) = confirm_run(newer, actor=cast.anna)
    assert moved.reference == older.lines.pairs()[0].reference


def test_a_proposal_under_a_replaced_policy_is_confirmed_only_by_who_knows_of_the_newer(
    cast: Cast, policy: None
) -> None:
    line_of(cast, "A")
    make_ready(cast.tom, cast.vera)
    run = computed(request_run(actor=cast.anna))
    make_policy(version=2)
    with pytest.raises(RunRefused) as refused:
        confirm_run(run, actor=cast.anna)
    assert str(refused.value.reasons[0]) == (
        "Version 2 of the policy is newer: say that this proposal is meant."
    )
    assert confirm_run(run, knows_newer=True, actor=cast.anna) == []


def test_what_is_missing_names_what_is_on_the_bench(cast: Cast, policy: None) -> None:
    line_of(cast, "A")
    repaired = make_ready(cast.tom, cast.vera)
    Device.objects.filter(pk=repaired.pk).update(state="repair")
    make_ready(cast.tom, cast.vera, kind="monitor")
    run = computed(request_run(actor=cast.anna))
    why = run.whys.get()
    assert why.content == {
        "fitting": 0,
        "held_by": [],
        "pinned": [],
        "near": [],
        "quota": "",
        "excluded": 0,
        "coming": {"repair": 1},
        "unknown": 0,
    }


def test_who_waits_is_read_as_plain_values_and_judged_as_its_models_are(
    cast: Cast, policy: None
) -> None:
    line_of(cast, "A", kinds=("laptop", "desktop"))
    line_of(cast, "B")
    expired = line_of(cast, "C").nomination
    expired.proofs.update(valid_until="2020-01-02", seen_on="2020-01-01")
    Organisation.objects.filter(pk=cast.paula.organisation_id).update(quota=1)
    RequestLine.objects.filter(nomination=expired).update(camera=True, keyboard="be_azerty")
    waiting = list(WaitingList())
    against = blocks_of_many([each.line.nomination for each in waiting])
    live = {"pupils", "commune:21015"}
    (chunk,) = plain_lines(live, by_region=True)
    assert [(each.line, each.reference, each.number, each.points) for each in chunk] == [
        (each.line.pk, each.line.nomination.reference, each.line.number, each.total)
        for each in waiting
    ]
    assert [each.need for each in chunk] == [need_of(each.line, live) for each in waiting]
    assert [each.against for each in chunk] == [
        against[each.line.nomination_id] for each in waiting
    ]
    assert [bool(each.against) for each in chunk].count(True) == 1


@pytest.mark.parametrize("lines", [1, 3])
def test_a_run_takes_as_many_queries_for_any_number_of_lines(
    cast: Cast, policy: None, lines: int, django_assert_num_queries: Any
) -> None:
    for number in range(lines):
        line_of(cast, f"N{number}")
        make_ready(cast.tom, cast.vera)
    run = AllocationRun.objects.create(number=77, requested_by=cast.anna)
    with django_assert_num_queries(QUERIES_OF_A_RUN):
        execute_run.call(run.pk)
