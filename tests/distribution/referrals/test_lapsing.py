"""Referrals that nobody answers or sends: the place is reminded, then they lapse, never before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from distribution.models import Notice, Referral
from distribution.news import say
from distribution.nights import keep_deadlines
from distribution.referrals.course import (
    REMINDED_BEFORE,
    STEPS,
    Patience,
    ReferralStep,
    Waiting,
    is_due,
    lapses_on,
    reminds_on,
)
from distribution.referrals.lapsing import lapse_day, watch_referrals
from distribution.referrals.referring import Said, refer, take_step
from distribution.words import LAPSED_OUTCOMES, ReferralState
from refurb.accounts.offers import Service
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.distribution.referrals.test_referring import agreed, offer
from tests.makers import make_nomination, make_policy

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
known = st.builds(
    Waiting,
    state=st.sampled_from(ReferralState),
    proposed_on=days,
    sent_on=st.none() | days,
    reminded_on=st.none() | days,
)
patiences = st.builds(Patience, st.integers(8, 365), st.integers(1, 365))
Callbacks = DjangoCaptureOnCommitCallbacks


@given(known, patiences, days)
def test_nothing_lapses_before_its_time_nor_within_a_week_of_the_reminder(
    facts: Waiting, patience: Patience, today: date
) -> None:
    if is_due(facts, patience, today):
        assert facts.state in {ReferralState.SENT, ReferralState.PROPOSED}
        assert is_due(facts, patience, today + timedelta(days=1))
        if facts.state == ReferralState.SENT:
            assert facts.sent_on is not None
            assert facts.reminded_on is not None
            assert today - facts.sent_on >= timedelta(days=patience.answer_days)
            assert today - facts.reminded_on >= REMINDED_BEFORE
        else:
            assert today - facts.proposed_on >= timedelta(days=patience.send_days)
    elif (due := lapses_on(facts, patience)) is not None and due <= today:
        first = reminds_on(facts, patience)
        assert facts.reminded_on is None
        assert first is not None
        assert first <= today


@pytest.fixture
def referral(cast: Cast) -> Referral:
    offer("EPN")
    it = make_nomination(cast.paula, surname="Geheimzinnig")
    return refer(it, Service.TRAINING, agreed(), actor=cast.paula)


@pytest.mark.django_db
def test_a_place_is_reminded_once_and_a_week_later_the_referral_is_withdrawn(
    cast: Cast, referral: Referral, django_capture_on_commit_callbacks: Callbacks
) -> None:
    other = refer(make_nomination(cast.paula), Service.TRAINING, agreed(), actor=cast.paula)
    mail.outbox.clear()
    today = timezone.localdate()
    assert watch_referrals(today + timedelta(days=22)) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert watch_referrals(today + timedelta(days=23)) == (2, 0)
        assert watch_referrals(today + timedelta(days=23)) == (0, 0)
    [letter] = mail.outbox
    text = f"{letter.subject} {letter.body}"
    assert (letter.to, "Geheimzinnig" in text, "NM-" in text) == (["epn@example.org"], False, False)
    take_step(other, ReferralStep.ACCEPT, Said(), actor=cast.petra)  # which is an answer
    assert watch_referrals(today + timedelta(days=29)) == (0, 0)
    assert watch_referrals(today + timedelta(days=30)) == (0, 1)
    assert watch_referrals(today + timedelta(days=31)) == (0, 0)
    assert [each.state for each in Referral.objects.order_by("pk")] == ["withdrawn", "accepted"]
    verbs = Entry.objects.filter(actor=None, verb__startswith="referral.").order_by("pk")
    assert [entry.verb for entry in verbs] == [*["referral.reminded"] * 2, "referral.noted"]


@pytest.mark.django_db
def test_the_service_is_told_that_the_place_did_not_answer(cast: Cast, referral: Referral) -> None:
    for days_later in (23, 30):
        watch_referrals(timezone.localdate() + timedelta(days=days_later))
    last = referral.events.latest("pk")
    assert (last.state, last.outcome, last.actor) == ("withdrawn", "not_answered", None)
    told = Notice.objects.latest("pk")
    assert (told.organisation, told.code) == (cast.paula.organisation, "referral_lapsed")
    assert "the place has not answered" in say(told.code, told.facts)


@pytest.mark.django_db
def test_a_place_reminded_late_has_its_week_all_the_same(referral: Referral) -> None:
    today = timezone.localdate()
    assert lapse_day(referral) == today + timedelta(days=30)
    Referral.objects.update(sent_at=timezone.now() - timedelta(days=60))
    referral.refresh_from_db()
    assert lapse_day(referral) == today + timedelta(days=7)
    assert watch_referrals(today) == (1, 0)
    assert watch_referrals(today + timedelta(days=6)) == (0, 0)
    assert watch_referrals(today + timedelta(days=7)) == (0, 1)


@pytest.mark.django_db
def test_what_was_proposed_and_nobody_sent_lapses_without_a_word_to_the_place(
    cast: Cast, django_capture_on_commit_callbacks: Callbacks
) -> None:
    offer("EPN")
    make_policy()
    proposed = refer(make_nomination(cast.paula), Service.TRAINING, Said(), actor=cast.paula)
    mail.outbox.clear()
    Referral.objects.update(created_at=timezone.now() - timedelta(days=90))
    with django_capture_on_commit_callbacks(execute=True):
        night = keep_deadlines()
    assert (night.places_reminded, night.referrals_lapsed) == (0, 1)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.outcome) == ("withdrawn", "not_sent")
    assert "nobody sent it" in say(
        Notice.objects.latest("pk").code, Notice.objects.latest("pk").facts
    )
    assert "epn@example.org" not in [to for letter in mail.outbox for to in letter.to]
    refer(proposed.nomination, Service.TRAINING, agreed(), actor=cast.paula)  # a new one may be


def test_nobody_can_say_that_a_referral_lapsed() -> None:
    assert not any(LAPSED_OUTCOMES & set(rule.outcomes) for rule in STEPS.values())
