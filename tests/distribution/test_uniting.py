"""One household, two services: what a decision on a pair brings about, and how it is undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from distribution.entitlement import blocks_of
from distribution.models import (
    Allocation,
    AllocationRun,
    Handover,
    Household,
    Nomination,
    Notice,
    PairDecision,
    PossibleDuplicate,
    RequestLine,
)
from distribution.news import say
from distribution.nominations.deciding import ask_review, decide
from distribution.nominations.nominating import withdraw
from distribution.nominations.renewing import add_proof
from distribution.runs.confirming import LeftOut, confirm_run
from distribution.runs.doubts import doubtful
from distribution.runs.proposing import execute_run, request_run
from distribution.uniting import PairRefused, Verdict, decide_pair
from distribution.verdicts import PairReason, PairState
from distribution.waiting_list.order import disagreements
from distribution.waiting_list.ranking import rank_all
from distribution.words import Decision, WithdrawReason
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.audit.models import Entry
from tests.cast import Cast, make_member
from tests.makers import (
    make_allocation,
    make_handover,
    make_household_of,
    make_nomination,
    make_policy,
    make_proof,
    make_ready,
)

BORN = date(1984, 3, 11)
SAME = Verdict(PairState.SAME, PairReason.DETAILS_AGREE)
DIFFERENT = Verdict(PairState.DIFFERENT, PairReason.NAMESAKES)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def policy(db: None) -> None:
    make_policy()


def days_ago(days: int) -> datetime:
    return timezone.now().replace(microsecond=0) - timedelta(days=days)


def nominate(actor: Membership, days: int, children: int = 1, **more: Any) -> Nomination:
    """Submit, some days ago, a nomination for the same person at an address of the service's."""
    street = f"Rue {actor.organisation.code} {days}"
    household = make_household_of(
        "El Amrani", "Zoé", birth_date=BORN, street=street, children=children
    )
    sent = make_nomination(actor, household=household, **more)
    Nomination.objects.filter(pk=sent.pk).update(submitted_at=days_ago(days))
    sent.lines.filter(state="waiting").update(waiting_since=days_ago(days))
    rank_all()
    sent.refresh_from_db()
    return sent


def pair_of(one: Nomination, other: Nomination) -> PossibleDuplicate:
    return PossibleDuplicate.objects.of(one.household).get(
        first__in=[one.household, other.household], second__in=[one.household, other.household]
    )


def standing(*nominations: Nomination) -> list[tuple[str, str, int | None]]:
    """Say of each its state, its decision, and for how many days its line has waited."""
    found = []
    for each in nominations:
        each.refresh_from_db()
        line = RequestLine.objects.get(nomination=each)
        since = line.waiting_since
        waits = None if since is None else (timezone.now() - since).days
        found.append((str(each.state), each.decision, waits))
    assert disagreements() == []
    return found


def told(actor: Membership) -> list[tuple[str, dict[str, Any]]]:
    rows = Notice.objects.visible_to(actor).filter(code__in=["known", "counts_apart"])
    return list(rows.order_by("pk").values_list("code", "facts"))


def on(days: int) -> str:
    return timezone.localdate(days_ago(days)).isoformat()


def test_the_first_sent_in_goes_on_and_the_other_is_closed(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    decided = decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(first, later) == [
        ("waiting", "", 90),
        ("rejected", Decision.ALREADY_NOMINATED, 30),
    ]
    assert decided.closed == [later.reference]
    assert told(cast.paula) == [("known", {"is_closed": False, "on": on(30)})]
    assert told(cast.olga) == [("known", {"is_closed": True, "on": on(90)})]


def test_a_bigger_household_waits_for_both_machines_since_the_earlier_date(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90, children=3), nominate(cast.olga, 30, children=3)
    decided = decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(first, later) == [("waiting", "", 90), ("waiting", "", 90)]
    assert decided.closed == []
    assert told(cast.olga) == [("known", {"is_closed": False, "on": on(90)})]


def test_what_a_machine_is_set_aside_for_goes_on_with_the_earlier_date(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    make_allocation(cast.anna, later, make_ready(cast.tom, cast.vera))
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(first, later) == [
        ("rejected", Decision.ALREADY_NOMINATED, 90),
        ("allocated", "", 90),
    ]
    later.household.refresh_from_db()
    assert blocks_of(later) == ()


def test_two_machines_set_aside_are_one_too_many_to_decide_anything(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    make_allocation(cast.anna, first, make_ready(cast.tom, cast.vera))
    make_allocation(cast.anna, later, make_ready(cast.tom, cast.vera))
    with pytest.raises(PairRefused) as refused:
        decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["set_aside"]
    assert later.reference in str(refused.value.reasons[0])
    assert standing(first, later) == [("allocated", "", 90), ("allocated", "", 30)]
    assert not Household.objects.exclude(known_as=None).exists()
    assert not PairDecision.objects.exists()


def test_who_was_served_by_one_service_is_served_for_the_other(cast: Cast) -> None:
    first = nominate(cast.paula, 90)
    make_handover(make_allocation(cast.anna, first, make_ready(cast.tom, cast.vera)), cast.tom)
    later = nominate(cast.olga, 30)
    assert blocks_of(later) == ()
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(first, later) == [
        ("served", "", 90),
        ("rejected", Decision.ALREADY_SERVED, 30),
    ]
    facts = {"is_closed": False, "was_served": True, "on": on(30)}
    assert told(cast.paula) == [("known", facts)]
    assert "which was served, has another nomination" in say("known", facts)
    assert told(cast.olga) == [("known", {"is_closed": True, "is_served": True, "on": on(0)})]
    later.refresh_from_db()
    assert [reason.code for reason in blocks_of(later)] == ["too_frequent"]


def test_what_was_closed_may_be_reviewed_and_is_still_one_too_many(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    ask_review(later, actor=cast.olga)
    later.refresh_from_db()
    [reason] = blocks_of(later)
    assert reason.code == "too_frequent"
    # Of the other service's nomination it says that there is one.
    assert "nominated before" in str(reason)
    assert first.reference not in str(reason)
    first.refresh_from_db()
    assert blocks_of(first) == ()


def test_what_a_coordinator_accepts_later_waits_since_the_earlier_date(cast: Cast) -> None:
    first = nominate(cast.paula, 90, children=3)
    later = nominate(cast.olga, 30, children=3, with_proof=False)
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(first, later) == [("waiting", "", 90), ("submitted", "", None)]
    add_proof(later, make_proof(), actor=cast.olga)
    decide(later, Decision.MEETS_RULES, actor=cast.anna)
    assert standing(later) == [("waiting", Decision.MEETS_RULES, 90)]


def test_who_rejected_it_before_its_review_does_not_close_it_again(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30, with_proof=False)
    decide(later, Decision.INCOMPLETE, actor=cast.anna)
    ask_review(later, actor=cast.olga)
    with pytest.raises(PairRefused) as refused:
        decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["same_coordinator"]


def test_what_is_decided_anew_counts_apart_again_with_its_own_date(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    pair = pair_of(first, later)
    decide_pair(pair, SAME, actor=cast.anna)
    decide_pair(pair, DIFFERENT, actor=cast.anna)
    assert standing(first, later) == [("waiting", "", 90), ("waiting", "", 30)]
    assert not Household.objects.exclude(known_as=None).exists()
    assert told(cast.paula)[1:] == [("counts_apart", {"is_open_again": False})]
    assert told(cast.olga)[1:] == [("counts_apart", {"is_open_again": True})]
    pair.refresh_from_db()
    assert (pair.state, pair.is_open) == (PairState.DIFFERENT, False)
    assert [each.state for each in pair.decisions.order_by("pk")] == ["same", "different"]


def test_a_date_that_was_lent_is_given_back(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90, children=3), nominate(cast.olga, 30, children=3)
    pair = pair_of(first, later)
    decide_pair(pair, SAME, actor=cast.anna)
    decide_pair(pair, DIFFERENT, actor=cast.anna)
    assert standing(first, later) == [("waiting", "", 90), ("waiting", "", 30)]


def test_what_was_reviewed_before_is_closed_for_good_and_opens_again_all_the_same(
    cast: Cast,
) -> None:
    second = make_member("Aline", Role.COORDINATOR, cast.anna.organisation)
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30, with_proof=False)
    decide(later, Decision.INCOMPLETE, actor=cast.anna)
    ask_review(later, actor=cast.olga)
    add_proof(later, make_proof(), actor=cast.olga)
    decide(later, Decision.MEETS_RULES, actor=second)
    pair = pair_of(first, later)
    decide_pair(pair, SAME, actor=second)
    facts = {"is_closed": True, "is_final": True, "on": on(90)}
    assert told(cast.olga) == [("known", facts)]
    assert "this is final" in say("known", facts)
    decide_pair(pair, DIFFERENT, actor=second)
    assert standing(first, later) == [("waiting", "", 90), ("waiting", "", 30)]


def test_what_a_review_rejected_since_stays_rejected(cast: Cast) -> None:
    second = make_member("Aline", Role.COORDINATOR, cast.anna.organisation)
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    pair = pair_of(first, later)
    decide_pair(pair, SAME, actor=cast.anna)
    ask_review(later, actor=cast.olga)
    decide(later, Decision.ALREADY_NOMINATED, actor=second)
    decide_pair(pair, DIFFERENT, actor=second)
    assert standing(later) == [("rejected", Decision.ALREADY_NOMINATED, 30)]


def test_a_kept_date_stays_kept_when_its_first_nomination_has_ended(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90, children=3), nominate(cast.olga, 30, children=3)
    third = nominate(cast.paula, 20, children=3)
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    decide_pair(pair_of(later, third), SAME, actor=cast.anna)
    withdraw(first, WithdrawReason.MOVED, actor=cast.paula)
    decide_pair(pair_of(later, third), DIFFERENT, actor=cast.anna)
    assert [days for _state, _why, days in standing(later, third)] == [90, 20]


def test_what_is_accepted_after_the_first_was_served_keeps_the_earlier_date(cast: Cast) -> None:
    first = nominate(cast.paula, 90, children=3)
    later = nominate(cast.olga, 30, children=3, with_proof=False)
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    make_handover(make_allocation(cast.anna, first, make_ready(cast.tom, cast.vera)), cast.tom)
    add_proof(later, make_proof(), actor=cast.olga)
    decide(later, Decision.MEETS_RULES, actor=cast.anna)
    assert standing(later) == [("waiting", Decision.MEETS_RULES, 90)]


def test_what_was_served_before_another_was_sent_in_lends_it_no_date(cast: Cast) -> None:
    first = nominate(cast.paula, 90, children=3)
    make_handover(make_allocation(cast.anna, first, make_ready(cast.tom, cast.vera)), cast.tom)
    Handover.objects.update(handed_over_on=days_ago(40).date())
    later = nominate(cast.olga, 30, children=3)
    decide_pair(pair_of(first, later), SAME, actor=cast.anna)
    assert standing(later) == [("waiting", "", 30)]


def test_a_pair_that_a_withdrawn_agreement_has_ended_is_not_decided(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    pair = pair_of(first, later)
    withdraw(later, WithdrawReason.NO_AGREEMENT, actor=cast.olga)
    with pytest.raises(PairRefused) as refused:
        decide_pair(pair, SAME, actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["gone"]


@pytest.mark.postgres
def test_lines_are_locked_before_their_nomination_by_whoever_decides(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30, with_proof=False)
    acts: list[Callable[[], object]] = [
        lambda: decide(later, Decision.INCOMPLETE, actor=cast.anna),
        lambda: decide_pair(pair_of(first, later), SAME, actor=cast.anna),
        lambda: withdraw(first, WithdrawReason.MOVED, actor=cast.paula),
    ]
    for act in acts:
        with CaptureQueriesContext(connection) as done:
            act()
        locked = [
            name
            for query in done
            for name in ("requestline", "nomination")
            if f'FROM "distribution_{name}"' in query["sql"] and "FOR UPDATE" in query["sql"]
        ]
        assert locked[:2] == ["requestline", "nomination"]


def test_what_somebody_dealt_with_since_stays_as_it_is(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    pair = pair_of(first, later)
    decide_pair(pair, SAME, actor=cast.anna)
    ask_review(later, actor=cast.olga)
    withdraw(later, WithdrawReason.MOVED, actor=cast.olga)
    decide_pair(pair, DIFFERENT, actor=cast.anna)
    assert [state for state, _why, _days in standing(first, later)] == ["waiting", "withdrawn"]


def triangle(cast: Cast) -> tuple[Nomination, Nomination, Nomination]:
    """Let three be one by two decisions, so that the third pair says nothing new."""
    one, two, three = (nominate(cast.paula, 90), nominate(cast.olga, 60), nominate(cast.paula, 30))
    decide_pair(pair_of(one, two), SAME, actor=cast.anna)
    decide_pair(pair_of(two, three), SAME, actor=cast.anna)
    return one, two, three


def test_two_that_are_one_with_a_third_are_one_with_each_other(cast: Cast) -> None:
    one, two, three = triangle(cast)
    assert [state for state, _why, _days in standing(one, two, three)] == [
        *("waiting", "rejected", "rejected"),
    ]
    keys = set(Household.objects.values_list("known_as", flat=True))
    assert keys == {one.household_id}


def test_that_two_of_three_are_one_is_no_news_once_all_are(cast: Cast) -> None:
    one, two, three = triangle(cast)
    before = told(cast.paula), told(cast.olga)
    decide_pair(pair_of(one, three), SAME, actor=cast.anna)
    assert (told(cast.paula), told(cast.olga)) == before
    assert [state for state, _why, _days in standing(one, two, three)] == [
        *("waiting", "rejected", "rejected"),
    ]


def test_one_of_three_counts_apart_once_its_last_link_to_the_others_goes(cast: Cast) -> None:
    one, two, three = triangle(cast)
    decide_pair(pair_of(one, three), SAME, actor=cast.anna)
    before = len(told(cast.paula))
    decide_pair(pair_of(two, three), DIFFERENT, actor=cast.anna)
    # By way of the first the third is still one with the second.
    assert set(Household.objects.values_list("known_as", flat=True)) == {one.household_id}
    assert len(told(cast.paula)) == before
    decide_pair(pair_of(one, three), DIFFERENT, actor=cast.anna)
    assert standing(one, two, three) == [
        ("waiting", "", 90),
        ("rejected", Decision.ALREADY_NOMINATED, 60),
        ("waiting", "", 30),
    ]
    keys = dict(Household.objects.values_list("pk", "known_as"))
    assert keys == {
        one.household_id: one.household_id,
        two.household_id: one.household_id,
        three.household_id: None,
    }


def test_two_that_were_found_to_be_two_are_not_made_one_by_a_third(cast: Cast) -> None:
    one, two, three = (nominate(cast.paula, 90), nominate(cast.olga, 60), nominate(cast.paula, 30))
    decide_pair(pair_of(one, three), DIFFERENT, actor=cast.anna)
    decide_pair(pair_of(one, two), SAME, actor=cast.anna)
    with pytest.raises(PairRefused) as refused:
        decide_pair(pair_of(two, three), SAME, actor=cast.anna)
    [reason] = refused.value.reasons
    assert reason.code == "decided_apart"
    assert pair_of(one, three).reference in str(reason)


def test_a_decision_is_made_once_for_a_fitting_reason_and_never_edited(cast: Cast) -> None:
    pair = pair_of(nominate(cast.paula, 90), nominate(cast.olga, 30))
    unfit = Verdict(PairState.DIFFERENT, PairReason.DETAILS_AGREE)
    with pytest.raises(PairRefused):
        decide_pair(pair, unfit, actor=cast.anna)
    decide_pair(pair, Verdict(PairState.DIFFERENT, PairReason.RELATIVES, " x "), actor=cast.anna)
    with pytest.raises(PairRefused) as refused:
        decide_pair(pair, DIFFERENT, actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["decided_so"]
    kept = PairDecision.objects.get()
    assert (kept.because, kept.words, kept.decided_by) == ("relatives", "x", cast.anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairDecision.objects.update(because="split")


def test_the_trail_says_what_was_decided_by_numbers_and_codes(cast: Cast) -> None:
    first, later = nominate(cast.paula, 90), nominate(cast.olga, 30)
    pair = pair_of(first, later)
    before = Entry.objects.latest("pk").pk
    decide_pair(pair, SAME, actor=cast.anna)
    written = Entry.objects.filter(pk__gt=before).order_by("pk")
    assert list(written.values_list("verb", "subject", "facts")) == [
        ("nomination.decided", later.reference, {"decision": "already_nominated"}),
        ("duplicate.decided", f"PD-{pair.pk}", {"pair": "same", "reason": "details_agree"}),
    ]
    everything = json.dumps(list(Entry.objects.values_list("subject", "facts")))
    assert not [name for name in ("Amrani", "Zoé", "Rue") if name in everything]
    # What the later one's service reads of its own nomination never names the first.
    mine = Entry.objects.filter(subject=later.reference)
    assert first.reference not in json.dumps(list(mine.values_list("facts", flat=True)))


def test_of_what_may_be_one_household_the_higher_is_served_until_somebody_decides(
    cast: Cast,
) -> None:
    earlier, later = nominate(cast.paula, 40), nominate(cast.olga, 3)
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    run, line = proposed(cast), later.lines.get()
    pair = pair_of(earlier, later)
    assert doubtful(run) == {line.pk: pair.pk}
    assert confirm_run(run, actor=cast.anna) == []
    assert list(Allocation.objects.values_list("line__nomination", flat=True)) == [earlier.pk]
    assert run.lines.get(line=line.pk).fate == "doubt"
    again = proposed(cast)
    assert doubtful(again) == {line.pk: pair.pk}  # the other has its machine set aside
    decide_pair(pair, DIFFERENT, actor=cast.anna)
    assert doubtful(again) == {}
    assert confirm_run(again, actor=cast.anna) == []
    assert Allocation.objects.count() == 2


def test_a_coordinator_may_mean_both(cast: Cast) -> None:
    nominate(cast.paula, 40)
    nominate(cast.olga, 3)
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera)
    assert confirm_run(proposed(cast), left_out=LeftOut(doubtful=False), actor=cast.anna) == []
    assert Allocation.objects.count() == 2


def proposed(cast: Cast) -> AllocationRun:
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    run.refresh_from_db()
    return run
