"""Allocation runs: ask for a proposal, compute it in a task, confirm what was reviewed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocating import allocate
from distribution.circumstances import current_policy
from distribution.entitlement import blocks_of_many
from distribution.matching import Item, Line, Proposal, propose
from distribution.models import AllocationRun, Proof, RequestLine
from distribution.models.allocation import RunState
from distribution.supply import need_of, ready_devices, supply_of
from distribution.waiting_list import WaitingLine, WaitingList
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused


@transaction.atomic
def request_run(*, actor: Membership) -> AllocationRun:
    """Ask for a proposal for all waiting lines.

    The task's row is written in this very transaction, in the same database: nothing is lost
    between.
    """
    run = AllocationRun.objects.create(
        number=next_number("allocation_run"), policy=current_policy(), requested_by=actor
    )
    record(actor, "run.requested", str(run.number))
    execute_run.enqueue(run.pk)
    return run


@task
def execute_run(run_pk: int) -> None:
    """Compute a queued proposal and store it; a run that isn't queued any more is left alone."""
    started = AllocationRun.objects.filter(pk=run_pk, state=RunState.QUEUED).update(
        state=RunState.RUNNING
    )
    if not started:
        return
    run = AllocationRun.objects.select_related("policy", "requested_by__user").get(pk=run_pk)
    try:
        result, digest = _compute(run)
    except BaseException:
        # The page must not wait for ever; the worker logs the failure itself.
        AllocationRun.objects.filter(pk=run_pk).update(state=RunState.FAILED)
        raise
    with transaction.atomic():
        run.result, run.input_sha256 = result, digest
        run.state, run.finished_at = RunState.PROPOSED, timezone.now()
        run.save(update_fields=["policy", "result", "input_sha256", "state", "finished_at"])
        record(run.requested_by, "run.proposed", str(run.number), pairs=len(result["pairs"]))


def _key(line: RequestLine) -> str:
    return f"{line.nomination.reference}/{line.number}"


def _compute(run: AllocationRun) -> tuple[dict[str, Any], str]:
    found = WaitingList()
    run.policy = found.policy  # a newer one may have been published since it was asked for
    ranked = list(found)
    nominations = list(
        {found.line.nomination_id: found.line.nomination for found in ranked}.values()
    )
    proofs = Prefetch("proofs", Proof.objects.select_related("ground"))
    prefetch_related_objects(nominations, "lines", proofs)
    against = blocks_of_many(nominations)
    # Who lost the right since keeps the place, but receives nothing.
    waiting = [found for found in ranked if not against[found.line.nomination_id]]
    devices = list(ready_devices())
    items = [Item(device.code, supply_of(device)) for device in devices]
    live = {item.supply.earmark for item in items} - {""}
    lines = [Line(_key(found.line), need_of(found.line, live), found.place) for found in waiting]
    proposal = propose(lines, items)
    return _result(proposal, waiting, devices), _digest(lines, items)


def _digest(lines: list[Line], items: list[Item]) -> str:
    """Digest the input, in an order of its own, so that the same input gives the same digest."""
    known = [asdict(line) for line in lines] + [asdict(item) for item in items]
    rows = sorted(json.dumps(row, sort_keys=True) for row in known)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _result(
    proposal: Proposal, waiting: list[WaitingLine], devices: list[Device]
) -> dict[str, Any]:
    by_key = {_key(found.line): found for found in waiting}
    holders = {device.code: device.holder.name for device in devices}

    def about(key: str) -> dict[str, Any]:
        found = by_key[key]
        return {
            "line": found.line.pk,
            "reference": found.line.nomination.reference,
            "number": found.line.number,
            "place": found.place,
            "points": found.total,
            "kinds": found.line.kinds,
        }

    pairs = [
        about(pair.line)
        | {"device": pair.item, "holder": holders[pair.item]}
        | {"rank": pair.rank, "waste": pair.waste}
        for pair in proposal.pairs
    ]
    skipped = [
        about(skip.line) | {"fitting": len(skip.fitting), "held_by": list(skip.held_by)[:20]}
        for skip in proposal.skipped
    ]
    return {"pairs": pairs, "skipped": skipped}


@dataclass(frozen=True)
class Unconfirmed:
    """A pair that could not be reserved any more, and why."""

    line: int
    reference: str
    device: str
    reasons: tuple[Any, ...]


class RunRefused(Refused):
    """The run is not one that can be confirmed; `reasons` says why."""


@transaction.atomic
def confirm_run(
    run: AllocationRun, *, exclude: Collection[int] = (), reason: str = "", actor: Membership
) -> list[Unconfirmed]:
    """Reserve what was reviewed, in one transaction; return the pairs that moved meanwhile.

    `exclude` holds ids of request lines, `reason` why they are left out; the run keeps and shows
    both. Raises RunRefused unless the run is proposed (confirmed twice by two coordinators, the
    second is refused), and for exclusions without a reason.
    """
    if exclude and not reason.strip():
        message = _("Say why the pairs without a tick are left out.")
        raise RunRefused(Reason("reason_missing", message))
    claimed = AllocationRun.objects.filter(pk=run.pk, state=RunState.PROPOSED).update(
        state=RunState.CONFIRMED, confirmed_by=actor
    )
    if not claimed:
        message = _("This proposal can't be confirmed: it isn't ready, or somebody confirmed it.")
        raise RunRefused(Reason("not_proposed", message))
    left_out = {pair["line"] for pair in run.result["pairs"]} & set(exclude)
    moved = _reserve_all(run, left_out, actor)
    run.result["excluded"] = {str(line): reason.strip() for line in sorted(left_out)}
    run.result["moved"] = [each.line for each in moved]
    run.save(update_fields=["result"])
    reserved = len(run.result["pairs"]) - len(left_out) - len(moved)
    record(actor, "run.confirmed", str(run.number), pairs=reserved)
    return moved


def _reserve_all(
    run: AllocationRun, exclude: Collection[int], actor: Membership
) -> list[Unconfirmed]:
    moved = []
    for pair in run.result["pairs"]:
        if pair["line"] in exclude:
            continue
        reasons = _reserve(pair, run, actor)
        if reasons:
            moved.append(Unconfirmed(pair["line"], pair["reference"], pair["device"], reasons))
    return moved


def _reserve(pair: dict[str, Any], run: AllocationRun, actor: Membership) -> tuple[Any, ...]:
    line = RequestLine.objects.select_related("nomination").filter(pk=pair["line"]).first()
    device = Device.objects.filter(code=pair["device"]).first()
    if line is None or device is None:
        return (Reason("gone", _("The line or the device is gone.")),)
    try:
        with transaction.atomic():
            allocate(line, device, reason=f"run {run.number}", actor=actor, run=run)
    except Refused as refusal:
        return refusal.reasons
    return ()
