"""Institutions in a run: before the households, up to what coordinators set them apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from distribution.allocations.allocating import AllocationRefused, allocate, release
from distribution.handovers.handing_over import hand_over
from distribution.handovers.issuing import receipt_content
from distribution.institutions.quota import (
    QuotaRefused,
    institution_share,
    set_quota,
)
from distribution.institutions.share import InstitutionShare
from distribution.models import Allocation, AllocationRun, Handover, Nomination, RequestLine
from distribution.nominations.nominating import withdraw
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from distribution.runs.replay import differences, wrong_with
from distribution.waiting_list.places import WaitingList
from distribution.words import WithdrawReason
from inventory.lifecycle import State
from inventory.models import Device
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_grounds, make_institution, make_nomination, make_policy, make_ready

WHY = "agreed with the services"


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_grounds()
    make_policy()


def propose(cast: Cast) -> AllocationRun:
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    return AllocationRun.objects.get(pk=run.pk)


def given(run: AllocationRun) -> list[str]:
    return [pair.key for pair in run.lines.pairs()]


def stock(cast: Cast, count: int) -> list[Device]:
    return [make_ready(cast.tom, cast.lea, kind="desktop") for _ in range(count)]


def lines_of(nomination: Nomination) -> list[RequestLine]:
    return list(nomination.lines.order_by("number"))


def test_until_coordinators_set_a_quota_institutions_wait_and_households_receive(
    cast: Cast,
) -> None:
    library = make_institution(cast.paula)
    household = make_nomination(cast.paula, kinds=("desktop",))
    stock(cast, 2)
    run = propose(cast)
    assert given(run) == [f"{household.reference}/1"]
    skipped = [(each.key, each.place) for each in run.lines.skipped()]
    assert skipped == [(f"{library.reference}/1", 0), (f"{library.reference}/2", 0)]
    assert {why.content["quota"] for why in run.whys.all()} == {"institutions"}


def test_institutions_receive_up_to_their_quota_in_their_order_and_households_the_rest(
    cast: Cast,
) -> None:
    household = make_nomination(cast.paula, kinds=("desktop",))
    first, second = make_institution(cast.paula), make_institution(cast.olga)
    stock(cast, 4)
    set_quota(3, WHY, actor=cast.anna)
    run = propose(cast)
    assert given(run) == [
        f"{first.reference}/1",
        f"{first.reference}/2",
        f"{second.reference}/1",
        f"{household.reference}/1",
    ]
    assert [each.key for each in run.lines.skipped()] == [f"{second.reference}/2"]
    assert (differences(run), wrong_with(run)) == ([], [])


def test_what_is_set_aside_for_an_institution_counts_until_it_is_released(cast: Cast) -> None:
    library = make_institution(cast.paula)
    set_quota(2, WHY, actor=cast.anna)
    stock(cast, 1)
    confirm_run(propose(cast), actor=cast.anna)
    allocation = Allocation.objects.get()
    library = Nomination.institutions.get(pk=library.pk)
    assert (institution_share().used, institution_share().left, library.state) == (1, 1, "waiting")
    release(allocation, reason="they moved", actor=cast.anna)
    assert institution_share().left == 2
    assert [line.state for line in lines_of(library)] == ["waiting", "waiting"]


def test_a_quota_lowered_since_the_proposal_leaves_the_last_pairs_out_by_name(cast: Cast) -> None:
    library = make_institution(cast.paula)
    household = make_nomination(cast.paula, kinds=("desktop",))
    stock(cast, 3)
    set_quota(2, WHY, actor=cast.anna)
    run = propose(cast)
    set_quota(1, "less arrived than we thought", actor=cast.anna)
    left = confirm_run(run, actor=cast.anna)
    assert [(each.reference, [reason.code for reason in each.reasons]) for each in left] == [
        (library.reference, ["institutions_full"])
    ]
    made = Allocation.objects.order_by("pk").values_list("line__nomination__reference", flat=True)
    assert set(made) == {household.reference, library.reference}


def test_nobody_sets_aside_by_hand_what_the_quota_does_not_allow(cast: Cast) -> None:
    library = make_institution(cast.paula)
    (device,) = stock(cast, 1)
    with pytest.raises(AllocationRefused) as refused:
        allocate(library.lines.get(number=1), device, reason="please", actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["institutions_full"]
    device.refresh_from_db()
    assert device.state == State.READY


def test_an_institution_never_stands_in_the_list_of_households(cast: Cast) -> None:
    make_institution(cast.paula)
    assert list(WaitingList()) == []
    assert Nomination.objects.count() == 0
    assert RequestLine.objects.waiting().count() == 0


def test_the_receipt_is_made_out_to_the_institution_represented_by_who_signs(cast: Cast) -> None:
    library = make_institution(cast.paula, enterprise_number="0403019261")
    set_quota(1, WHY, actor=cast.anna)
    (device,) = stock(cast, 1)
    allocation = allocate(library.lines.get(number=1), device, reason="turn", actor=cast.anna)
    handover = Handover(
        handed_over_on=timezone.localdate(),
        place="EPN de la Gare",
        receiver_name="Basile Inventé",
        works=True,
        signature_kind="typed",
        signed_by_name="Basile Inventé",
    )
    receipt = hand_over(allocation, handover, language="fr", actor=cast.tom)
    said = receipt_content(handover, language="fr", number="X-1", token=receipt.token)
    recipient = said.recipient
    assert (
        recipient.name,
        recipient.enterprise_number,
        recipient.proxy,
        recipient.has_mandate,
    ) == (
        "Bibliothèque Inventée",
        "0403.019.261",
        "Basile Inventé",
        False,
    )
    assert (said.training, said.connection) == ("", "")
    assert [line.state for line in lines_of(library)] == ["served", "waiting"]
    assert not library.referrals.exists()


def test_a_withdrawn_institution_gives_back_what_was_set_aside(cast: Cast) -> None:
    library = make_institution(cast.paula)
    set_quota(2, WHY, actor=cast.anna)
    (device,) = stock(cast, 1)
    allocate(library.lines.get(number=1), device, reason="turn", actor=cast.anna)
    withdraw(library, WithdrawReason.FOUND_ELSEWHERE, actor=cast.paula)
    device.refresh_from_db()
    assert (device.state, institution_share().used) == (State.READY, 0)
    assert {line.state for line in lines_of(library)} == {"given_up"}


def test_a_quarter_begins_with_the_whole_quota(cast: Cast) -> None:
    library = make_institution(cast.paula)
    set_quota(1, WHY, actor=cast.anna)
    (device,) = stock(cast, 1)
    allocation = allocate(library.lines.get(number=1), device, reason="turn", actor=cast.anna)
    day = timezone.localdate(allocation.made_at)
    assert institution_share(day).left == 0
    months_on = (day.replace(day=1) + timedelta(days=100)).replace(day=1)
    assert institution_share(months_on).left == 1


def test_a_share_says_when_the_next_begins(db: None) -> None:
    assert institution_share(date(2026, 11, 28)) == InstitutionShare(0, 0, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("machines", "reason", "codes"),
    [(-1, WHY, ["out_of_bounds"]), (10_001, " ", ["out_of_bounds", "reason_missing"])],
)
def test_a_quota_says_a_number_and_why(
    cast: Cast, machines: int, reason: str, codes: list[str]
) -> None:
    with pytest.raises(QuotaRefused) as refused:
        set_quota(machines, reason, actor=cast.anna)
    assert [each.code for each in refused.value.reasons] == codes
    assert institution_share().machines == 0


def test_the_trail_says_who_set_the_quota(cast: Cast) -> None:
    set_quota(4, WHY, actor=cast.anna)
    entry = Entry.objects.get(verb="institution.quota_set")
    assert (entry.actor, entry.subject, entry.facts) == (
        cast.anna,
        "institutions",
        {"machines": 4},
    )
