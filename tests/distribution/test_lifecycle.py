"""The table of steps, judged alone, and walked at random through the acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distribution.allocations.allocating import (
    allocate,
    release,
    report_fault,
    report_no_show,
    report_refusal,
)
from distribution.books import disagreements
from distribution.lifecycle import (
    ENDED,
    LINE_STEPS,
    MOST_MISSED,
    OPEN,
    STEPS,
    Step,
    reasons_against,
    settled,
    steps_from,
)
from distribution.models import (
    Allocation,
    Ground,
    Household,
    Nomination,
    PossibleDuplicate,
    Proof,
    RequestLine,
)
from distribution.nominations.deciding import ask_review, decide, transfer
from distribution.nominations.nominating import give_up_line, submit, withdraw, write_draft
from distribution.nominations.renewing import add_proof, expire
from distribution.nominations.updating import update_household, update_needs
from distribution.uniting import Verdict, decide_pair
from distribution.verdicts import PairReason, PairState
from distribution.waiting_list.order import disagreements as out_of_order
from distribution.waiting_list.ranking import rank_all
from distribution.words import Decision, LineState, NominationState, WithdrawReason
from inventory.lifecycle import State
from inventory.models import Device
from refurb.reasons import Refused
from tests.cast import Cast
from tests.makers import make_draft, make_handover, make_nomination, make_policy, make_ready

lines = st.lists(st.sampled_from(LineState), min_size=1, max_size=5)


@given(lines)
def test_a_nomination_waits_as_long_as_one_line_does(states: list[LineState]) -> None:
    assert (settled(states) is NominationState.WAITING) == (LineState.WAITING in states)


@given(st.lists(st.sampled_from([LineState.SERVED, LineState.GIVEN_UP]), min_size=1))
def test_it_is_served_when_every_line_is_served_or_given_up(states: list[LineState]) -> None:
    all_given_up = set(states) == {LineState.GIVEN_UP}
    expected = NominationState.WITHDRAWN if all_given_up else NominationState.SERVED
    assert settled(states) is expected


@pytest.mark.parametrize("state", sorted(ENDED))
def test_from_an_end_only_a_rejection_leads_on(state: NominationState) -> None:
    expected = {Step.ASK_REVIEW, Step.PART} if state is NominationState.REJECTED else set()
    assert steps_from(state) == expected


def test_every_step_begins_somewhere_and_leads_to_a_known_state() -> None:
    assert set(STEPS) == set(Step)
    for rule in STEPS.values():
        assert rule.before
        assert rule.to or rule.stays
    assert [reason.code for reason in reasons_against(Step.SUBMIT, "served")] == ["wrong_state"]


def test_only_the_rule_of_time_makes_a_step_that_nobody_may_make() -> None:
    assert [step for step, rule in STEPS.items() if not rule.permissions] == [Step.EXPIRE]


@dataclass
class Walk:
    """A nomination of two lines, and everybody who has to do with it."""

    cast: Cast
    nomination: Nomination

    def open_allocation(self, number: int) -> Allocation | None:
        return Allocation.objects.open().filter(line=self.line(number)).first()

    def line(self, number: int) -> RequestLine:
        return self.nomination.lines.get(number=number)

    def allocate(self, number: int) -> None:
        device = Device.objects.filter(state=State.READY).first()
        if device is not None:
            allocate(self.line(number), device, reason="walk", actor=self.cast.anna)

    def lose_device(self, allocation: Allocation, number: int) -> None:
        """Release it, or find a fault: then the line goes to the top."""
        if number == 1:
            release(allocation, reason="walk", actor=self.cast.anna)
        else:
            report_fault(allocation, fault="walk", actor=self.cast.anna)

    def update(self, number: int) -> None:
        if number == 1:
            school = {"children": 1, "children_at_school": 1}
            update_household(self.nomination, school, actor=self.cast.paula)
        else:
            update_needs(self.nomination, number, {"camera": True}, actor=self.cast.paula)

    def prove(self, _number: int) -> None:
        """See the proof of a ground that counts more."""
        today = timezone.localdate()
        ground = Ground.objects.get(code="ris")
        proof = Proof(ground=ground, kind="card", seen_on=today, valid_until=today)
        add_proof(self.nomination, proof, actor=self.cast.paula)

    def expire(self, _number: int) -> None:
        """Let the last proof run out long ago, and the wait with it."""
        long_ago = timezone.localdate() - timedelta(days=200)
        self.nomination.proofs.update(seen_on=long_ago, valid_until=long_ago)
        Nomination.objects.filter(pk=self.nomination.pk).update(proof_reminded_on=long_ago)
        rank_all()  # days passed: time ranks nobody but whom a night or a reader ranks
        expire(self.nomination)

    def end(self, number: int, act: Callable[[Allocation], object]) -> None:
        found = self.open_allocation(number)
        if found is not None:
            act(found)

    def decide(self, said: PairState, because: PairReason) -> None:
        """Find it to be one household with the one that somebody else nominated, or not."""
        pair = PossibleDuplicate.objects.of(self.nomination.household).order_by("pk").first()
        if pair is not None:
            decide_pair(pair, Verdict(said, because), actor=self.cast.anna)


def moves(walk: Walk) -> dict[Step, Callable[[int], object]]:
    """Say how each step is taken; `number` is the line it is about."""
    cast, it = walk.cast, walk.nomination
    return {
        Step.SUBMIT: lambda _: submit(it, actor=cast.paula),
        Step.ACCEPT: lambda _: decide(it, Decision.EXCEPTION, actor=cast.anna),
        Step.REJECT: lambda _: decide(it, Decision.INCOMPLETE, actor=cast.anna),
        Step.ASK_REVIEW: lambda _: ask_review(it, actor=cast.paula),
        Step.TRANSFER: lambda _: transfer(it, cast.olga.organisation, actor=cast.anna),
        Step.ALLOCATE: walk.allocate,
        Step.RELEASE: lambda n: walk.end(n, lambda each: walk.lose_device(each, n)),
        Step.UPDATE: walk.update,
        Step.PROVE: walk.prove,
        Step.EXPIRE: walk.expire,
        Step.SERVE: lambda n: walk.end(n, lambda each: make_handover(each, cast.anna)),
        Step.MISS: lambda n: walk.end(n, lambda each: report_no_show(each, actor=cast.anna)),
        Step.REFUSE: lambda n: walk.end(n, lambda each: report_refusal(each, actor=cast.anna)),
        Step.GIVE_UP: lambda n: give_up_line(it, n, WithdrawReason.MOVED, actor=cast.paula),
        Step.UNITE: lambda _: walk.decide(PairState.SAME, PairReason.DETAILS_AGREE),
        Step.PART: lambda _: walk.decide(PairState.DIFFERENT, PairReason.MISTAKE),
        Step.WITHDRAW: lambda _: withdraw(it, WithdrawReason.MISTAKE, actor=cast.paula),
    }


OFTEN = [Step.SUBMIT, Step.SUBMIT, Step.ALLOCATE, Step.ALLOCATE, Step.MISS, Step.SERVE]
way = st.lists(
    st.tuples(st.sampled_from([*OFTEN, *STEPS]), st.sampled_from([1, 2])), min_size=4, max_size=12
)


def check_what_always_holds(walk: Walk, before: str, step: Step) -> None:
    it = walk.nomination
    it.refresh_from_db()
    rule, states = STEPS[step], list(it.lines.values_list("state", flat=True))
    assert it.state == before or it.state in rule.to, (step, before, it.state)
    if it.state not in {"draft", "submitted", "rejected", "withdrawn", "expired"}:
        assert it.state == settled(states)
    standing = Allocation.objects.open().filter(line__nomination=it)
    assert standing.count() == states.count(LineState.ALLOCATED)
    assert it.state in OPEN or not standing.exists()
    assert all(line.missed <= MOST_MISSED for line in it.lines.all())
    since = {line.waiting_since for line in it.lines.all()} - {None}
    # Its own date, or an earlier one of the same household.
    assert all(it.submitted_at and each and each <= it.submitted_at for each in since)
    assert disagreements() == []
    assert out_of_order() == []


@pytest.mark.sqlite
def test_no_walk_leads_where_the_table_does_not_or_leaves_a_line_out_of_order(cast: Cast) -> None:
    make_policy()
    for _device in range(2):
        make_ready(cast.tom, cast.vera)
    draft = make_draft(cast.paula)
    draft.household.adults = 4
    second = RequestLine(kinds=["laptop"], purpose="job")
    first = RequestLine(kinds=["laptop"], purpose="school")
    write_draft(draft, draft.household, [first, second], None, actor=cast.paula)

    make_nomination(cast.olga)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(way, st.booleans())
    def walk_at_random(steps: list[tuple[Step, int]], meets_rules: bool) -> None:  # noqa: FBT001
        with transaction.atomic():
            if not meets_rules:
                draft.proofs.all().delete()
            walk = Walk(cast, Nomination.objects.get(pk=draft.pk))
            taken = moves(walk)
            for step, number in steps:
                before = walk.nomination.state
                try:
                    with transaction.atomic():
                        if step in taken:
                            taken[step](number)
                except (Refused, PermissionDenied):
                    pass
                check_what_always_holds(walk, before, step)
            transaction.set_rollback(True)

    walk_at_random()


def test_lines_keep_to_their_own_table() -> None:
    assert {step: sorted(rule.before) for step, rule in LINE_STEPS.items()} == {
        Step.UPDATE: ["draft", "waiting"],
        Step.ALLOCATE: ["waiting"],
        Step.RELEASE: ["allocated"],
        Step.SERVE: ["allocated"],
        Step.MISS: ["allocated"],
        Step.REFUSE: ["allocated"],
        Step.GIVE_UP: ["allocated", "waiting"],
    }


def test_a_household_is_its_services_alone_before_it_agreed_and_after_it_withdrew_that(
    cast: Cast,
) -> None:
    draft, never_sent = make_draft(cast.paula), make_draft(cast.paula)
    withdraw(never_sent, WithdrawReason.MOVED, actor=cast.paula)
    kept = submit(make_draft(cast.paula), actor=cast.paula)
    gone = submit(make_draft(cast.paula), actor=cast.paula)
    withdraw(gone, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    gone.refresh_from_db()
    assert gone.agreement_withdrawn_on == timezone.localdate()
    assert list(Nomination.objects.visible_to(cast.anna)) == [kept]
    assert list(Household.objects.visible_to(cast.anna)) == [kept.household]
    assert set(Nomination.objects.visible_to(cast.paula)) == {draft, never_sent, kept, gone}
