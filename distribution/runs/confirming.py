"""Confirm a proposal: reserve what was reviewed, all in one transaction, in a task or at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import IntegrityError, models, transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.accompanying import add_companion
from distribution.allocations.allocating import allocate
from distribution.allocations.stood import standing_in
from distribution.models import Allocation, AllocationRun, Nomination, RequestLine, RunLine
from distribution.models.run import RunState
from distribution.models.run_line import Fate
from distribution.runs.doubts import doubtful
from distribution.runs.proposing import RunRefused, take_up
from distribution.runs.reserving import Wanted, reserve
from distribution.runs.reviewed import newer_policy, newer_than, wanted_otherwise
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.jobs.reasons import pack
from refurb.reasons import Reason, Refused

AT_ONCE = 500
PAIRS_AT_ONCE = 250


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """What is not to be set aside, by ids of request lines, and why; the run keeps and shows both.

    `lines`: whole pairs; `screens`: what goes with the machine of a pair; `doubtful`: pairs that
    may serve one household twice.
    """

    lines: Collection[int] = ()
    screens: Collection[int] = ()
    reason: str = ""
    doubtful: bool = True


NOTHING = LeftOut()


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
    left_out: LeftOut = NOTHING,
    knows_newer: bool = False,
    actor: Membership,
) -> list[Unconfirmed]:
    """Reserve what was reviewed, now; return what moved meanwhile, by name.

    Left out are the pairs that somebody pinned otherwise or excluded on the review, the screens
    excluded there, and `left_out`. Raises RunRefused unless the run is proposed (confirmed twice by
    two coordinators, the second is refused), for what is left out without a reason, and unless
    `knows_newer` for one that a newer run or policy outdates.
    """
    if (left_out.lines or left_out.screens) and not left_out.reason.strip():
        message = _("Say why these pairs are left out.")
        raise RunRefused(Reason("reason_missing", message))
    _check(run, knows_newer=knows_newer)
    _begin(run, actor, left_out)
    return _set_aside(run)


@transaction.atomic
def ask_to_confirm(
    run: AllocationRun,
    *,
    left_out: LeftOut = NOTHING,
    knows_newer: bool = False,
    actor: Membership,
) -> None:
    """Have what was reviewed reserved by a task, as confirm_run does; its page tells when."""
    _check(run, knows_newer=knows_newer)
    _begin(run, actor, left_out)
    execute_confirmation.enqueue(run.pk)


def _begin(run: AllocationRun, actor: Membership, left_out: LeftOut) -> None:
    """Take the proposal for this confirmation alone, and note what is left out of it."""
    begun = AllocationRun.objects.filter(pk=run.pk, state=RunState.PROPOSED).update(
        state=RunState.CONFIRMING,
        confirmed_by=actor,
        excluded_because=left_out.reason.strip(),
        heard_at=timezone.now(),
        failure={},
    )
    if not begun:
        message = _("This proposal can't be confirmed: it isn't ready, or somebody confirmed it.")
        raise RunRefused(Reason("not_proposed", message))
    wanted = wanted_otherwise(run)
    for fate, lines in (
        (Fate.DOUBT, doubtful(run) if left_out.doubtful else ()),
        (Fate.BARE, [*wanted.bare, *left_out.screens]),
        (Fate.CHANGED, wanted.left_out),
        (Fate.EXCLUDED, left_out.lines),
    ):
        pairs = run.lines.pairs().exclude(companion="") if fate == Fate.BARE else run.lines.pairs()
        for some in batched(lines, AT_ONCE):
            pairs.filter(line__in=some).update(fate=fate)
    run.refresh_from_db()


def _check(run: AllocationRun, *, knows_newer: bool) -> None:
    newer = newer_than(run)
    if newer and not knows_newer:
        message = _("Proposal %(number)s is newer: say that this older one is meant all the same.")
        raise RunRefused(Reason("newer", message, {"number": newer}))
    version = newer_policy(run)
    if version and not knows_newer:
        message = _("Version %(version)s of the policy is newer: say that this proposal is meant.")
        raise RunRefused(Reason("newer_policy", message, {"version": version}))


@task
def execute_confirmation(run_pk: int) -> None:
    """Reserve what a run that is being confirmed proposes; any other is left alone."""
    rows = AllocationRun.objects.filter(pk=run_pk, state=RunState.CONFIRMING)
    run = rows.select_related("confirmed_by__user").first()
    if run is None:
        return
    rows.update(heard_at=timezone.now())
    try:
        _set_aside(run)
    except RunRefused:  # somebody took it up again, and was faster
        return
    except BaseException as unexpected:
        # Nothing stands of it; the page must not wait, and the worker logs the failure itself.
        _give_up(run, type(unexpected).__name__)
        raise


@transaction.atomic
def _give_up(run: AllocationRun, failure: str) -> None:
    """Let a run be as it was before it was confirmed, and say over what that failed."""
    told = {"code": "not_confirmed", "name": failure}
    mine = AllocationRun.objects.filter(pk=run.pk, state=RunState.CONFIRMING, attempt=run.attempt)
    if mine.update(state=RunState.PROPOSED, confirmed_by=None, failure=told):
        run.lines.exclude(fate="").update(fate="")


@transaction.atomic
def resume(run: AllocationRun, *, actor: Membership) -> None:
    """Have a run go on whose worker fell silent, or that failed: compute it, or set aside.

    Raises RunRefused.
    """
    if run.state != RunState.CONFIRMING:
        take_up(run, actor=actor)
        return
    mine = AllocationRun.objects.filter(pk=run.pk, state=RunState.CONFIRMING, attempt=run.attempt)
    if not run.is_silent or not mine.update(attempt=run.attempt + 1, heard_at=timezone.now()):
        message = _("It is still being confirmed, or is confirmed: there is nothing to take up.")
        raise RunRefused(Reason("not_stopped", message))
    record(actor, "run.taken_up", str(run.number))
    execute_confirmation.enqueue(run.pk)


@transaction.atomic
def _set_aside(run: AllocationRun) -> list[Unconfirmed]:
    """Reserve all that is not left out, as whoever confirmed it. Raises RunRefused if overtaken."""
    mine = AllocationRun.objects.filter(pk=run.pk, state=RunState.CONFIRMING, attempt=run.attempt)
    if not mine.update(state=RunState.CONFIRMED):
        raise RunRefused(Reason("faster", _("Somebody took it up a moment ago.")))
    run.refresh_from_db()
    actor = run.confirmed_by
    assert actor is not None  # noqa: S101  by constraint
    rows = run.lines.filter(fate__in=["", Fate.BARE]).select_related("run__policy")
    kept = list(rows.pairs())
    _lock(kept)
    left = _reserve_together(kept, run, actor)
    moved = [each for pair in kept if pair.line in left for each in _reserve(pair, run, actor)]
    _note(kept, moved)
    lost = sum(not each.companion for each in moved)
    record(actor, "run.confirmed", str(run.number), pairs=len(kept) - lost)
    return moved


def _note(pairs: Collection[RunLine], moved: Collection[Unconfirmed]) -> None:
    """Note on the pairs what moved, and why it was refused."""
    rows = {pair.line: pair for pair in pairs}
    for each in moved:
        rows[each.line].fate = Fate.ALONE if each.companion else Fate.MOVED
        rows[each.line].refusals = pack(each.reasons)
    noted = [rows[each.line] for each in moved]
    RunLine.objects.bulk_update(noted, ["fate", "refusals"], batch_size=AT_ONCE)


def _lock(pairs: Collection[RunLine]) -> None:
    """Lock all that is written, in one order for everybody: devices, lines, nominations, by id.

    Two coordinators who confirm overlapping proposals at once would else wait for each other.
    """
    codes = [code for pair in pairs for code in (pair.device, pair.companion) if code]
    lines = [pair.line for pair in pairs]
    devices = _ids(Device.objects.all(), "code", codes)
    _lock_rows(Device.objects.all(), devices)
    _lock_rows(RequestLine.objects.all(), sorted(lines))
    rows = RequestLine.objects.all()
    _lock_rows(Nomination.every.all(), _ids(rows, "pk", lines, "nomination"))


def _screen_of(pair: RunLine) -> str:
    """Give the code of what is to be set aside with the machine of a pair; "" for nothing."""
    return "" if pair.fate == Fate.BARE else pair.companion


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
    pairs: Collection[RunLine], run: AllocationRun, actor: Membership
) -> set[int]:
    """Reserve what nothing speaks against, hundreds at once; return the lines that are left."""
    left: set[int] = set()
    for some in batched(pairs, PAIRS_AT_ONCE):
        wanted = [
            Wanted(pair.line, pair.device, _screen_of(pair), standing_in(pair)) for pair in some
        ]
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


def _reserve(pair: RunLine, run: AllocationRun, actor: Membership) -> list[Unconfirmed]:
    line = RequestLine.objects.select_related("nomination").filter(pk=pair.line).first()
    device = Device.objects.filter(code=pair.device).first()
    if line is None or device is None:
        gone = Reason("gone", _("The line or the device is gone."))
        return [Unconfirmed(pair.line, pair.reference, pair.device, (gone,))]
    try:
        with transaction.atomic():
            made = allocate(line, device, reason=f"run {run.number}", actor=actor, pair=pair)
    except Refused as refusal:
        return [Unconfirmed(pair.line, pair.reference, pair.device, refusal.reasons)]
    return _accompany(pair, made, actor)


def _accompany(pair: RunLine, allocation: Allocation, actor: Membership) -> list[Unconfirmed]:
    """Set the companion of a pair aside; one that moved costs nobody the machine."""
    code = _screen_of(pair)
    companion = Device.objects.filter(code=code).first() if code else None
    if companion is None:
        return []
    try:
        with transaction.atomic():
            add_companion(allocation, companion, actor=actor)
    except Refused as refusal:
        return [Unconfirmed(pair.line, pair.reference, code, refusal.reasons, companion=True)]
    return []
