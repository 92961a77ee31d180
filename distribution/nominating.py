"""Nominations: draft, submit, decide, update, withdraw, renew proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocating import release_for_withdrawal
from distribution.eligibility import grounds_valid_on
from distribution.entitlement import blocks_of
from distribution.models import Household, Nomination, Proof, RequestLine
from distribution.waiting_list import proofs_seen
from distribution.words import (
    ACCEPTING,
    Decision,
    LineState,
    NominationState,
    WithdrawReason,
)
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

OPEN = frozenset(
    {NominationState.DRAFT, NominationState.SUBMITTED}
    | {NominationState.WAITING, NominationState.ALLOCATED}
)
# Without these a nomination can't even be put before a coordinator: the law asks for them.
NEVER_WITHOUT = frozenset(
    {"no_people", "not_informed", "informed_in_future", "not_agreed", "agreed_in_future"}
)


class NominationRefused(Refused):
    """The rules refuse this act on a nomination; `reasons` names every unmet condition."""


def lock_nomination(nomination: Nomination, *states: NominationState) -> Nomination:
    """Read it again under a row lock; raises NominationRefused unless in one of `states`."""
    rows = Nomination.objects.select_for_update(of=("self",)).select_related(
        "household", "organisation"
    )
    locked = rows.get(pk=nomination.pk)
    if locked.state not in states:
        message = _("This is not possible any more: look at where the nomination stands now.")
        raise NominationRefused(Reason("wrong_state", message))
    return locked


@transaction.atomic
def write_draft(
    nomination: Nomination,
    household: Household,
    lines: Sequence[RequestLine] | None,
    proofs: Sequence[Proof] | None,
    *,
    actor: Membership,
) -> Nomination:
    """Save a draft, new or changed, with unsaved lines and proofs in place of those it had.

    None leaves the lines, or the proofs, as they are.
    """
    if not nomination.reference:
        year = timezone.localdate().year % 100
        nomination.reference = f"NM-{year:02d}-{next_number(f'nomination:{year}'):04d}"
        nomination.organisation = household.organisation = actor.organisation
        nomination.nominated_by = actor
        record(actor, "nomination.drafted", nomination.reference)
    else:
        lock_nomination(nomination, NominationState.DRAFT)
        if lines is not None:
            nomination.lines.all().delete()
        if proofs is not None:
            nomination.proofs.all().delete()
    household.save()
    nomination.household = household
    nomination.save()
    for number, line in enumerate(lines or (), start=1):
        line.nomination, line.number = nomination, number
        line.save()
    for proof in proofs or ():
        proof.nomination, proof.seen_by = nomination, actor
        proof.save()
    return nomination


@transaction.atomic
def submit(nomination: Nomination, *, actor: Membership) -> Nomination:
    """Send a draft: it waits at once when every rule holds, else a coordinator decides.

    Raises NominationRefused for what the law never lets pass, and for a draft that asks for
    nothing.
    """
    nomination = lock_nomination(nomination, NominationState.DRAFT)
    against = blocks_of(nomination)
    never = [reason for reason in against if reason.code in NEVER_WITHOUT]
    if not nomination.lines.exists():
        never.append(Reason("nothing_asked", _("Say what the household needs.")))
    if never:
        raise NominationRefused(*never)
    nomination.submitted_at = timezone.now()
    if against:
        nomination.state = NominationState.SUBMITTED
        nomination.save(update_fields=["state", "submitted_at"])
    else:
        nomination.save(update_fields=["submitted_at"])
        _start_waiting(nomination)
    record(actor, "nomination.submitted", nomination.reference, state=nomination.state)
    return nomination


def _start_waiting(nomination: Nomination) -> None:
    nomination.state = NominationState.WAITING
    nomination.save(update_fields=["state"])
    # A nomination that waited for a decision does not lose that time.
    nomination.lines.filter(state=LineState.DRAFT).update(
        state=LineState.WAITING, waiting_since=nomination.submitted_at
    )


@transaction.atomic
def decide(nomination: Nomination, decision: Decision, *, actor: Membership) -> Nomination:
    """Accept or reject a submitted nomination, with a coded reason. Raises NominationRefused."""
    nomination = lock_nomination(nomination, NominationState.SUBMITTED)
    nomination.decision = decision
    nomination.decided_by = actor
    nomination.decided_at = timezone.now()
    if decision not in ACCEPTING:
        nomination.state = NominationState.REJECTED
    nomination.save(update_fields=["decision", "decided_by", "decided_at", "state"])
    if decision in ACCEPTING:
        _start_waiting(nomination)
    record(actor, "nomination.decided", nomination.reference, decision=decision)
    return nomination


@transaction.atomic
def withdraw(nomination: Nomination, because: WithdrawReason, *, actor: Membership) -> Nomination:
    """Withdraw an open nomination; what was allocated to it goes back. Raises NominationRefused."""
    nomination = lock_nomination(nomination, *OPEN)
    release_for_withdrawal(nomination, actor=actor, reason=str(WithdrawReason(because).label))
    nomination.lines.exclude(state=LineState.SERVED).update(state=LineState.GIVEN_UP)
    nomination.state = NominationState.WITHDRAWN
    nomination.withdrawn_because = because
    nomination.save(update_fields=["state", "withdrawn_because"])
    record(actor, "nomination.withdrawn", nomination.reference, because=because)
    return nomination


@transaction.atomic
def expire(nomination: Nomination) -> Nomination:
    """End a wait whose proof has run out and was not renewed. Raises NominationRefused."""
    nomination = lock_nomination(nomination, NominationState.WAITING)
    if grounds_valid_on(proofs_seen(nomination), timezone.localdate()):
        message = _("A proof is still valid, so the nomination does not expire.")
        raise NominationRefused(Reason("proof_valid", message))
    nomination.lines.filter(state=LineState.WAITING).update(state=LineState.GIVEN_UP)
    nomination.state = NominationState.EXPIRED
    nomination.save(update_fields=["state"])
    record(None, "nomination.expired", nomination.reference)
    return nomination


@transaction.atomic
def add_proof(nomination: Nomination, proof: Proof, *, actor: Membership) -> Proof:
    """Record a proof as seen on an open nomination. Raises NominationRefused."""
    nomination = lock_nomination(nomination, *OPEN)
    proof.nomination, proof.seen_by = nomination, actor
    proof.save()
    record(actor, "nomination.proof_seen", nomination.reference, ground=proof.ground.code)
    return proof


UPDATABLE = frozenset(
    {"street", "postcode", "commune", "phone", "email", "language", "needs_interpreter"}
    | {"adults", "children", "children_at_school"}
)


@transaction.atomic
def update_household(
    nomination: Nomination, changes: dict[str, Any], *, actor: Membership
) -> Nomination:
    """Write what changed in the family; the trail names the fields, not the values.

    Raises NominationRefused when the nomination is closed and KeyError for a field that stays.
    """
    if changes.keys() - UPDATABLE:
        raise KeyError(sorted(changes.keys() - UPDATABLE))
    nomination = lock_nomination(nomination, *OPEN)
    household = nomination.household
    changed = sorted(name for name, value in changes.items() if getattr(household, name) != value)
    if changed:
        for name in changed:
            setattr(household, name, changes[name])
        household.save(update_fields=changed)
        record(actor, "household.changed", nomination.reference, fields=changed)
    return nomination


NEEDS = frozenset(
    {"kinds", "purpose", "keyboard", "system_language", "spec_class", "large_screen"}
    | {"screen_reader", "numeric_pad", "camera", "internet", "training_wanted"}
    | {"delivery_needed", "simplified_setup"}
)


@transaction.atomic
def update_needs(
    nomination: Nomination, number: int, changes: dict[str, Any], *, actor: Membership
) -> Nomination:
    """Write what a line that still has no device needs now; the trail names the fields.

    Raises NominationRefused when the nomination is closed or the line has its device, and KeyError
    for a field that stays.
    """
    if changes.keys() - NEEDS:
        raise KeyError(sorted(changes.keys() - NEEDS))
    nomination = lock_nomination(nomination, *OPEN)
    line = nomination.lines.filter(number=number).first()
    if line is None or line.state not in {LineState.DRAFT, LineState.WAITING}:
        message = _("This line is not waiting: release its device first.")
        raise NominationRefused(Reason("line_not_waiting", message))
    changed = sorted(name for name, value in changes.items() if getattr(line, name) != value)
    if changed:
        for name in changed:
            setattr(line, name, changes[name])
        line.save(update_fields=changed)
        record(actor, "needs.changed", nomination.reference, fields=changed, line=number)
    return nomination
