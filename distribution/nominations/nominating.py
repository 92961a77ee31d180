"""Nominations: draft, submit, give up a machine, withdraw."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import release_for_withdrawal, settle
from distribution.comparing import compare
from distribution.entitlement import blocks_of
from distribution.fingerprinting import fingerprint, forget_fingerprints
from distribution.lifecycle import OPEN, Step, line_can, reasons_against
from distribution.models import Household, Nomination, Proof, RequestLine
from distribution.one_household import date_kept
from distribution.referrals.referring import withdraw_all
from distribution.waiting_list.ranking import rank
from distribution.words import LineState, NominationState, ReferralOutcome, WithdrawReason
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

__all__ = [
    "OPEN",
    "NominationRefused",
    "give_up_line",
    "lock_for",
    "start_waiting",
    "submit",
    "withdraw",
    "write_draft",
]

# Without these a nomination can't even be put before a coordinator: the law asks for them.
NEVER_WITHOUT = frozenset(
    {"no_people", "not_informed", "informed_in_future", "not_agreed", "agreed_in_future"}
)

# Who is no longer to be helped, or was entered by mistake, is not referred either.
UNREFERRED = {
    WithdrawReason.NO_AGREEMENT: ReferralOutcome.NO_CONSENT,
    WithdrawReason.MISTAKE: ReferralOutcome.CLOSED,
    WithdrawReason.MOVED: ReferralOutcome.CLOSED,
    WithdrawReason.NO_CONTACT: ReferralOutcome.CLOSED,
}


class NominationRefused(Refused):
    """The rules refuse this act on a nomination; `reasons` names every unmet condition."""


def lock_for(step: Step, nomination: Nomination) -> Nomination:
    """Read it again under a row lock; raises NominationRefused where the step can't begin.

    Its lines are locked first, as wherever something is set aside for them.
    """
    list(nomination.lines.select_for_update().order_by("pk").values_list("pk"))
    rows = Nomination.every.select_for_update(of=("self",)).select_related(
        "household", "institution", "organisation"
    )
    locked = rows.get(pk=nomination.pk)
    against = reasons_against(step, locked.state)
    if against:
        raise NominationRefused(*against)
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
        lock_for(Step.EDIT, nomination)
        if lines is not None:
            nomination.lines.all().delete()
        if proofs is not None:
            nomination.proofs.all().delete()
    household.save()
    fingerprint(household)
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
    nomination = lock_for(Step.SUBMIT, nomination)
    if nomination.organisation.quota is not None:  # two at once would else both take the last one
        list(Organisation.objects.select_for_update().filter(pk=nomination.organisation_id))
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
        start_waiting(nomination)
    compare(nomination.household)
    record(actor, "nomination.submitted", nomination.reference, state=nomination.state)
    return nomination


def start_waiting(nomination: Nomination) -> None:
    """Let its lines wait since it was submitted: the time of a decision is not lost.

    Or since its household was first nominated, where coordinators found two to be one.
    """
    nomination.state = NominationState.WAITING
    nomination.save(update_fields=["state"])
    nomination.lines.filter(state=LineState.DRAFT).update(
        state=LineState.WAITING, waiting_since=date_kept(nomination)
    )
    rank(nomination)


@transaction.atomic
def give_up_line(
    nomination: Nomination, number: int, because: WithdrawReason, *, actor: Membership
) -> Nomination:
    """End one line that isn't needed any more; the device set aside for it goes back.

    When no line is left and none was served, the nomination is withdrawn for the same reason.
    Raises NominationRefused, and for a reason that ends the whole nomination too.
    """
    nomination = lock_for(Step.GIVE_UP, nomination)
    line = nomination.lines.filter(number=number).first()
    if line is None or not line_can(Step.GIVE_UP, line.state):
        message = _("This machine is not waited for any more.")
        raise NominationRefused(Reason("line_ended", message))
    if because == WithdrawReason.NO_AGREEMENT:
        message = _("An agreement is withdrawn for the whole nomination: withdraw that.")
        raise NominationRefused(Reason("whole_only", message))
    _give_up(nomination.lines.filter(pk=line.pk), because, actor)
    nomination.state = settle(nomination, because)
    rank(nomination)
    record(actor, "line.given_up", nomination.reference, line=number, because=because)
    return nomination


def _give_up(
    lines: QuerySet[RequestLine], because: WithdrawReason | str, actor: Membership
) -> None:
    release_for_withdrawal(lines, actor=actor)
    ended = {LineState.SERVED, LineState.GIVEN_UP}
    lines.exclude(state__in=ended).update(state=LineState.GIVEN_UP, given_up_because=because)


@transaction.atomic
def withdraw(nomination: Nomination, because: WithdrawReason, *, actor: Membership) -> Nomination:
    """Withdraw an open nomination; what was allocated to it goes back. Raises NominationRefused.

    A person's withdrawn agreement ends all processing: from then on the nomination and the
    household are seen by the service alone.
    """
    nomination = lock_for(Step.WITHDRAW, nomination)
    _give_up(nomination.lines.all(), because, actor)
    nomination.state = NominationState.WITHDRAWN
    nomination.withdrawn_because = because
    if because == WithdrawReason.NO_AGREEMENT:
        nomination.agreement_withdrawn_on = timezone.localdate()
        forget_fingerprints(nomination.household)
    if because in UNREFERRED:
        withdraw_all(nomination, UNREFERRED[because], actor=actor)
    nomination.save(update_fields=["state", "withdrawn_because", "agreement_withdrawn_on"])
    rank(nomination)
    record(actor, "nomination.withdrawn", nomination.reference, because=because)
    return nomination
