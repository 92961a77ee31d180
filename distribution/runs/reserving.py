"""Set many devices aside at once, as `allocate` and `add_companion` would one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from distribution.allocations.accompanying import why_not_beside
from distribution.allocations.allocating import STANDS, AllocationRefused
from distribution.allocations.set_aside import told_of
from distribution.allocations.stood import Json
from distribution.allocations.supply import need_of, supply_of
from distribution.allocations.taken import taken
from distribution.entitlement import blocks_of_many
from distribution.fit import why_not
from distribution.informing import tell_several
from distribution.lifecycle import Step, line_can, settled
from distribution.models import Allocation, AllocationRun, Nomination, RequestLine
from distribution.waiting_list.ranking import rank_several
from distribution.words import LineState, NoticeCode
from inventory.lifecycle import State, Transition
from inventory.models import Device
from inventory.moving import move_devices
from refurb.accounts.models import Membership
from refurb.audit.models import record_several
from refurb.reasons import Reason


@dataclass(frozen=True, slots=True)
class Wanted:
    """A device for a line, by id and code, and the code of what goes with it; "" for nothing."""

    line: int
    device: str
    companion: str = ""
    stood: Json = field(default_factory=dict)  # distribution.allocations.stood


@dataclass(frozen=True, slots=True)
class _Pair:
    line: RequestLine
    device: Device
    companion: Device | None
    stood: Json


def reserve(wanted: Collection[Wanted], run: AllocationRun, *, actor: Membership) -> set[int]:
    """Set aside what nothing speaks against; return the lines that are left to be judged alone.

    It takes as many statements for one pair as for hundreds. Called inside an act's transaction,
    with devices, lines and nominations locked. Raises Refused or IntegrityError when what was
    judged fit is refused by the device's own rules or by the database: then nothing of all this may
    stand. Left are the pairs of which anything has to be said, and of which each judges what the
    one before has got: those of a household known by another row too, and of institutions.
    """
    pairs = _pairs(wanted)
    plain = _without_objection(pairs)
    _allocate(plain, run, actor)
    return {each.line for each in wanted} - {pair.line.pk for pair in plain}


def _pairs(wanted: Collection[Wanted]) -> list[_Pair]:
    rows = RequestLine.objects.select_related(
        "nomination__household", "nomination__institution", "nomination__organisation"
    )
    rows = rows.prefetch_related("nomination__lines", "nomination__proofs__ground")
    lines = rows.in_bulk([each.line for each in wanted])
    devices = _devices([code for each in wanted for code in (each.device, each.companion) if code])
    return [
        _Pair(lines[each.line], devices[each.device], devices.get(each.companion), each.stood)
        for each in wanted
        if each.line in lines
        and each.device in devices
        and (not each.companion or each.companion in devices)
    ]


def _devices(codes: Collection[str]) -> dict[str, Device]:
    rows = Device.objects.to_be_judged().filter(code__in=codes)
    rows = rows.select_related("donation__earmark_organisation", "holder")
    return {row.code: row for row in rows.prefetch_related("drives", "quality_checks")}


def _without_objection(pairs: Sequence[_Pair]) -> list[_Pair]:
    nominations = {
        pair.line.nomination_id: pair.line.nomination
        for pair in pairs
        if pair.line.nomination.institution_id is None
    }
    against = blocks_of_many(list(nominations.values()))
    return [
        pair
        for pair in pairs
        if pair.line.nomination.institution_id is None
        and pair.line.nomination.household.known_as_id is None
        and not against[pair.line.nomination_id]
        and line_can(Step.ALLOCATE, pair.line.state)
        and pair.device.state == State.READY
        and not why_not(need_of(pair.line), supply_of(pair.device))
        and not _against_companion(pair)
    ]


def _against_companion(pair: _Pair) -> Sequence[Reason]:
    """Say what speaks against the companion; that it moved is found when its state is written."""
    if pair.companion is None:
        return ()
    if pair.companion.state != State.READY:
        return (taken(),)
    return why_not_beside(Allocation(line=pair.line, device=pair.device), pair.companion)


def _allocate(pairs: Sequence[_Pair], run: AllocationRun, actor: Membership) -> None:
    if not pairs:
        return
    mains = Allocation.objects.bulk_create(_allocation(pair, run, actor) for pair in pairs)
    beside = Allocation.objects.bulk_create(
        _companion(main, pair.companion)
        for main, pair in zip(mains, pairs, strict=True)
        if pair.companion is not None
    )
    devices = [each.device for each in (*mains, *beside)]
    move_devices(devices, Transition.ALLOCATE, actor=actor, known=STANDS)
    lines = RequestLine.objects.filter(pk__in=[pair.line.pk for pair in pairs])
    if lines.filter(state=LineState.WAITING).update(state=LineState.ALLOCATED) != len(pairs):
        raise AllocationRefused(taken())
    nominations = {pair.line.nomination_id: pair.line.nomination for pair in pairs}
    _settle(nominations)
    rank_several(nominations)
    _tell(pairs, run, actor)


def _allocation(pair: _Pair, run: AllocationRun, actor: Membership) -> Allocation:
    return Allocation(
        line=pair.line,
        device=pair.device,
        reason=f"run {run.number}",
        made_by=actor,
        run=run,
        stood=pair.stood,
    )


def _companion(main: Allocation, device: Device) -> Allocation:
    return Allocation(
        line=main.line,
        device=device,
        companion_to=main,
        reason=main.reason,
        made_by=main.made_by,
    )


def _settle(nominations: Collection[int]) -> None:
    states: defaultdict[int, list[str]] = defaultdict(list)
    rows = RequestLine.objects.filter(nomination__in=nominations)
    for nomination, state in rows.values_list("nomination", "state"):
        states[nomination].append(state)
    ways: defaultdict[str, list[int]] = defaultdict(list)
    for nomination, found in states.items():
        ways[settled(found)].append(nomination)
    for state, ids in ways.items():
        Nomination.objects.filter(pk__in=ids).update(state=state)


def _tell(pairs: Sequence[_Pair], run: AllocationRun, actor: Membership) -> None:
    tell_several(
        NoticeCode.SET_ASIDE,
        [(pair.line.nomination, told_of(pair.line, pair.device)) for pair in pairs],
    )
    about = [
        (pair.line.nomination.reference, {"device": pair.device.code, "run": run.number})
        for pair in pairs
    ]
    record_several(actor, "line.allocated", about)
    beside = [
        (pair.line.nomination.reference, {"device": pair.companion.code})
        for pair in pairs
        if pair.companion is not None
    ]
    record_several(actor, "companion.added", beside)
