"""What coordinators decide: accept or reject, look again, approve an exception, transfer."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.entitlement import blocks_of, computers_in_all
from distribution.informing import tell
from distribution.lifecycle import Step, reasons_against
from distribution.models import Nomination
from distribution.nominations.nominating import NominationRefused, lock_for, start_waiting
from distribution.waiting_list.ranking import rank
from distribution.words import (
    ACCEPTING,
    Decision,
    ExceptionReason,
    NominationState,
    NoticeCode,
)
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import record
from refurb.reasons import Reason

# What an exception goes past: the rule of frequency, by two persons, and a service's quota, which
# coordinators set. Without a valid proof or an agreement nothing could ever be set aside.
OVERRULED = frozenset({"too_frequent", "quota_used_up", "quota_too_small"})


@transaction.atomic
def decide(nomination: Nomination, decision: Decision, *, actor: Membership) -> Nomination:
    """Accept or reject a submitted nomination, with a coded reason. Raises NominationRefused.

    Accepting as an exception to the rule of frequency needs that somebody else asked for one: the
    coordinator is then the second person. A review is decided by another than the first.
    """
    step = Step.ACCEPT if decision in ACCEPTING else Step.REJECT
    nomination = lock_for(step, nomination)
    against = [*reviewed_by_another(nomination, actor)]
    if step is Step.ACCEPT:
        against += _against_accepting(nomination, decision, actor)
    if against:
        raise NominationRefused(*against)
    nomination.decision = decision
    nomination.decided_by = actor
    nomination.decided_at = timezone.now()
    if step is Step.REJECT:
        nomination.state = NominationState.REJECTED
    nomination.save(update_fields=["decision", "decided_by", "decided_at", "state"])
    if step is Step.ACCEPT:
        start_waiting(nomination)
        tell(nomination, NoticeCode.ACCEPTED, decision=decision)
    else:
        is_final = nomination.review_asked_at is not None
        tell(nomination, NoticeCode.REJECTED, decision=decision, is_final=is_final)
    record(actor, "nomination.decided", nomination.reference, decision=decision)
    return nomination


def why_undecidable(nomination: Nomination, actor: Membership) -> tuple[Reason, ...]:
    """Name what keeps somebody from deciding on it, whatever they would decide; empty: nothing."""
    in_its_state = reasons_against(Step.ACCEPT, nomination.state)
    return in_its_state or tuple(reviewed_by_another(nomination, actor))


def reviewed_by_another(nomination: Nomination, actor: Membership) -> list[Reason]:
    """Refuse whoever decided on it first."""
    first = nomination.first_decided_by
    if first is None or first.user_id != actor.user_id:
        return []
    message = _("You decided on it first: a review is for another coordinator.")
    return [Reason("same_coordinator", message)]


def _against_accepting(
    nomination: Nomination, decision: Decision, actor: Membership
) -> list[Reason]:
    against = blocks_of(nomination)
    if decision == Decision.MEETS_RULES:
        return list(against)
    lacking = [reason for reason in against if reason.code not in OVERRULED]
    if lacking or all(reason.code != "too_frequent" for reason in against):
        return lacking
    found = _against_approving(nomination, actor)
    if not found:
        _approve(nomination, actor)
    return found


@transaction.atomic
def ask_review(nomination: Nomination, *, actor: Membership) -> Nomination:
    """Put a rejection before another coordinator, once. Raises NominationRefused."""
    nomination = lock_for(Step.ASK_REVIEW, nomination)
    if nomination.review_asked_at is not None:
        message = _("Another coordinator has looked at it already: the rejection is final.")
        raise NominationRefused(Reason("reviewed", message))
    nomination.first_decision, nomination.decision = nomination.decision, ""
    nomination.first_decided_by, nomination.decided_by = nomination.decided_by, None
    nomination.decided_at = None
    nomination.review_asked_at = timezone.now()
    nomination.state = NominationState.SUBMITTED
    nomination.save()
    record(actor, "nomination.review_asked", nomination.reference)
    return nomination


@transaction.atomic
def ask_exception(
    nomination: Nomination, because: ExceptionReason, *, actor: Membership
) -> Nomination:
    """Ask for more computers than the rule of frequency allows. Raises NominationRefused.

    Asking again replaces what was asked and not yet approved.
    """
    nomination = lock_for(Step.ASK_EXCEPTION, nomination)
    if nomination.exception_approved_by_id is not None:
        raise NominationRefused(_approved_already())
    if all(reason.code != "too_frequent" for reason in blocks_of(nomination)):
        message = _("The rule of frequency allows what is asked: no exception is needed.")
        raise NominationRefused(Reason("not_too_frequent", message))
    nomination.exception_reason = because
    nomination.exception_asked_by = actor
    nomination.exception_asked_at = timezone.now()
    nomination.save(update_fields=["exception_reason", "exception_asked_by", "exception_asked_at"])
    record(actor, "exception.asked", nomination.reference, exception=because)
    return nomination


@transaction.atomic
def approve_exception(nomination: Nomination, *, actor: Membership) -> Nomination:
    """Approve, as the second person, what somebody else asked for. Raises NominationRefused."""
    nomination = lock_for(Step.APPROVE_EXCEPTION, nomination)
    against = _against_approving(nomination, actor)
    if against:
        raise NominationRefused(*against)
    _approve(nomination, actor)
    return nomination


@transaction.atomic
def refuse_exception(nomination: Nomination, *, actor: Membership) -> Nomination:
    """Refuse what was asked for; it may be asked for again. Raises NominationRefused."""
    nomination = lock_for(Step.APPROVE_EXCEPTION, nomination)
    if nomination.exception_approved_by_id is not None:
        raise NominationRefused(_approved_already())
    if nomination.exception_asked_by is None:
        raise NominationRefused(_not_asked())
    nomination.exception_reason, nomination.exception_asked_by = "", None
    nomination.exception_asked_at = None
    nomination.save(update_fields=["exception_reason", "exception_asked_by", "exception_asked_at"])
    tell(nomination, NoticeCode.EXCEPTION_REFUSED)
    record(actor, "exception.refused", nomination.reference)
    return nomination


def _not_asked() -> Reason:
    message = _("Nobody has asked for an exception yet: ask for one, with its reason.")
    return Reason("exception_not_asked", message)


def _approved_already() -> Reason:
    return Reason("approved", _("The exception is approved already."))


def _against_approving(nomination: Nomination, actor: Membership) -> list[Reason]:
    asked_by = nomination.exception_asked_by
    if nomination.exception_approved_by_id is not None:
        return [_approved_already()]
    if asked_by is None:
        return [_not_asked()]
    if asked_by.user_id == actor.user_id:
        message = _("You asked for the exception yourself: a second person has to approve it.")
        return [Reason("same_person", message)]
    return []


def _approve(nomination: Nomination, actor: Membership) -> None:
    nomination.exception_approved_by = actor
    nomination.exception_approved_at = timezone.now()
    nomination.exception_computers = computers_in_all(nomination)
    nomination.save(
        update_fields=["exception_approved_by", "exception_approved_at", "exception_computers"]
    )
    tell(nomination, NoticeCode.EXCEPTION_APPROVED)
    record(actor, "exception.approved", nomination.reference)


@transaction.atomic
def transfer(nomination: Nomination, service: Organisation, *, actor: Membership) -> Nomination:
    """Pass a nomination and its household on to another service; both are told.

    Dates and proofs stay, and the place unless the policy balances the two services; the first
    one's own case reference does not go along. Raises NominationRefused.
    """
    nomination = lock_for(Step.TRANSFER, nomination)
    before = nomination.organisation
    if not service.is_social_service or service == before:
        message = _("Choose another social service.")
        raise NominationRefused(Reason("no_other_service", message))
    tell(nomination, NoticeCode.TRANSFERRED_AWAY, service=service.name)
    nomination.organisation, nomination.case_reference = service, ""
    nomination.save(update_fields=["organisation", "case_reference"])
    household = nomination.household
    household.organisation = service
    household.save(update_fields=["organisation"])
    tell(nomination, NoticeCode.TRANSFERRED_HERE, service=before.name)
    codes = {"before": before.code, "after": service.code}
    record(actor, "nomination.transferred", nomination.reference, **codes)
    rank(nomination)
    return nomination
