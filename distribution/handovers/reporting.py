"""Delivery reports: the second door of the handover, for what has happened already.

Rules guard the future, never the past: a delivery that happened is always recorded. What was not
as it had to be becomes an irregularity, with an owner, for a coordinator to resolve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import (
    AllocationRefused,
    open_companions,
    report_fault,
    report_loss,
    report_no_show,
    report_refusal,
)
from distribution.deliveries import IrregularityCode, NotDelivered, Refusal
from distribution.handovers.filing import file_paper
from distribution.handovers.handing_over import (
    HandoverRefused,
    Parting,
    part,
    proof_is_valid,
    unmet,
    why_incomplete,
    why_refused,
)
from distribution.handovers.standing_in import stand_in
from distribution.models import Allocation, DeliveryReport, Handover, Irregularity
from distribution.words import AllocationEnd
from inventory.lifecycle import State, Transition
from inventory.models import Device
from inventory.moving import FromDistribution, lock_device, unmet_for
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.photos.pictures import Picture
from refurb.reasons import Reason

GONE = frozenset({State.DELIVERED, State.RECYCLED, State.LOST})
CODE_OF = {
    "proof_invalid": IrregularityCode.PROOF_INVALID,
    "drives_unknown": IrregularityCode.NOT_SANITISED,
    "not_confirmed": IrregularityCode.NOT_CONFIRMED,
    "mandate_missing": IrregularityCode.MANDATE_MISSING,
    "too_much_asked": IrregularityCode.TOO_MUCH_ASKED,
}


@dataclass(frozen=True)
class Told:
    """What is told of a delivery: the unsaved handover, which device it was if another, a photo."""

    handover: Handover
    language: str  # of the receipt
    device: Device | None = None
    paper: Picture | None = None  # of the paper that was signed


@dataclass(frozen=True)
class Found:
    """One thing that was not as it had to be, of one device."""

    code: IrregularityCode
    device: Device
    facts: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def report_delivery(allocation: Allocation, told: Told, *, actor: Membership) -> DeliveryReport:
    """Record a delivery that has happened, with its receipt; unmet conditions don't stop it.

    Raises HandoverRefused for what is not said or can't be true, and AllocationRefused when this
    delivery is recorded already.
    """
    missing = why_incomplete(told.handover)
    if missing:
        raise HandoverRefused(*missing)
    expected = _lock(allocation)
    parting, found = _stand(expected, told, actor)
    found += _irregular(parting, actor)
    known = FromDistribution(stands_allocated=True, has_happened=True)
    receipt = part(parting, known, actor=actor)
    report = DeliveryReport.objects.create(
        allocation=parting.allocation, handover=parting.handover, reported_by=actor
    )
    _open(report, found, owner=expected.made_by, actor=actor)
    reference = expected.line.nomination.reference
    codes = sorted({each.code.value for each in found})
    record(actor, "delivery.reported", reference, code=codes)
    if told.paper is not None:
        file_paper(receipt, told.paper, actor=actor)
    return report


def _lock(allocation: Allocation) -> Allocation:
    lock_device(allocation.device)
    rows = Allocation.objects.select_for_update(of=("self",)).select_related(
        "device__steward",
        "made_by",
        "line__nomination__household",
        "line__nomination__institution",
        "line__nomination__organisation",
    )
    locked = rows.get(pk=allocation.pk)
    if locked.end == AllocationEnd.HANDED_OVER:
        raise AllocationRefused(Reason("recorded", _("This delivery is recorded already.")))
    return locked


def _stand(expected: Allocation, told: Told, actor: Membership) -> tuple[Parting, list[Found]]:
    """Find, or write, the allocation that was carried out, and say how it differs."""
    device = lock_device(told.device) if told.device else expected.device
    found = []
    if device.pk != expected.device_id:
        facts: dict[str, object] = {"set_aside": expected.device.code, "delivered": device.code}
        found.append(Found(IrregularityCode.WRONG_DEVICE, device, facts))
    elif expected.ended_at is not None:
        found.append(Found(IrregularityCode.NOT_STANDING, device, {"end": expected.end}))
    if device.state in GONE:
        found.append(Found(IrregularityCode.NOT_AT_HAND, device, {"state": device.state}))
    if not found:
        along = open_companions(expected)
        return Parting(expected, along, told.handover, told.language), found
    shown = stand_in(expected.line, device, actor=actor)
    return Parting(_lock(shown), [], told.handover, told.language), found


def _irregular(parting: Parting, actor: Membership) -> list[Found]:
    """Name what the desk would have refused."""
    device, handover = parting.allocation.device, parting.handover
    incomplete = {reason.code for reason in why_incomplete(handover)}
    asked = [each for each in why_refused(handover) if each.code not in incomplete]
    known = FromDistribution(stands_allocated=True, proof_is_valid=proof_is_valid(parting))
    found = _as_found([*asked, *unmet(parting)], device)
    for number, each in enumerate(parting.all):
        # The proof is the household's: it is named once, for the machine.
        of_this = known if not number else replace(known, proof_is_valid=True)
        against = unmet_for(each.device, Transition.HAND_OVER, actor=actor, known=of_this)
        found += _as_found(against, each.device)
    return found


def _as_found(reasons: Iterable[Reason], device: Device) -> list[Found]:
    """Put reasons against into irregularities: one of each sort for a device."""
    codes: dict[IrregularityCode, list[str]] = {}
    for reason in reasons:
        usual = CODE_OF.get(reason.code, IrregularityCode.OTHER)
        is_drive = reason.code.startswith("drive_")
        code = IrregularityCode.NOT_SANITISED if is_drive else usual
        codes.setdefault(code, []).append(reason.code)
    return [Found(code, device, {"reasons": of}) for code, of in codes.items()]


def _open(
    report: DeliveryReport, found: Iterable[Found], *, owner: Membership, actor: Membership
) -> None:
    for each in found:
        Irregularity.objects.create(
            code=each.code,
            facts=each.facts,
            device=each.device,
            report=report,
            owner=owner if owner.may("settle") else None,
            opened_by=actor,
        )
        record(actor, "irregularity.opened", each.device.code, code=each.code)


@transaction.atomic
def report_not_delivered(
    allocation: Allocation, because: NotDelivered, *, words: str = "", actor: Membership
) -> DeliveryReport:
    """Record that a device did not reach its household; what follows from why is done at once.

    Raises AllocationRefused when it has ended or was delivered, and MoveRefused.
    """
    allocation = _lock(allocation)
    if allocation.ended_at is not None:
        raise AllocationRefused(Reason("ended", _("This allocation has ended already.")))
    needs_words = because in {NotDelivered.BROKEN, NotDelivered.LOST}
    if needs_words and not words.strip():
        raise AllocationRefused(Reason("words_missing", _("Say what happened to it.")))
    report = DeliveryReport.objects.create(
        allocation=allocation, because=because, reported_by=actor
    )
    record(
        actor, "delivery.failed", allocation.line.nomination.reference, why=NotDelivered(because)
    )
    match because:
        case NotDelivered.NO_SHOW:
            report_no_show(allocation, actor=actor)
        case NotDelivered.REFUSED:
            refuse(allocation, Refusal.UNSAID, actor=actor)
        case NotDelivered.BROKEN:
            report_fault(allocation, fault=words, actor=actor)
        case NotDelivered.LOST:
            report_loss(allocation, reason=words, actor=actor)
    return report


@transaction.atomic
def refuse(allocation: Allocation, because: Refusal, *, actor: Membership) -> None:
    """Record that the household does not want the machine, and why, as they say it.

    The line waits again once, with its date; the second time it ends. Raises as release does.
    """
    report_refusal(allocation, actor=actor)
    # What goes with a machine is refused with it.
    refused = allocation.companion_to_id or allocation.pk
    Allocation.objects.filter(pk=refused).update(refused_because=because)
