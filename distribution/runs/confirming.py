"""Confirm a proposal: reserve what was reviewed, all in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from distribution.accompanying import add_companion
from distribution.allocating import allocate
from distribution.models import Allocation, AllocationRun, Nomination, RequestLine
from distribution.models.run import RunState
from distribution.runs.proposing import RunRefused
from distribution.runs.reserving import Wanted, reserve
from distribution.runs.results import companion_in
from distribution.runs.reviewed import changed_pairs, newer_policy, newer_than
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

AT_ONCE = 500
PAIRS_AT_ONCE = 250


@dataclass(frozen=True)
class Unconfirmed:
    """A device that could not be set aside any more, and why.

    `companion`: it is what was to go with the machine, which is set aside all the same.
    """

    line: int
    reference: str
    device: str
    reasons: tuple[Any, ...]
    companion: bool = False


@transaction.atomic
def confirm_run(
    run: AllocationRun,
    *,
    exclude: Collection[int] = (),
    reason: str = "",
    knows_newer: bool = False,
    actor: Membership,
) -> list[Unconfirmed]:
    """Reserve what was reviewed, in one transaction; return what moved meanwhile, by name.

    Left out are the pairs that somebody pinned otherwise or excluded on the review, and `exclude`,
    ids of request lines, for `reason`; the run keeps and shows both. Raises RunRefused unless the
    run is proposed (confirmed twice by two coordinators, the second is refused), for exclusions
    without a reason, and unless `knows_newer` for one that a newer run or policy outdates.
    """
    if exclude and not reason.strip():
        message = _("Say why these pairs are left out.")
        raise RunRefused(Reason("reason_missing", message))
    newer = newer_than(run)
    if newer and not knows_newer:
        message = _("Proposal %(number)s is newer: say that this older one is meant all the same.")
        raise RunRefused(Reason("newer", message, {"number": newer}))
    version = newer_policy(run)
    if version and not knows_newer:
        message = _("Version %(version)s of the policy is newer: say that this proposal is meant.")
        raise RunRefused(Reason("newer_policy", message, {"version": version}))
    rows = AllocationRun.objects.filter(pk=run.pk, state=RunState.PROPOSED)
    if not rows.update(state=RunState.CONFIRMED, confirmed_by=actor):
        message = _("This proposal can't be confirmed: it isn't ready, or somebody confirmed it.")
        raise RunRefused(Reason("not_proposed", message))
    run.refresh_from_db()
    return _reserve_reviewed(run, dict.fromkeys(exclude, reason.strip()), actor)


def _reserve_reviewed(
    run: AllocationRun, exclude: Mapping[int, str], actor: Membership
) -> list[Unconfirmed]:
    changed = changed_pairs(run)
    excluded = {pair["line"] for pair in run.result["pairs"]} & exclude.keys()
    kept = [pair for pair in run.result["pairs"] if pair["line"] not in excluded | changed.keys()]
    _lock(kept)
    left = _reserve_together(kept, run, actor)
    moved = [each for pair in kept if pair["line"] in left for each in _reserve(pair, run, actor)]
    lost = {each.line for each in moved if not each.companion}
    run.result["excluded"] = {str(line): exclude[line] for line in sorted(excluded)}
    run.result["changed"] = sorted(changed)
    run.result["moved"] = sorted(lost)
    run.result["alone"] = [each.line for each in moved if each.companion]
    run.save(update_fields=["result"])
    record(actor, "run.confirmed", str(run.number), pairs=len(kept) - len(lost))
    return moved


def _lock(pairs: Collection[dict[str, Any]]) -> None:
    """Lock all that is written, in one order for everybody: devices, lines, nominations, by id.

    Two coordinators who confirm overlapping proposals at once would else wait for each other.
    """
    codes = [code for pair in pairs for code in (pair["device"], companion_in(pair)) if code]
    lines = [pair["line"] for pair in pairs]
    devices = _ids(Device.objects.all(), "code", codes)
    _lock_rows(Device.objects.all(), devices)
    _lock_rows(RequestLine.objects.all(), sorted(lines))
    rows = RequestLine.objects.all()
    _lock_rows(Nomination.objects.all(), _ids(rows, "pk", lines, "nomination"))


def _ids(
    rows: models.QuerySet[Any], name: str, values: Collection[Any], column: str = "pk"
) -> list[int]:
    found: set[int] = set()
    for some in batched(values, AT_ONCE):
        found.update(rows.filter(**{f"{name}__in": some}).values_list(column, flat=True))
    return sorted(found)


def _lock_rows(rows: models.QuerySet[Any], ids: Collection[int]) -> None:
    for some in batched(ids, AT_ONCE):
        locked = rows.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk")
        list(locked.values_list("pk", flat=True))


def _reserve_together(
    pairs: Collection[dict[str, Any]], run: AllocationRun, actor: Membership
) -> set[int]:
    """Reserve what nothing speaks against, hundreds at once; return the lines that are left."""
    left: set[int] = set()
    for some in batched(pairs, PAIRS_AT_ONCE):
        wanted = [Wanted(pair["line"], pair["device"], companion_in(pair)) for pair in some]
        left |= _reserve_halved(wanted, run, actor)
    return left


def _reserve_halved(wanted: Sequence[Wanted], run: AllocationRun, actor: Membership) -> set[int]:
    """Reserve all, or each half when any is refused, down to the one that is judged alone."""
    try:
        with transaction.atomic():
            return reserve(wanted, run, actor=actor)
    except (Refused, IntegrityError):
        if len(wanted) == 1:
            return {wanted[0].line}
    half = len(wanted) // 2
    first, second = wanted[:half], wanted[half:]
    return _reserve_halved(first, run, actor) | _reserve_halved(second, run, actor)


def _reserve(pair: dict[str, Any], run: AllocationRun, actor: Membership) -> list[Unconfirmed]:
    line = RequestLine.objects.select_related("nomination").filter(pk=pair["line"]).first()
    device = Device.objects.filter(code=pair["device"]).first()
    if line is None or device is None:
        gone = Reason("gone", _("The line or the device is gone."))
        return [Unconfirmed(pair["line"], pair["reference"], pair["device"], (gone,))]
    try:
        with transaction.atomic():
            made = allocate(line, device, reason=f"run {run.number}", actor=actor, run=run)
    except Refused as refusal:
        return [Unconfirmed(pair["line"], pair["reference"], pair["device"], refusal.reasons)]
    return _accompany(pair, made, actor)


def _accompany(
    pair: dict[str, Any], allocation: Allocation, actor: Membership
) -> list[Unconfirmed]:
    """Set the companion of a pair aside; one that moved costs nobody the machine."""
    code = companion_in(pair)
    companion = Device.objects.filter(code=code).first() if code else None
    if companion is None:
        return []
    try:
        with transaction.atomic():
            add_companion(allocation, companion, actor=actor)
    except Refused as refusal:
        return [Unconfirmed(pair["line"], pair["reference"], code, refusal.reasons, companion=True)]
    return []
