"""The course of a referral: one table of steps, asked by pages, API and acts alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from distribution.words import (
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
        """List what may come of it; empty where the referral stays open."""
        return OUTCOMES.get(self.to, [])


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
