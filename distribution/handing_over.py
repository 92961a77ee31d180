"""The handover: it happens, it is signed, and its receipt is issued, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocating import end_allocation, lock_open_allocation, settle
from distribution.eligibility import grounds_valid_on
from distribution.issuing import issue_receipt
from distribution.models import Allocation, Handover, Receipt
from distribution.waiting_list import proofs_seen
from distribution.words import AllocationEnd, LegalMode, LineState, SignatureKind
from inventory.lifecycle import Transition
from inventory.moving import FromDistribution, move_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

SHORTEST_GUARANTEE, LONGEST_GUARANTEE = 12, 24  # months: distribution.receipts.content
MOST_POINTS = 4000  # of a drawn signature: about 100 kB


class HandoverRefused(Refused):
    """The rules refuse this handover; `reasons` names every unmet condition."""


@transaction.atomic
def hand_over(
    allocation: Allocation, handover: Handover, *, language: str, actor: Membership
) -> Receipt:
    """Record an unsaved handover of an open allocation and issue its receipt in `language`.

    Raises HandoverRefused, AllocationRefused when the allocation has ended, and MoveRefused when
    the device's own rules say no; then nothing is written.
    """
    allocation = lock_open_allocation(allocation)
    reasons = why_refused(handover)
    if reasons:
        raise HandoverRefused(*reasons)
    handover.allocation = allocation
    handover.giver = allocation.device.steward
    handover.recorded_by = actor
    handover.save()
    valid = grounds_valid_on(proofs_seen(allocation.line.nomination), handover.handed_over_on)
    known = FromDistribution(stands_allocated=True, proof_is_valid=bool(valid))
    move_device(allocation.device, Transition.HAND_OVER, actor=actor, known=known)
    end_allocation(allocation, AllocationEnd.HANDED_OVER)
    line = allocation.line
    line.state = LineState.SERVED
    line.save(update_fields=["state"])
    settle(line.nomination)
    receipt = issue_receipt(handover, language=language)
    record(
        actor,
        "device.handed_over",
        line.nomination.reference,
        device=allocation.device.code,
        receipt=str(receipt),
    )
    return receipt


def why_refused(handover: Handover) -> tuple[Reason, ...]:
    """Name what is missing or can't be true in an unsaved handover."""
    found = [*_terms(handover), *_signature(handover)]
    if handover.handed_over_on > timezone.localdate():
        message = _("The day of the handover is still to come.")
        found.append(Reason("in_future", message))
    if not handover.receiver_name.strip():
        found.append(Reason("receiver_missing", _("Say who received it.")))
    if not handover.works:
        message = _("The receiver has to confirm that it works; otherwise report a fault.")
        found.append(Reason("not_confirmed", message))
    return tuple(found)


def _terms(handover: Handover) -> list[Reason]:
    if handover.legal_mode == LegalMode.CONTRIBUTION:
        if not handover.contribution_cents:
            return [Reason("amount_missing", _("Say how much the contribution is."))]
        if handover.guarantee_months < SHORTEST_GUARANTEE:
            message = _("For a contribution the guarantee is two years, or at least one if agreed.")
            return [Reason("guarantee_too_short", message)]
        if handover.guarantee_months > LONGEST_GUARANTEE:
            message = _("The legal guarantee is two years at most. Promise more in words.")
            return [Reason("guarantee_too_long", message)]
    if handover.legal_mode == LegalMode.LOAN and not handover.loan_until:
        return [Reason("loan_until_missing", _("Say until when it is on loan."))]
    return []


def _signature(handover: Handover) -> list[Reason]:
    if handover.signature_kind == SignatureKind.DRAWN:
        points = sum(len(stroke) for stroke in handover.strokes)
        if not points:
            return [Reason("signature_missing", _("The signature is empty: draw it first."))]
        if points > MOST_POINTS:
            message = _("The signature is too long to be stored: clear it and draw it again.")
            return [Reason("signature_too_long", message)]
    if handover.signature_kind == SignatureKind.TYPED and not handover.signed_by_name.strip():
        return [Reason("signature_missing", _("Type the name of the person who signs."))]
    return []
