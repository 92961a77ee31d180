"""Decisions, their review, exceptions, transfers; what services are told of them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import TestCase

from distribution.allocations.allocating import report_no_show, report_refusal
from distribution.entitlement import blocks_of
from distribution.models import Nomination, Notice, RequestLine
from distribution.nominations.deciding import (
    approve_exception,
    ask_exception,
    ask_review,
    decide,
    transfer,
)
from distribution.nominations.nominating import (
    NominationRefused,
    give_up_line,
    submit,
    withdraw,
    write_draft,
)
from distribution.nominations.updating import update_needs
from distribution.words import Decision, ExceptionReason, WithdrawReason
from refurb.accounts.roles import Role
from tests.cast import Cast, make_member
from tests.makers import make_allocation, make_draft, make_nomination, make_ready

STUDIES = ExceptionReason.STUDIES


def codes(refusal: pytest.ExceptionInfo[NominationRefused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def asks_for_two(cast: Cast) -> Nomination:
    """Draft for a household of three, which the rule lets have one."""
    draft = make_draft(cast.paula)
    lines = [RequestLine(kinds=["laptop"], purpose=purpose) for purpose in ("school", "job")]
    return write_draft(draft, draft.household, lines, None, actor=cast.paula)


def test_a_rejection_is_reviewed_once_and_by_another_coordinator(cast: Cast) -> None:
    second = make_member("Aline", Role.COORDINATOR, cast.anna.organisation)
    it = make_nomination(cast.paula, with_proof=False)
    decide(it, Decision.NO_GROUND, actor=cast.anna)
    assert ask_review(it, actor=cast.paula).state == "submitted"
    with pytest.raises(NominationRefused) as refused:
        decide(it, Decision.INCOMPLETE, actor=cast.anna)
    assert codes(refused) == ["same_coordinator"]
    decide(it, Decision.INCOMPLETE, actor=second)
    with pytest.raises(NominationRefused) as again:
        ask_review(it, actor=cast.paula)
    assert codes(again) == ["reviewed"]
    assert [notice.code for notice in Notice.objects.order_by("pk")] == ["rejected", "rejected"]
    assert [notice.facts["is_final"] for notice in Notice.objects.order_by("pk")] == [False, True]


def test_the_database_refuses_a_review_by_who_decided_first(cast: Cast) -> None:
    it = make_nomination(cast.paula, with_proof=False)
    decide(it, Decision.NO_GROUND, actor=cast.anna)
    ask_review(it, actor=cast.paula)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=it.pk).update(decided_by=cast.anna)


def test_what_breaks_a_rule_is_not_accepted_as_meeting_them(cast: Cast) -> None:
    it = make_nomination(cast.paula, with_proof=False)
    with pytest.raises(NominationRefused) as refused:
        decide(it, Decision.MEETS_RULES, actor=cast.anna)
    assert codes(refused) == ["no_proof"]


def test_an_exception_needs_a_reason_and_a_second_person(cast: Cast) -> None:
    it = submit(asks_for_two(cast), actor=cast.paula)
    assert it.state == "submitted"
    with pytest.raises(NominationRefused) as nobody_asked:
        decide(it, Decision.EXCEPTION, actor=cast.anna)
    assert codes(nobody_asked) == ["exception_not_asked"]
    ask_exception(it, STUDIES, actor=cast.anna)
    with pytest.raises(NominationRefused) as alone:
        approve_exception(it, actor=cast.anna)
    assert codes(alone) == ["same_person"]
    ask_exception(it, STUDIES, actor=cast.paula)
    it = decide(it, Decision.EXCEPTION, actor=cast.anna)
    assert (it.state, it.exception_approved_by, blocks_of(it)) == ("waiting", cast.anna, ())


def test_an_exception_lifts_no_other_rule_and_holds_for_what_was_asked(cast: Cast) -> None:
    unproved = make_nomination(cast.paula, with_proof=False)
    with pytest.raises(NominationRefused) as refused:
        decide(unproved, Decision.EXCEPTION, actor=cast.anna)
    assert codes(refused) == ["no_proof"]
    draft = make_draft(cast.paula)
    kinds = ("laptop", "laptop", "tablet")
    lines = [RequestLine(kinds=[kind], purpose="school") for kind in kinds]
    it = submit(
        write_draft(draft, draft.household, lines, None, actor=cast.paula), actor=cast.paula
    )
    ask_exception(it, STUDIES, actor=cast.paula)
    it = decide(it, Decision.EXCEPTION, actor=cast.anna)
    assert (it.exception_computers, blocks_of(it)) == (2, ())
    update_needs(it, 3, {"kinds": ["laptop"]}, actor=cast.paula)
    it = Nomination.objects.get(pk=it.pk)
    assert [reason.code for reason in blocks_of(it)] == ["too_frequent"]


def test_the_database_refuses_an_exception_approved_by_who_asked(cast: Cast) -> None:
    it = asks_for_two(cast)
    ask_exception(it, STUDIES, actor=cast.paula)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=it.pk).update(exception_approved_by=cast.paula)


def test_no_exception_is_asked_for_what_the_rule_allows(cast: Cast) -> None:
    with pytest.raises(NominationRefused) as refused:
        ask_exception(make_nomination(cast.paula), STUDIES, actor=cast.paula)
    assert codes(refused) == ["not_too_frequent"]


def test_after_a_transfer_the_other_service_sees_it_and_both_are_told(cast: Cast) -> None:
    it = make_nomination(cast.paula, case_reference="DOSSIER-7")
    since = it.lines.get().waiting_since
    transfer(it, cast.olga.organisation, actor=cast.anna)
    it.refresh_from_db()
    assert list(Nomination.objects.visible_to(cast.paula)) == []
    assert list(Nomination.objects.visible_to(cast.olga)) == [it]
    assert (it.case_reference, it.lines.get().waiting_since) == ("", since)
    told = [(each.organisation, each.code, each.case_reference) for each in Notice.objects.all()]
    assert sorted(told, key=lambda one: one[1]) == [
        (cast.paula.organisation, "transferred_away", "DOSSIER-7"),
        (cast.olga.organisation, "transferred_here", ""),
    ]
    for service in (cast.paula.organisation, cast.tom.organisation):
        with pytest.raises(NominationRefused):
            transfer(it, it.organisation if service.is_social_service else service, actor=cast.anna)


@pytest.mark.parametrize("report", [report_no_show, report_refusal])
def test_a_missed_device_leaves_the_line_its_date_once_and_then_ends_it(
    cast: Cast, report: type
) -> None:
    device, it = make_ready(cast.tom, cast.vera), make_nomination(cast.paula)
    since = it.lines.get().waiting_since
    report(make_allocation(cast.anna, it, device), actor=cast.anna)
    line = it.lines.get()
    assert (line.state, line.waiting_since, line.missed) == ("waiting", since, 1)
    report(make_allocation(cast.anna, it, device), actor=cast.anna)
    it.refresh_from_db()
    device.refresh_from_db()
    assert (it.state, it.lines.get().state, device.state) == ("withdrawn", "given_up", "ready")
    assert it.withdrawn_because in {"no_show", "refused"}
    assert [each.code for each in Notice.objects.order_by("pk")] == [
        *("set_aside", "waits_again", "set_aside", "line_ended")
    ]


def test_giving_up_one_machine_leaves_the_other_waiting(cast: Cast) -> None:
    it = make_nomination(cast.paula, kinds=("laptop",))
    RequestLine.objects.create(
        nomination=it,
        number=2,
        kinds=["monitor"],
        purpose="school",
        state="waiting",
        waiting_since=it.submitted_at,
    )
    device = make_ready(cast.tom, cast.vera)
    make_allocation(cast.anna, it, device)
    assert give_up_line(it, 1, WithdrawReason.MOVED, actor=cast.paula).state == "waiting"
    device.refresh_from_db()
    assert device.state == "ready"
    assert give_up_line(it, 2, WithdrawReason.MOVED, actor=cast.paula).state == "withdrawn"
    it.refresh_from_db()
    assert it.withdrawn_because == "moved"


def test_a_withdrawn_agreement_releases_the_device_and_hides_the_household(cast: Cast) -> None:
    device, it = make_ready(cast.tom, cast.vera), make_nomination(cast.paula)
    make_allocation(cast.anna, it, device)
    withdraw(it, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    device.refresh_from_db()
    assert device.state == "ready"
    assert not Nomination.objects.visible_to(cast.anna).exists()


def test_the_mail_says_that_there_is_news_and_nothing_about_anybody(cast: Cast) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        it = make_nomination(
            cast.paula, surname="Verheimelijkt", with_proof=False, case_reference="DOSSIER-7"
        )
        decide(it, Decision.NO_GROUND, actor=cast.anna)
    (sent,) = mail.outbox
    assert sent.to == [cast.paula.organisation.email]
    assert "DOSSIER-7" in sent.subject
    whole = f"{sent.subject} {sent.body}"
    for secret in ("Verheimelijkt", "Fatima", "Rue Imaginaire", "0470", "rejet", "refus"):
        assert secret not in whole
    assert Notice.objects.get().mailed_at is not None


def test_a_mail_that_cannot_leave_does_not_undo_the_act(cast: Cast) -> None:
    service = cast.paula.organisation
    service.email = "not an address\n"
    service.save()
    with TestCase.captureOnCommitCallbacks(execute=True):
        it = make_nomination(cast.paula, with_proof=False)
        decide(it, Decision.NO_GROUND, actor=cast.anna)
    it.refresh_from_db()
    assert (it.state, Notice.objects.get().mailed_at, mail.outbox) == ("rejected", None, [])
