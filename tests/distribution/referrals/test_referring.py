"""Referrals: to a place near the household, with its consent, and what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from distribution.models import Nomination, Notice, Referral, RequestLine
from distribution.nominations.nominating import withdraw
from distribution.referrals.course import STEPS, ReferralStep, reasons_against, wanted
from distribution.referrals.mailing import mail_place
from distribution.referrals.referring import ReferralRefused, Said, propose_for, refer, take_step
from distribution.words import (
    OPEN_REFERRALS,
    Internet,
    ReferralOutcome,
    ReferralState,
    WithdrawReason,
)
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service
from refurb.audit.models import Entry
from tests.cast import Cast, make_organisation
from tests.makers import make_allocation, make_draft, make_handover, make_nomination, make_ready

S = ReferralStep


def agreed() -> Said:
    return Said(consented_on=timezone.localdate())


def offer(code: str, service: str = "training", commune: str = "21015") -> Organisation:
    Organisation.objects.filter(code=code).update(**{f"{service}_communes": [commune]})
    return Organisation.objects.get(code=code)


def sent(cast: Cast, nomination: Nomination | None = None) -> Referral:
    offer("EPN")
    it = nomination or make_nomination(cast.paula)
    return refer(it, Service.TRAINING, agreed(), actor=cast.paula)


def codes(refusal: pytest.ExceptionInfo[ReferralRefused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def seen_by(actor: Membership) -> list[Referral]:
    return list(Referral.objects.visible_to(actor))


@pytest.mark.parametrize(
    ("training", "internet", "found"),
    [
        (True, Internet.FIXED, ["training"]),
        (False, Internet.NONE, ["connection"]),
        (False, Internet.MOBILE, ["connection"]),
        (True, Internet.SOCIAL, ["training", "connection"]),
        (False, Internet.FIXED, []),
    ],
)
def test_a_need_asks_for_training_and_for_help_where_the_internet_is_weak_or_dear(
    *, training: bool, internet: str, found: list[str]
) -> None:
    assert wanted(training=training, internet=internet) == found


def test_every_step_leaves_an_open_state_and_an_ended_referral_takes_none() -> None:
    ended = set(ReferralState) - set(OPEN_REFERRALS)
    assert set(STEPS) == set(ReferralStep)
    assert {state for rule in STEPS.values() for state in rule.before} == set(OPEN_REFERRALS)
    assert all(reasons_against(step, state) for step in ReferralStep for state in ended)
    assert {rule.to for rule in STEPS.values()} == set(ReferralState)


def test_a_household_is_referred_to_its_commune_and_the_place_reads_that_there_is_news(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        referral = sent(cast, make_nomination(cast.paula, surname="Geheimzinnig"))
    assert (referral.state, referral.organisation, referral.consented_on) == (
        "sent",
        cast.petra.organisation,
        timezone.localdate(),
    )
    mail_place.enqueue(referral.pk)  # taken up twice: mailed once
    [letter] = mail.outbox
    assert letter.to == ["epn@example.org"]
    text = f"{letter.subject} {letter.body}"
    assert ("/referrals/" in text, "Geheimzinnig" in text, "NM-" in text) == (True, False, False)
    assert [(each.state, each.actor) for each in referral.events.order_by("pk")] == [
        ("proposed", cast.paula),
        ("sent", cast.paula),
    ]
    entries = Entry.objects.filter(verb="referral.noted").order_by("pk")
    assert [entry.facts for entry in entries] == [
        {"aftercare": "training", "referral": "proposed"},
        {"aftercare": "training", "referral": "sent"},
    ]


def test_a_place_is_mailed_again_when_what_it_was_sent_is_withdrawn_and_not_when_it_was_not(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        referral = sent(cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        proposed = refer(make_nomination(cast.paula), Service.TRAINING, Said(), actor=cast.paula)
        for each in (referral, proposed):
            take_step(each, S.WITHDRAW, Said(outcome="elsewhere"), actor=cast.paula)
    assert [letter.to for letter in mail.outbox] == [["epn@example.org"]] * 2


def test_without_consent_nothing_is_sent_and_without_a_place_a_coordinator_chooses_one(
    cast: Cast,
) -> None:
    it = make_nomination(cast.paula)
    referral = refer(it, Service.CONNECTION, Said(), actor=cast.paula)
    assert (referral.state, referral.organisation, referral.sent_at) == ("proposed", None, None)
    for said, code in ((agreed(), "no_place"), (Said(organisation=cast.petra.organisation), None)):
        with pytest.raises(ReferralRefused) as refusal:
            take_step(referral, S.SEND, said, actor=cast.paula)
        assert code is None or code in codes(refusal)
    place = offer("EPN", "connection", "21009")
    chosen = take_step(referral, S.DIRECT, Said(organisation=place), actor=cast.anna)
    assert (chosen.state, chosen.organisation) == ("proposed", place)
    with pytest.raises(ReferralRefused) as refusal:
        take_step(referral, S.SEND, Said(), actor=cast.paula)
    assert codes(refusal) == ["no_consent"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ReferralRefused) as refusal:
        take_step(referral, S.SEND, Said(consented_on=tomorrow), actor=cast.paula)
    assert codes(refusal) == ["consent_in_future"]
    assert take_step(referral, S.SEND, agreed(), actor=cast.paula).state == "sent"


def test_the_place_answers_and_the_service_is_told(cast: Cast) -> None:
    referral = sent(cast)
    accepted = take_step(referral, S.ACCEPT, Said(), actor=cast.petra)
    with pytest.raises(ReferralRefused) as refusal:
        take_step(accepted, S.FINISH, Said(outcome=ReferralOutcome.FULL), actor=cast.petra)
    assert codes(refusal) == ["outcome_missing"]
    done = take_step(accepted, S.FINISH, Said(outcome=ReferralOutcome.HELPED), actor=cast.petra)
    assert (done.state, done.outcome, done.ended_at is not None) == ("done", "helped", True)
    with pytest.raises(ReferralRefused) as refusal:
        take_step(done, S.WITHDRAW, Said(outcome=ReferralOutcome.ELSEWHERE), actor=cast.paula)
    assert codes(refusal) == ["wrong_state"]
    told = Notice.objects.order_by("pk").values_list("code", "facts__referral", "organisation")
    school = cast.paula.organisation_id
    assert list(told) == [("referral", "accepted", school), ("referral", "done", school)]


def test_a_step_is_for_those_it_belongs_to(cast: Cast) -> None:
    referral = sent(cast)
    full = Said(outcome=ReferralOutcome.FULL)
    for step, said, actor in (
        (S.ACCEPT, Said(), cast.paula),
        (S.DECLINE, full, cast.olga),
        (S.WITHDRAW, Said(outcome=ReferralOutcome.NOT_WANTED), cast.petra),
        (S.DECLINE, full, cast.tom),
    ):
        with pytest.raises(ReferralRefused) as refusal:
            take_step(referral, step, said, actor=actor)
        assert codes(refusal) == ["not_yours"]
    assert take_step(referral, S.DECLINE, full, actor=cast.anna).state == "declined"


def test_one_referral_is_open_for_a_service_and_another_follows_once_it_was_declined(
    cast: Cast,
) -> None:
    referral = sent(cast)
    with pytest.raises(ReferralRefused) as refusal:
        refer(referral.nomination, Service.TRAINING, Said(), actor=cast.paula)
    assert codes(refusal) == ["open_already"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(nomination=referral.nomination, service="training")
    take_step(referral, S.DECLINE, Said(outcome=ReferralOutcome.FULL), actor=cast.petra)
    assert refer(referral.nomination, Service.TRAINING, Said(), actor=cast.paula).pk > referral.pk


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "accepted", "sent_at": None},
        {"consented_on": None},
        {"organisation": None},
        {"state": "done", "outcome": "full", "ended_at": timezone.now()},
        {"state": "done", "outcome": "helped"},
        {"outcome": "helped"},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_what_the_table_does(cast: Cast, broken: dict[str, object]) -> None:
    referral = sent(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**broken)


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_nobody_is_referred_for_what_was_not_sent_in_or_was_turned_away(
    cast: Cast, state: str
) -> None:
    it = make_draft(cast.paula)
    if state == "rejected":
        it = make_nomination(cast.paula, with_proof=False)
        now = timezone.now()
        Nomination.objects.filter(pk=it.pk).update(
            state=state, decision="no_ground", decided_by=cast.anna, decided_at=now
        )
    with pytest.raises(ReferralRefused) as refusal:
        refer(it, Service.TRAINING, agreed(), actor=cast.paula)
    assert codes(refusal) == ["not_referable"]


def test_who_does_not_offer_it_is_no_place(cast: Cast) -> None:
    elsewhere = Said(organisation=make_organisation("NIETS", "Niets", is_partner=True))
    with pytest.raises(ReferralRefused) as refusal:
        refer(make_nomination(cast.paula), Service.TRAINING, elsewhere, actor=cast.paula)
    assert codes(refusal) == ["not_offered"]


def test_a_referral_is_seen_by_its_service_its_place_once_sent_and_coordinators(
    cast: Cast,
) -> None:
    offer("EPN")
    proposed = refer(make_nomination(cast.paula), Service.TRAINING, Said(), actor=cast.paula)
    everybody = (
        cast.paula,
        cast.petra,
        cast.anna,
        cast.olga,
        cast.tom,
        cast.lea,
        cast.augustin,
        cast.ada,
    )
    assert [bool(seen_by(each)) for each in everybody] == [True, False, True, *[False] * 5]
    take_step(proposed, S.SEND, agreed(), actor=cast.paula)
    assert [bool(seen_by(each)) for each in everybody] == [True, True, True, *[False] * 5]


def test_the_place_forgets_thirty_days_after_the_outcome(cast: Cast) -> None:
    referral = take_step(sent(cast), S.ACCEPT, Said(), actor=cast.petra)
    take_step(referral, S.FINISH, Said(outcome=ReferralOutcome.HELPED), actor=cast.petra)
    for days, knows in ((29, True), (30, False)):
        ended = timezone.now() - timedelta(days=days)
        Referral.objects.filter(pk=referral.pk).update(ended_at=ended)
        assert bool(seen_by(cast.petra)) is knows
    assert seen_by(cast.paula) == [referral]


@pytest.mark.parametrize("whole", [True, False])
def test_who_does_not_agree_any_more_is_unknown_to_the_place_at_once(
    cast: Cast, *, whole: bool
) -> None:
    referral = sent(cast)
    if whole:
        withdraw(referral.nomination, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    else:
        said = Said(outcome=ReferralOutcome.NO_CONSENT)
        take_step(referral, S.WITHDRAW, said, actor=cast.paula)
    referral.refresh_from_db()
    assert (referral.state, seen_by(cast.petra)) == ("withdrawn", [])
    assert seen_by(cast.anna) == ([] if whole else [referral])


def test_a_handover_proposes_what_the_need_asks_for_and_nothing_that_was_refused(
    cast: Cast,
) -> None:
    place, it = offer("EPN"), make_nomination(cast.paula)
    RequestLine.objects.filter(nomination=it).update(training_wanted=True, internet="fixed")
    refused = refer(it, Service.TRAINING, Said(), actor=cast.paula)
    take_step(refused, S.WITHDRAW, Said(outcome=ReferralOutcome.NOT_WANTED), actor=cast.paula)
    make_handover(make_allocation(cast.anna, it, make_ready(cast.tom, cast.vera)), cast.tom)
    assert it.referrals.count() == 1
    other = make_nomination(cast.paula, surname="Andere")
    RequestLine.objects.filter(nomination=other).update(training_wanted=True, internet="mobile")
    make_handover(make_allocation(cast.anna, other, make_ready(cast.tom, cast.vera)), cast.tom)
    found = other.referrals.order_by("pk")
    assert [(each.service, each.state, each.organisation) for each in found] == [
        ("training", "proposed", place),
        ("connection", "proposed", None),
    ]
    assert propose_for(other.lines.select_related("nomination").get(), actor=cast.tom) == []
