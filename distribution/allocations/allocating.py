"""Allocations: make, release; end by a fault, a loss, a no-show, a refusal."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.set_aside import told_of
from distribution.allocations.stood import standing_in, standing_now
from distribution.allocations.supply import need_of, supply_of
from distribution.allocations.taken import taken_by, who_took
from distribution.appointments.following import follow
from distribution.entitlement import blocks_of
from distribution.fit import EARMARKED, why_not
from distribution.informing import tell
from distribution.institutions.quota import against_another
from distribution.lifecycle import MOST_MISSED, Step, line_can, settled
from distribution.models import Allocation, Nomination, RequestLine, RunLine
from distribution.waiting_list.ranking import rank
from distribution.words import (
    AllocationEnd,
    LineState,
    NominationState,
    NoticeCode,
    WithdrawReason,
)
from inventory.lifecycle import Transition
from inventory.models import Device
from inventory.moving import FromDistribution, Said, lock_device, move_device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

STANDS = FromDistribution(stands_allocated=True)


class AllocationRefused(Refused):
    """The rules refuse this allocation, or somebody was faster; `reasons` says why."""


@transaction.atomic
def allocate(
    line: RequestLine,
    device: Device,
    *,
    reason: str,
    actor: Membership,
    pair: RunLine | None = None,
) -> Allocation:
    """Set a ready device aside for a waiting line, by hand or as a pair of a run proposed it.

    Raises AllocationRefused with every unmet condition, and MoveRefused when the device's own
    rules say no.
    """
    device = lock_device(device)
    line = _lock_line(line)
    _check(line, device, reason, by_hand=pair is None)
    run = pair.run if pair else None
    try:
        with transaction.atomic():
            allocation = Allocation.objects.create(
                line=line,
                device=device,
                reason=reason.strip(),
                made_by=actor,
                run=run,
                stood=standing_in(pair) if pair else standing_now(line),
            )
    except IntegrityError:
        raise AllocationRefused(taken_by(line, device)) from None
    move_device(device, Transition.ALLOCATE, actor=actor, known=STANDS)
    RequestLine.objects.filter(pk=line.pk).update(state=LineState.ALLOCATED)
    settle(line.nomination)
    rank(line.nomination)
    tell(line.nomination, NoticeCode.SET_ASIDE, **told_of(line, device))
    reference, number = line.nomination.reference, run and run.number
    record(actor, "line.allocated", reference, device=device.code, run=number)
    return allocation


def _lock_line(line: RequestLine) -> RequestLine:
    rows = RequestLine.objects.select_for_update(of=("self",))
    rows = rows.select_related("nomination__household", "nomination__institution")
    return rows.select_related("nomination__organisation").get(pk=line.pk)


def _check(line: RequestLine, device: Device, reason: str, *, by_hand: bool) -> None:
    if not line_can(Step.ALLOCATE, line.state):
        gone = Reason("line_not_waiting", _("This request line is not waiting any more."))
        raise AllocationRefused(gone, *who_took(line, device))
    unfit = why_not(need_of(line), supply_of(device))
    if by_hand:  # the coordinator's reason says why a device given for others goes here
        unfit = tuple(one for one in unfit if one != EARMARKED)
    against = [*_against_receiver(line.nomination), *unfit]
    if not reason.strip():
        against.append(Reason("reason_missing", _("Say why.")))
    if against:
        raise AllocationRefused(*against)


def _against_receiver(nomination: Nomination) -> tuple[Reason, ...]:
    """Say why these may receive nothing more today."""
    if nomination.institution_id is not None:
        return against_another()
    return blocks_of(nomination)


def settle(
    nomination: Nomination,
    because: WithdrawReason | str = "",
    *,
    states: Collection[str] | None = None,
) -> NominationState:
    """Make the state of a nomination under way follow its lines; return it.

    `because` says why the last line ended, for when all were given up; `states`: those of its
    lines, where they were read under their locks.
    """
    known = nomination.lines.values_list("state", flat=True) if states is None else states
    state = settled(list(known))
    ended = {"withdrawn_because": because} if state == NominationState.WITHDRAWN else {}
    Nomination.every.filter(pk=nomination.pk).update(state=state, **ended)
    return state


def lock_open_allocation(allocation: Allocation) -> Allocation:
    """Lock the device and read the allocation again; raises AllocationRefused if it has ended."""
    device = lock_device(allocation.device)
    rows = Allocation.objects.select_for_update(of=("self",)).select_related(
        "device__steward",
        "line__nomination__household",
        "line__nomination__institution",
        "line__nomination__organisation",
    )
    locked = rows.get(pk=allocation.pk)
    if locked.ended_at is not None:
        raise AllocationRefused(Reason("ended", _("This allocation has ended already.")))
    locked.device.own_rule = device.own_rule
    return locked


def end_allocation(allocation: Allocation, end: AllocationEnd) -> None:
    """Write how an open allocation ended; the caller moves the device and the line."""
    end_allocations([allocation], end)


def end_allocations(allocations: Collection[Allocation], end: AllocationEnd) -> None:
    """Write the same of several, with their devices and lines; appointments follow."""
    now = timezone.now()
    ids = [each.pk for each in allocations]
    Allocation.objects.filter(pk__in=ids).update(end=end, ended_at=now)
    for each in allocations:
        each.end, each.ended_at = end, now
    follow(allocations, end)


def open_companions(allocation: Allocation) -> list[Allocation]:
    """Lock and list what is set aside to go with a machine, oldest first."""
    rows = Allocation.objects.open().filter(companion_to=allocation).order_by("pk")
    theirs = Device.objects.to_be_judged().filter(pk__in=rows.order_by().values("device"))
    devices = {each.pk: each for each in theirs.select_for_update(of=("self",)).order_by("pk")}
    if not devices:
        return []
    locked = rows.select_for_update(of=("self",)).select_related("device", "line__nomination")
    for each in locked:
        each.device.own_rule = devices[each.device_id].own_rule
    return list(locked)


@transaction.atomic
def release(allocation: Allocation, *, reason: str, actor: Membership) -> None:
    """Give the device back to the shelf and the line its place, with its original date.

    What goes with it is released too; a companion alone leaves its machine where it is. Raises
    AllocationRefused and MoveRefused.
    """
    allocation = lock_open_allocation(allocation)
    said = Said(reason=reason)
    _release_companions(allocation, said, actor)
    move_device(allocation.device, Transition.RELEASE, actor=actor, said=said, known=STANDS)
    back_to_waiting(allocation, AllocationEnd.RELEASED, ahead=False)
    _tell(allocation, "line.released", actor)


@transaction.atomic
def report_fault(allocation: Allocation, *, fault: str, actor: Membership) -> None:
    """Send an allocated device to repair; its line goes to the top. Raises as release does."""
    allocation = lock_open_allocation(allocation)
    _release_companions(allocation, Said(reason=fault), actor)
    move_device(
        allocation.device, Transition.FAULT_FOUND, actor=actor, said=Said(fault=fault), known=STANDS
    )
    back_to_waiting(allocation, AllocationEnd.FAULT, ahead=True)
    _tell(allocation, "line.lost_its_device", actor)


@transaction.atomic
def report_loss(allocation: Allocation, *, reason: str, actor: Membership) -> None:
    """Record that an allocated device is lost; its line goes to the top. Raises as release does."""
    allocation = lock_open_allocation(allocation)
    said = Said(reason=reason)
    _release_companions(allocation, said, actor)
    move_device(allocation.device, Transition.LOSE, actor=actor, said=said, known=STANDS)
    back_to_waiting(allocation, AllocationEnd.RELEASED, ahead=True)
    _tell(allocation, "line.lost_its_device", actor)


def _release_companions(allocation: Allocation, said: Said, actor: Membership) -> None:
    for companion in open_companions(allocation):
        move_device(companion.device, Transition.RELEASE, actor=actor, said=said, known=STANDS)
        end_allocation(companion, AllocationEnd.RELEASED)


def _tell(allocation: Allocation, verb: str, actor: Membership) -> None:
    reference = allocation.line.nomination.reference
    if allocation.companion_to_id is None:
        record(actor, verb, reference)
    else:
        record(actor, "companion.ended", reference, device=allocation.device.code)


def back_to_waiting(allocation: Allocation, end: AllocationEnd, *, ahead: bool) -> None:
    """End an allocation, locked, and let its line wait again with its date; first, if `ahead`."""
    end_allocation(allocation, end)
    if allocation.companion_to_id is not None:
        return  # its machine stays set aside
    line = allocation.line
    line.state = LineState.WAITING
    if ahead:
        line.ahead_since = timezone.now()
    line.save(update_fields=["state", "ahead_since"])
    settle(line.nomination)
    rank(line.nomination)


@transaction.atomic
def report_no_show(allocation: Allocation, *, actor: Membership) -> None:
    """Record that nobody came for the device; the second time the line ends. Raises as release."""
    _missed(allocation, AllocationEnd.NO_SHOW, WithdrawReason.NO_SHOW, actor)


@transaction.atomic
def report_refusal(allocation: Allocation, *, actor: Membership) -> None:
    """Record that the household refuses the device; the second time the line ends.

    Raises as release does.
    """
    _missed(allocation, AllocationEnd.REFUSED, WithdrawReason.REFUSED, actor)


def _missed(
    allocation: Allocation, end: AllocationEnd, because: WithdrawReason, actor: Membership
) -> None:
    # A screen that nobody came for means that nobody came for its machine.
    allocation = lock_open_allocation(allocation.companion_to or allocation)
    _to_the_shelf(allocation, end, actor)
    line = allocation.line
    line.missed += 1
    line.ahead_since = None  # who did not come stands where the points say
    reference = line.nomination.reference
    if line.missed < MOST_MISSED:
        line.state = LineState.WAITING
        tell(line.nomination, NoticeCode.WAITS_AGAIN, line=line.number, end=end)
        record(actor, "line.missed", reference, line=line.number, end=end)
    else:
        line.state, line.given_up_because = LineState.GIVEN_UP, because
        tell(line.nomination, NoticeCode.LINE_ENDED, line=line.number, because=because)
        record(actor, "line.given_up", reference, line=line.number, because=because)
    line.save(update_fields=["state", "missed", "given_up_because", "ahead_since"])
    settle(line.nomination, because)
    rank(line.nomination)


def _to_the_shelf(allocation: Allocation, end: AllocationEnd, actor: Membership) -> None:
    said = Said(reason=str(AllocationEnd(end).label))
    _release_companions(allocation, said, actor)
    move_device(allocation.device, Transition.RELEASE, actor=actor, said=said, known=STANDS)
    end_allocation(allocation, end)


def release_for_withdrawal(rows: QuerySet[RequestLine], *, actor: Membership) -> None:
    """Give back every device set aside for lines that are being given up."""
    for allocation in Allocation.objects.open().mains().filter(line__in=rows):
        _to_the_shelf(lock_open_allocation(allocation), AllocationEnd.WITHDRAWN, actor)
