"""The course of a referral: one table of steps, asked by pages, API and acts alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from distribution.words import (
    LAPSED_OUTCOMES,
    OPEN_REFERRALS,
    OUTCOMES,
    Internet,
    NominationState,
    ReferralOutcome,
    ReferralState,
)
from refurb.accounts.offers import Service
from refurb.reasons import Reason


class Party(StrEnum):
    """As what somebody has to do with a referral; a coordinator may take every step."""

    SERVICE = "service"  # nominated the household
    PLACE = "place"  # the household is referred to it
    COORDINATOR = "coordinator"


class ReferralStep(models.TextChoices):
    """Something that may happen to a referral, as a button says it."""

    DIRECT = "direct", _("Choose the place")
    SEND = "send", _("Send it to the place")
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")
    FINISH = "finish", _("It is done")
    MISS = "miss", _("Nobody came")
    WITHDRAW = "withdraw", _("Withdraw the referral")


@dataclass(frozen=True)
class Rule:
    """One step: from where, to where, whose."""

    before: frozenset[ReferralState]
    to: ReferralState
    parties: frozenset[Party]

    @property
    def outcomes(self) -> list[ReferralOutcome]:
        """List what somebody may say came of it; empty where the referral stays open."""
        return [each for each in OUTCOMES.get(self.to, []) if each not in LAPSED_OUTCOMES]


S = ReferralState
REFERRING = frozenset({Party.SERVICE, Party.COORDINATOR})
ANSWERING = frozenset({Party.PLACE, Party.COORDINATOR})
STEPS: dict[ReferralStep, Rule] = {
    ReferralStep.DIRECT: Rule(frozenset({S.PROPOSED}), S.PROPOSED, REFERRING),
    ReferralStep.SEND: Rule(frozenset({S.PROPOSED}), S.SENT, REFERRING),
    ReferralStep.ACCEPT: Rule(frozenset({S.SENT}), S.ACCEPTED, ANSWERING),
    ReferralStep.DECLINE: Rule(frozenset({S.SENT, S.ACCEPTED}), S.DECLINED, ANSWERING),
    ReferralStep.FINISH: Rule(frozenset({S.ACCEPTED}), S.DONE, ANSWERING),
    ReferralStep.MISS: Rule(frozenset({S.ACCEPTED}), S.NO_SHOW, ANSWERING),
    ReferralStep.WITHDRAW: Rule(frozenset(OPEN_REFERRALS), S.WITHDRAWN, REFERRING),
}
# Of which nominations somebody may be referred: sent in, and not turned away.
REFERABLE = frozenset(
    {
        NominationState.SUBMITTED,
        NominationState.WAITING,
        NominationState.ALLOCATED,
        NominationState.SERVED,
    }
)
# Who reaches the internet so may want help: no line, a phone's alone, or a line at a low price.
HELPED_TO_CONNECT = frozenset({Internet.NONE, Internet.MOBILE, Internet.SOCIAL})


def reasons_against(step: ReferralStep, state: ReferralState | str) -> tuple[Reason, ...]:
    """Say why a referral in this state can't take the step; empty when it can."""
    if state in STEPS[step].before:
        return ()
    message = _("This is not possible any more: look at where the referral stands now.")
    return (Reason("wrong_state", message),)


def steps_for(state: ReferralState | str, parties: Collection[Party]) -> list[ReferralStep]:
    """List the steps that begin in a state and that one of these may take."""
    return [
        step
        for step, rule in STEPS.items()
        if state in rule.before and rule.parties.intersection(parties)
    ]


def wanted(*, training: bool, internet: Internet | str) -> list[Service]:
    """List the services that a need asks for."""
    found = {Service.TRAINING: training, Service.CONNECTION: internet in HELPED_TO_CONNECT}
    return [service for service, is_wanted in found.items() if is_wanted]


REMINDED_BEFORE = timedelta(days=7)
"""So long before a referral lapses its place is reminded; it has at least as long to answer."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How many days a place has to answer, and a service to send what was proposed."""

    answer_days: int
    send_days: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is known of a referral that waits for somebody."""

    state: ReferralState | str
    proposed_on: date
    sent_on: date | None = None
    reminded_on: date | None = None


def reminds_on(facts: Waiting, patience: Patience) -> date | None:
    """Give the first day on which its place is reminded; None where it has nothing to answer."""
    if facts.state != S.SENT or facts.sent_on is None:
        return None
    return facts.sent_on + timedelta(days=patience.answer_days) - REMINDED_BEFORE


def lapses_on(facts: Waiting, patience: Patience) -> date | None:
    """Give the first day on which it lapses; None where nobody is waited for.

    A place that was reminded late has its full time from then on.
    """
    if facts.state == S.PROPOSED:
        return facts.proposed_on + timedelta(days=patience.send_days)
    due = reminds_on(facts, patience)
    return max(due, facts.reminded_on or due) + REMINDED_BEFORE if due else None


def is_due(facts: Waiting, patience: Patience, today: date) -> bool:
    """Say whether it lapses today: never before its place was reminded."""
    day = lapses_on(facts, patience)
    was_told = facts.state != S.SENT or facts.reminded_on is not None
    return was_told and day is not None and day <= today
