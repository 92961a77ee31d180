"""The course of a nomination: one table of steps, asked by pages, API and acts alike.

Pure: a rule judges a state. What else must hold (eligibility, a second person, a deadline) is the
act's own to say. A nomination's state follows its lines once it waits: `settled` says how.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from distribution.words import LineState, NominationState
from refurb.accounts.roles import Permission
from refurb.reasons import Reason

MOST_MISSED = 2
"""After so many appointments missed or devices refused, the line ends (design/domain.md)."""


class Step(StrEnum):
    """Something that may happen to a nomination, or to one of its lines."""

    EDIT = "edit"
    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    ASK_REVIEW = "ask_review"
    UPDATE = "update"
    PROVE = "prove"
    ASK_EXCEPTION = "ask_exception"
    APPROVE_EXCEPTION = "approve_exception"
    TRANSFER = "transfer"
    ALLOCATE = "allocate"
    RELEASE = "release"
    SERVE = "serve"
    MISS = "miss"
    REFUSE = "refuse"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    UNITE = "unite"
    PART = "part"


@dataclass(frozen=True)
class Rule:
    """One step: from where, to where, whose; `stays` when the state may remain as it was."""

    step: Step
    before: frozenset[NominationState]
    to: frozenset[NominationState]
    permissions: tuple[Permission, ...] = ()  # none: a rule or another act makes it
    stays: bool = False


@dataclass(frozen=True)
class LineRule:
    """What a step does to the one line that it is about."""

    step: Step
    before: frozenset[LineState]
    to: frozenset[LineState]


S, L, P = NominationState, LineState, Permission
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.WAITING, S.ALLOCATED})
UNDER_WAY = frozenset({S.WAITING, S.ALLOCATED})
SENT = frozenset({S.SUBMITTED}) | UNDER_WAY
UNDECIDED = frozenset({S.DRAFT, S.SUBMITTED})
ENDED = frozenset(S) - OPEN
NOTHING: frozenset[NominationState] = frozenset()

STEPS: dict[Step, Rule] = {
    rule.step: rule
    for rule in (
        Rule(Step.EDIT, frozenset({S.DRAFT}), NOTHING, (P.NOMINATE,), stays=True),
        Rule(Step.SUBMIT, frozenset({S.DRAFT}), frozenset({S.SUBMITTED, S.WAITING}), (P.NOMINATE,)),
        Rule(Step.ACCEPT, frozenset({S.SUBMITTED}), frozenset({S.WAITING}), (P.DECIDE,)),
        Rule(Step.REJECT, frozenset({S.SUBMITTED}), frozenset({S.REJECTED}), (P.DECIDE,)),
        Rule(Step.ASK_REVIEW, frozenset({S.REJECTED}), frozenset({S.SUBMITTED}), (P.NOMINATE,)),
        Rule(Step.UPDATE, SENT, NOTHING, (P.NOMINATE,), stays=True),
        Rule(Step.PROVE, OPEN, NOTHING, (P.NOMINATE,), stays=True),
        Rule(Step.ASK_EXCEPTION, OPEN, NOTHING, (P.NOMINATE, P.DECIDE), stays=True),
        Rule(Step.APPROVE_EXCEPTION, SENT, NOTHING, (P.DECIDE,), stays=True),
        Rule(Step.TRANSFER, SENT, NOTHING, (P.DECIDE,), stays=True),
        Rule(
            Step.ALLOCATE,
            UNDER_WAY,
            frozenset({S.ALLOCATED}),
            (P.ALLOCATE,),
            stays=True,  # another line still waits
        ),
        Rule(Step.RELEASE, UNDER_WAY, frozenset({S.WAITING}), (P.ALLOCATE,), stays=True),
        Rule(Step.SERVE, UNDER_WAY, frozenset({S.SERVED}), (P.HAND_OVER,), stays=True),
        Rule(Step.MISS, UNDER_WAY, UNDER_WAY | {S.SERVED, S.WITHDRAWN}, (P.ALLOCATE,)),
        Rule(Step.REFUSE, UNDER_WAY, UNDER_WAY | {S.SERVED, S.WITHDRAWN}, (P.ALLOCATE,)),
        Rule(
            Step.GIVE_UP,
            UNDER_WAY,
            UNDER_WAY | {S.SERVED, S.WITHDRAWN},
            (P.NOMINATE,),
        ),
        Rule(Step.WITHDRAW, OPEN, frozenset({S.WITHDRAWN}), (P.NOMINATE,)),
        Rule(Step.EXPIRE, frozenset({S.WAITING}), frozenset({S.EXPIRED})),
        # Of two rows that a coordinator finds to be one household, and of the undoing of that.
        Rule(Step.UNITE, SENT, frozenset({S.REJECTED}), (P.DECIDE,), stays=True),
        Rule(
            Step.PART,
            SENT | {S.REJECTED},
            frozenset({S.SUBMITTED, S.WAITING}),
            (P.DECIDE,),
            stays=True,
        ),
    )
}
LINE_STEPS: dict[Step, LineRule] = {
    rule.step: rule
    for rule in (
        LineRule(Step.UPDATE, frozenset({L.WAITING, L.DRAFT}), frozenset()),
        LineRule(Step.ALLOCATE, frozenset({L.WAITING}), frozenset({L.ALLOCATED})),
        LineRule(Step.RELEASE, frozenset({L.ALLOCATED}), frozenset({L.WAITING})),
        LineRule(Step.SERVE, frozenset({L.ALLOCATED}), frozenset({L.SERVED})),
        LineRule(Step.MISS, frozenset({L.ALLOCATED}), frozenset({L.WAITING, L.GIVEN_UP})),
        LineRule(Step.REFUSE, frozenset({L.ALLOCATED}), frozenset({L.WAITING, L.GIVEN_UP})),
        LineRule(Step.GIVE_UP, frozenset({L.WAITING, L.ALLOCATED}), frozenset({L.GIVEN_UP})),
    )
}


def wrong_state() -> Reason:
    """Say that the nomination is not where this step begins."""
    message = _("This is not possible any more: look at where the nomination stands now.")
    return Reason("wrong_state", message)


def reasons_against(step: Step, state: NominationState | str) -> tuple[Reason, ...]:
    """Say why a nomination in this state can't take the step; empty when it can."""
    return () if state in STEPS[step].before else (wrong_state(),)


def line_can(step: Step, state: LineState | str) -> bool:
    """Say whether a line in this state can take the step."""
    return state in LINE_STEPS[step].before


def steps_from(state: NominationState | str) -> frozenset[Step]:
    """List the steps that begin in a state, whoever may take them."""
    return frozenset(step for step, rule in STEPS.items() if state in rule.before)


def settled(lines: Collection[LineState | str]) -> NominationState:
    """Give the state of a nomination under way from the states of its lines."""
    if L.WAITING in lines:
        return S.WAITING
    if L.ALLOCATED in lines:
        return S.ALLOCATED
    return S.SERVED if L.SERVED in lines else S.WITHDRAWN
