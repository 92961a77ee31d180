"""Allocations: make, release, end by a fault or a loss."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.entitlement import blocks_of
from distribution.fit import why_not
from distribution.models import Allocation, AllocationRun, Nomination, RequestLine
from distribution.supply import need_of, supply_of
from distribution.words import AllocationEnd, LineState, NominationState
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import FromDistribution, Said, lock_device, move_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

STANDS = FromDistribution(stands_allocated=True)


class AllocationRefused(Refused):
    """The rules refuse this allocation, or somebody was faster; `reasons` says why."""


def _taken() -> Reason:
    return Reason("taken", _("Somebody was faster: the device or the line is taken. Look again."))


@transaction.atomic
def allocate(
    line: RequestLine,
    device: Device,
    *,
    reason: str,
    actor: Membership,
    run: AllocationRun | None = None,
) -> Allocation:
    """Set a ready device aside for a waiting line.

    Raises AllocationRefused with every unmet condition, and MoveRefused when the device's own
    rules say no.
    """
    device = lock_device(device)
    line = _lock_line(line)
    _check(line, device, reason)
    try:
        with transaction.atomic():
            allocation = Allocation.objects.create(
                line=line, device=device, reason=reason.strip(), made_by=actor, run=run
            )
    except IntegrityError:
        raise AllocationRefused(_taken()) from None
    move_device(device, Transition.ALLOCATE, actor=actor, known=STANDS)
    RequestLine.objects.filter(pk=line.pk).update(state=LineState.ALLOCATED)
    settle(line.nomination)
    reference, number = line.nomination.reference, run and run.number
    record(actor, "line.allocated", reference, device=device.code, run=number)
    return allocation


def _lock_line(line: RequestLine) -> RequestLine:
    rows = RequestLine.objects.select_for_update(of=("self",))
    return rows.select_related("nomination__household", "nomination__organisation").get(pk=line.pk)


def _check(line: RequestLine, device: Device, reason: str) -> None:
    if line.state != LineState.WAITING:
        raise AllocationRefused(
            Reason("line_not_waiting", _("This request line is not waiting any more."))
        )
    against = [*blocks_of(line.nomination), *why_not(need_of(line), supply_of(device))]
    if not reason.strip():
        against.append(Reason("reason_missing", _("Say why.")))
    if against:
        raise AllocationRefused(*against)


def settle(nomination: Nomination) -> None:
    """Make the nomination's state follow its lines; one that waits for a decision stays."""
    states = set(nomination.lines.values_list("state", flat=True)) - {LineState.GIVEN_UP}
    if LineState.WAITING in states:
        state = NominationState.WAITING
    elif LineState.ALLOCATED in states:
        state = NominationState.ALLOCATED
    else:
        state = NominationState.SERVED
    Nomination.objects.filter(pk=nomination.pk).update(state=state)


def lock_open_allocation(allocation: Allocation) -> Allocation:
    """Lock the device and read the allocation again; raises AllocationRefused if it has ended."""
    lock_device(allocation.device)
    rows = Allocation.objects.select_for_update(of=("self",)).select_related(
        "device", "line__nomination__household", "line__nomination__organisation"
    )
    locked = rows.get(pk=allocation.pk)
    if locked.ended_at is not None:
        raise AllocationRefused(Reason("ended", _("This allocation has ended already.")))
    return locked


def end_allocation(allocation: Allocation, end: AllocationEnd) -> None:
    """Write how an open allocation ended; the caller moves the device and the line."""
    allocation.end = end
    allocation.ended_at = timezone.now()
    allocation.save(update_fields=["end", "ended_at"])


@transaction.atomic
def release(allocation: Allocation, *, reason: str, actor: Membership) -> None:
    """Give the device back to the shelf and the line its place, with its original date.

    Raises AllocationRefused and MoveRefused.
    """
    allocation = lock_open_allocation(allocation)
    move_device(
        allocation.device, Transition.RELEASE, actor=actor, said=Said(reason=reason), known=STANDS
    )
    _back_to_waiting(allocation, AllocationEnd.RELEASED, ahead=False)
    record(actor, "line.released", allocation.line.nomination.reference)


@transaction.atomic
def report_fault(allocation: Allocation, *, fault: str, actor: Membership) -> None:
    """Send an allocated device to repair; its line goes to the top. Raises as release does."""
    allocation = lock_open_allocation(allocation)
    move_device(
        allocation.device, Transition.FAULT_FOUND, actor=actor, said=Said(fault=fault), known=STANDS
    )
    _back_to_waiting(allocation, AllocationEnd.FAULT, ahead=True)
    record(actor, "line.lost_its_device", allocation.line.nomination.reference)


@transaction.atomic
def report_loss(allocation: Allocation, *, reason: str, actor: Membership) -> None:
    """Record that an allocated device is lost; its line goes to the top. Raises as release does."""
    allocation = lock_open_allocation(allocation)
    move_device(
        allocation.device, Transition.LOSE, actor=actor, said=Said(reason=reason), known=STANDS
    )
    _back_to_waiting(allocation, AllocationEnd.RELEASED, ahead=True)
    record(actor, "line.lost_its_device", allocation.line.nomination.reference)


def _back_to_waiting(allocation: Allocation, end: AllocationEnd, *, ahead: bool) -> None:
    end_allocation(allocation, end)
    line = allocation.line
    line.state = LineState.WAITING
    if ahead:
        line.ahead_since = timezone.now()
    line.save(update_fields=["state", "ahead_since"])
    settle(line.nomination)


def release_for_withdrawal(nomination: Nomination, *, actor: Membership, reason: str) -> None:
    """Give back every device set aside for a nomination that is being withdrawn."""
    open_ones = Allocation.objects.open().filter(line__nomination=nomination)
    for allocation in open_ones.select_related("device"):
        release(allocation, reason=reason, actor=actor)
