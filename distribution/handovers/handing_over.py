"""The handover: it happens, it is signed, and its receipt is issued, in one transaction.

One act with two doors: the desk refuses while a condition is unmet (here), a report afterwards
records it all the same (distribution.handovers.reporting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import (
    end_allocations,
    lock_open_allocation,
    open_companions,
    settle,
)
from distribution.circumstances import proofs_seen
from distribution.deliveries import ceiling_cents
from distribution.eligibility import grounds_valid_on
from distribution.entitlement import past_the_rule
from distribution.handovers.filing import file_paper
from distribution.handovers.issuing import issue_receipt, number_of
from distribution.models import Allocation, Handover, Proof, Receipt, RequestLine
from distribution.receivers import may_name
from distribution.referrals.referring import propose_for
from distribution.words import AllocationEnd, LegalMode, LineState, SignatureKind
from inventory.lifecycle import Transition
from inventory.moving import FromDistribution, move_devices
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.photos.pictures import Picture
from refurb.reasons import Reason, Refused

SHORTEST_GUARANTEE, LONGEST_GUARANTEE = 12, 24  # months: distribution.handovers.receipts.content
MOST_POINTS = 4000  # of a drawn signature: about 100 kB
EURO_CENTS = 100


class HandoverRefused(Refused):
    """The rules refuse this handover; `reasons` names every unmet condition."""


@dataclass(frozen=True)
class Parting:
    """What leaves together: an allocation, locked, what goes with it, and the unsaved handover."""

    allocation: Allocation
    companions: Sequence[Allocation]
    handover: Handover
    language: str  # of the receipt

    @property
    def all(self) -> tuple[Allocation, ...]:
        """List the machine and what goes with it."""
        return (self.allocation, *self.companions)


@transaction.atomic
def hand_over(
    allocation: Allocation,
    handover: Handover,
    *,
    language: str,
    actor: Membership,
    paper: Picture | None = None,
) -> Receipt:
    """Record an unsaved handover of an open allocation and issue its receipt in `language`.

    `paper` is the photo of what was signed by hand, when it is there already.
    What goes with the machine is handed over with it. Raises HandoverRefused, also when a workshop
    expects nobody for it today (distribution.appointments.arriving), AllocationRefused
    when the allocation has ended, and MoveRefused when a device's own rules say no; then nothing
    is written.
    """
    allocation = lock_open_allocation(allocation)
    parting = Parting(allocation, open_companions(allocation), handover, language)
    reasons = (*why_refused(handover), *unmet(parting))
    if not may_name(allocation, actor):
        reasons = (not_expected(),)
    if reasons:
        raise HandoverRefused(*reasons)
    known = FromDistribution(stands_allocated=True, proof_is_valid=proof_is_valid(parting))
    receipt = part(parting, known, actor=actor)
    if paper is not None:
        file_paper(receipt, paper, actor=actor)
    return receipt


def not_expected() -> Reason:
    """Say that nobody's appointment is today, so nobody here knows whom the machine is for."""
    message = _("Nobody is expected for it today. Say first that they have come.")
    return Reason("not_expected", message)


def proof_is_valid(parting: Parting) -> bool:
    """Say whether the household is entitled on the day; an institution needs no proof."""
    nomination = parting.allocation.line.nomination
    if nomination.institution_id is not None:
        return True
    with_grounds = Prefetch("proofs", Proof.objects.select_related("ground"))
    prefetch_related_objects([nomination], with_grounds)
    seen = proofs_seen(nomination)
    return bool(grounds_valid_on(seen, parting.handover.handed_over_on))


def part(parting: Parting, known: FromDistribution, *, actor: Membership) -> Receipt:
    """Move the devices out, end their allocations, serve the line and issue the receipt.

    Called by the two doors, inside their transaction.
    """
    allocation, handover = parting.allocation, parting.handover
    handover.allocation = allocation
    handover.giver = allocation.device.steward
    handover.recorded_by = actor
    handover.save()
    devices = [each.device for each in parting.all]
    move_devices(devices, Transition.HAND_OVER, actor=actor, known=known)
    end_allocations(parting.all, AllocationEnd.HANDED_OVER)
    line = allocation.line
    line.state = LineState.SERVED
    line.save(update_fields=["state"])
    others = [each.state for each in line.nomination.lines.all() if each.pk != line.pk]
    settle(line.nomination, states=[*others, line.state])
    propose_for(line, actor=actor)
    receipt = issue_receipt(handover, language=parting.language, beside=parting.companions)
    record(
        actor,
        "device.handed_over",
        line.nomination.reference,
        device=allocation.device.code,
        receipt=number_of(receipt),
    )
    return receipt


def why_refused(handover: Handover) -> tuple[Reason, ...]:
    """Name what is missing or can't be true in an unsaved handover at the desk."""
    found = [*why_incomplete(handover)]
    if not handover.works:
        message = _("The receiver has to confirm that it works; otherwise report a fault.")
        found.append(Reason("not_confirmed", message))
    if handover.is_proxy and not handover.mandate_seen:
        message = _("Who comes instead of the household shows a mandate. Look at it first.")
        found.append(Reason("mandate_missing", message))
    return tuple(found)


def why_incomplete(handover: Handover) -> tuple[Reason, ...]:
    """Name what has to be said of any handover, whether it is about to happen or has happened."""
    found = [*_terms(handover), *_signature(handover)]
    if handover.handed_over_on > timezone.localdate():
        message = _("The day of the handover is still to come.")
        found.append(Reason("in_future", message))
    if not handover.receiver_name.strip():
        found.append(Reason("receiver_missing", _("Say who received it.")))
    return tuple(found)


def unmet(parting: Parting) -> list[Reason]:
    """Name the conditions that only what is handed over tells, and the rule of frequency.

    The nomination's lines are locked, so that none of them moves before this one is served.
    """
    nomination, day = parting.allocation.line.nomination, parting.handover.handed_over_on
    lines = RequestLine.objects.select_for_update().order_by("pk")
    prefetch_related_objects([nomination], Prefetch("lines", lines))
    found = past_the_rule(nomination, day) if nomination.institution_id is None else []
    if parting.allocation.companion_to_id is not None:
        message = _("This device goes with another one: hand that one over.")
        found.append(Reason("is_companion", message))
    most = most_cents(parting.all)
    if (parting.handover.contribution_cents or 0) > most:
        message = _("At most %(most)s euro may be asked for this.")
        found.append(Reason("too_much_asked", message, {"most": most // EURO_CENTS}))
    return found


def most_cents(allocations: Sequence[Allocation]) -> int:
    """Say how much may be asked at most for what these set aside."""
    kinds = [each.device.kind for each in allocations]
    return ceiling_cents(kinds, settings.CONTRIBUTION_CEILINGS)


def _terms(handover: Handover) -> list[Reason]:
    if handover.legal_mode == LegalMode.CONTRIBUTION:
        if not handover.contribution_cents:
            return [Reason("amount_missing", _("Say how much the contribution is."))]
        return _guarantee(handover)
    if handover.legal_mode == LegalMode.LOAN and not handover.loan_until:
        return [Reason("loan_until_missing", _("Say until when it is on loan."))]
    return []


def _guarantee(handover: Handover) -> list[Reason]:
    months = handover.guarantee_months
    if months < SHORTEST_GUARANTEE:
        message = _("For a contribution the guarantee is two years, or at least one if agreed.")
        return [Reason("guarantee_too_short", message)]
    if months > LONGEST_GUARANTEE:
        message = _("The legal guarantee is two years at most. Promise more in words.")
        return [Reason("guarantee_too_long", message)]
    if months < LONGEST_GUARANTEE and not handover.shorter_agreed:
        message = _("Less than two years holds only if it was expressly agreed. Say so.")
        return [Reason("shorter_not_agreed", message)]
    return []


def _signature(handover: Handover) -> list[Reason]:
    kind, points = handover.signature_kind, sum(map(len, handover.strokes))
    if points > MOST_POINTS:
        message = _("The signature is too long to be stored: clear it and draw it again.")
        return [Reason("signature_too_long", message)]
    if kind == SignatureKind.DRAWN and not points:
        return [Reason("signature_missing", _("The signature is empty: draw it first."))]
    if kind == SignatureKind.TYPED and not handover.signed_by_name.strip():
        return [Reason("signature_missing", _("Type the name of the person who signs."))]
    if kind == SignatureKind.MARK and not handover.witness_name.strip():
        return [Reason("witness_missing", _("Give the name of the witness of the mark."))]
    return []
