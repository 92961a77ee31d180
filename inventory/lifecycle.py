"""The device lifecycle: one table of transitions, asked by pages, API, imports and acts alike.

Pure: a rule judges a frozen DeviceFacts. What only another app knows (an allocation stands, the
proof is valid) is passed in by that app's act. inventory.moving is the only writer of
Device.state.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.guards import (
    Asks,
    DeviceFacts,
    Guard,
    State,
    a_return_is_recorded,
    an_allocation_stands,
    distribution_reports_its_loss,
    drives_are_accounted_for,
    every_drive_is_sanitised,
    it_can_be_undone,
    it_has_a_drive,
    its_check_passed,
    its_drives_are_known,
    its_locks_are_clear,
    its_proof_is_valid,
    names_destination,
    names_document,
    names_the_fault,
    no_repair_is_open,
    says_why,
)
from refurb.accounts.roles import Permission
from refurb.reasons import Reason, Refused

__all__ = [
    "ARRIVALS",
    "BY_RULE",
    "RULES",
    "WORKSHOP",
    "Asks",
    "DeviceFacts",
    "MoveRefused",
    "Rule",
    "State",
    "Transition",
    "check_move",
    "next_step",
    "reasons_against",
]


class Transition(models.TextChoices):
    """A named move from one state to another."""

    START_WIPE = "start_wipe", _("Start wipe")
    SEND_TO_REPAIR = "send_to_repair", _("Send to repair")
    MARK_READY = "mark_ready", _("Mark ready")
    ALLOCATE = "allocate", _("Allocate")
    RELEASE = "release", _("Release")
    LAPSE = "lapse", pgettext_lazy("allocation", "Lapse")
    FAULT_FOUND = "fault_found", _("Fault found")
    HAND_OVER = "hand_over", _("Hand over")
    TAKE_BACK = "take_back", _("Take back")
    RECYCLE = "recycle", _("Recycle")
    LOSE = "lose", _("Mark lost")
    FIND = "find", _("Found again")
    REOPEN = "reopen", _("Reopen")
    REVERT = "revert", _("Revert")


class MoveRefused(Refused):
    """The rules refuse this transition now; `reasons` names every unmet condition."""


@dataclass(frozen=True)
class Rule:
    """One transition: from where, to where, whose, with what said, unless."""

    transition: Transition
    before: frozenset[State]
    to: State | None  # None: back to where the latest event came from
    permissions: tuple[Permission, ...]  # none: a rule makes it by itself, and no person can
    guards: tuple[Guard, ...] = ()
    asks: tuple[Asks, ...] = ()
    unsanitised_to: State | None = None  # instead, while one of its drives is not sanitised

    def goes_to(self, facts: DeviceFacts) -> State | None:
        """Say where a device goes; None when there is no event to go back over."""
        if facts.unsanitised and self.unsanitised_to:
            return self.unsanitised_to
        return self.to or facts.revert_to


READY_GUARDS: tuple[Guard, ...] = (
    its_drives_are_known,
    every_drive_is_sanitised,
    no_repair_is_open,
    its_check_passed,
    its_locks_are_clear,
)
OFFERED_GUARDS: tuple[Guard, ...] = (its_drives_are_known, every_drive_is_sanitised)
S, T, P = State, Transition, Permission
WORKSHOP = frozenset({S.RECEIVED, S.WIPE, S.REPAIR, S.READY})
RULES: dict[Transition, Rule] = {
    rule.transition: rule
    for rule in (
        Rule(T.START_WIPE, WORKSHOP - {S.WIPE}, S.WIPE, (P.WORK,), (it_has_a_drive,)),
        Rule(
            T.SEND_TO_REPAIR,
            WORKSHOP - {S.REPAIR},
            S.REPAIR,
            (P.WORK,),
            (names_the_fault,),
            (Asks.FAULT,),
        ),
        Rule(T.MARK_READY, WORKSHOP - {S.READY}, S.READY, (P.WORK,), READY_GUARDS),
        Rule(
            T.ALLOCATE,
            frozenset({S.READY}),
            S.ALLOCATED,
            (P.ALLOCATE,),
            (an_allocation_stands, *OFFERED_GUARDS),
        ),
        Rule(
            T.RELEASE,
            frozenset({S.ALLOCATED}),
            S.READY,
            # A service that withdraws its nomination gives the device back; so does who finds at
            # the desk that nobody wants it, or that what it goes with is broken.
            (P.ALLOCATE, P.NOMINATE, P.HAND_OVER),
            (an_allocation_stands, says_why),
            (Asks.REASON,),
            unsanitised_to=S.WIPE,  # what comes back from a line is offered again
        ),
        Rule(
            T.LAPSE,
            frozenset({S.ALLOCATED}),
            S.READY,
            (),
            (an_allocation_stands,),
            unsanitised_to=S.WIPE,
        ),
        Rule(
            T.FAULT_FOUND,
            frozenset({S.ALLOCATED}),
            S.REPAIR,
            (P.REPORT_FAULT,),
            (an_allocation_stands, names_the_fault),
            (Asks.FAULT,),
        ),
        Rule(
            T.HAND_OVER,
            frozenset({S.ALLOCATED}),
            S.DELIVERED,
            (P.HAND_OVER,),
            (an_allocation_stands, its_proof_is_valid, *OFFERED_GUARDS),
        ),
        Rule(
            T.TAKE_BACK,
            frozenset({S.DELIVERED}),
            S.RECEIVED,
            (P.TAKE_BACK,),
            (a_return_is_recorded, says_why),
            (Asks.REASON,),
        ),
        Rule(
            T.RECYCLE,
            WORKSHOP,
            S.RECYCLED,
            (P.LEAD,),
            (names_destination, names_document, drives_are_accounted_for),
            (Asks.DESTINATION, Asks.DOCUMENT),
        ),
        Rule(
            T.LOSE,
            frozenset(S) - {S.DELIVERED, S.RECYCLED, S.LOST},
            S.LOST,
            (P.LOSE,),
            (distribution_reports_its_loss, says_why),
            (Asks.REASON,),
        ),
        Rule(T.FIND, frozenset({S.LOST}), S.RECEIVED, (P.WORK,)),
        Rule(
            T.REOPEN,
            frozenset({S.RECYCLED}),
            S.RECEIVED,
            (P.LEAD,),
            (says_why,),
            (Asks.REASON,),
        ),
        Rule(T.REVERT, WORKSHOP, None, (P.WORK,), (it_can_be_undone,)),
    )
}
# Entering our hands again ends what earlier erasures proved: somebody may have stored data
# meanwhile.
ARRIVALS = frozenset({T.TAKE_BACK, T.FIND, T.REOPEN})
# What nobody does: in the history a rule stands where others have a person.
BY_RULE = frozenset(rule.transition for rule in RULES.values() if not rule.permissions)


def reasons_against(transition: Transition, facts: DeviceFacts) -> tuple[Reason, ...]:
    """Name every unmet condition; empty when the transition would succeed."""
    rule = RULES[transition]
    if facts.state not in rule.before:
        message = _("It is not in a state from which this is possible.")
        return (Reason("wrong_state", message),)
    reasons = tuple(reason for guard in rule.guards for reason in guard(facts))
    if transition is Transition.REVERT and facts.revert_to is State.READY:
        reasons += tuple(reason for guard in READY_GUARDS for reason in guard(facts))
    return reasons


def check_move(transition: Transition, facts: DeviceFacts) -> State:
    """Return the state it would go to; raises MoveRefused with every reason."""
    reasons = reasons_against(transition, facts)
    if reasons:
        raise MoveRefused(*reasons)
    to = RULES[transition].goes_to(facts)
    assert to is not None  # noqa: S101  it_can_be_undone has asked for it
    return to


def next_step(facts: DeviceFacts) -> Transition | None:
    """Choose the one move that the page offers as its big button.

    Wipe first, then repair what is broken, then ready: the order in which a bench works.
    """
    if facts.state in WORKSHOP and facts.unsanitised and facts.state is not State.WIPE:
        return Transition.START_WIPE
    if facts.state in WORKSHOP - {State.READY}:
        return Transition.MARK_READY
    return {State.LOST: Transition.FIND}.get(facts.state)
