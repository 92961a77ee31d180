"""Allocation runs: ask for a proposal, with pins and exclusions, and compute it in a task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.circumstances import current_policy
from distribution.models import AllocationRun, RunRecord, RunWish
from distribution.models.run import RunStage, RunState
from distribution.models.run_line import LineOutcome
from distribution.runs.keeping import keep
from distribution.runs.matching import ImpossiblePin
from distribution.runs.material import Json, Material, gather, key_of
from distribution.runs.proposal import Outcome
from distribution.runs.record import compressed, digest, write_input, write_outcome
from distribution.runs.results import Result
from distribution.runs.shown import about, shown_of
from distribution.words import WishKind
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused
from refurb.uncollected import uncollected


class RunRefused(Refused):
    """The run is not one with which this can be done; `reasons` says why."""


@transaction.atomic
def request_run(
    *,
    wishes: Iterable[RunWish] = (),
    based_on: AllocationRun | None = None,
    actor: Membership,
) -> AllocationRun:
    """Ask for a proposal for all waiting lines, with the pins and exclusions that are given.

    The task's row is written in this very transaction, in the same database: nothing is lost
    between. Raises RunRefused for pins that contradict each other.
    """
    run = AllocationRun.objects.create(
        number=next_number("allocation_run"),
        policy=current_policy(),
        requested_by=actor,
        based_on=based_on,
    )
    try:
        with transaction.atomic():
            RunWish.objects.bulk_create(_applied(run, wish, actor) for wish in wishes)
    except IntegrityError:
        message = _("Two pins or exclusions are for the same line or the same device.")
        raise RunRefused(Reason("wished_twice", message)) from None
    record(actor, "run.requested", str(run.number))
    execute_run.enqueue(run.pk)
    return run


def _applied(run: AllocationRun, wish: RunWish, actor: Membership) -> RunWish:
    """Copy a wish for a run that takes it in; who made it first stays named."""
    return RunWish(
        run=run,
        kind=wish.kind,
        line_id=wish.line_id,
        device_id=wish.device_id,
        because=wish.because,
        reason=wish.reason,
        made_by_id=wish.made_by_id or actor.pk,
        made_at=wish.made_at,
        is_applied=True,
    )


def propose_again(run: AllocationRun, *, actor: Membership) -> AllocationRun:
    """Ask for a proposal that takes in the pins and exclusions standing on a run's review."""
    wishes = RunWish.objects.standing().filter(run=run).order_by("pk")
    return request_run(wishes=wishes, based_on=run, actor=actor)


@transaction.atomic
def take_up(run: AllocationRun, *, actor: Membership) -> None:
    """Compute a run again that failed, or whose worker is not heard of any more.

    Raises RunRefused. Whoever still computes an earlier attempt finds it overtaken, and stops.
    """
    if not run.may_be_taken_up:
        message = _("This proposal is being computed, or is ready: there is nothing to take up.")
        raise RunRefused(Reason("not_stopped", message))
    taken = AllocationRun.objects.filter(pk=run.pk, state=run.state, attempt=run.attempt).update(
        state=RunState.QUEUED,
        attempt=run.attempt + 1,
        heard_at=timezone.now(),
        stage="",
        done=0,
        total=0,
        failure={},
    )
    if not taken:
        raise RunRefused(Reason("faster", _("Somebody took it up a moment ago.")))
    record(actor, "run.taken_up", str(run.number))
    execute_run.enqueue(run.pk)


@task
def execute_run(run_pk: int) -> None:
    """Compute a queued proposal and store it; a run that isn't queued any more is left alone."""
    rows = AllocationRun.objects.filter(pk=run_pk, state=RunState.QUEUED)
    if not rows.update(state=RunState.RUNNING, heard_at=timezone.now()):
        return
    run = AllocationRun.objects.select_related("policy", "requested_by__user").get(pk=run_pk)
    attempt = _Attempt(run)
    try:
        with uncollected():
            _store(attempt, _compute(attempt))
    except _Overtaken:
        return
    except ImpossiblePin as pin:  # a line or a device moved since it was pinned
        attempt.fail({"code": "impossible_pin", "line": pin.line, "device": pin.item})
    except BaseException as unexpected:
        # The page must not wait for ever; the worker logs the failure itself.
        attempt.fail({"code": "error", "name": type(unexpected).__name__})
        raise


class _Overtaken(Exception):
    """Somebody took the run up again: what this attempt finds is not wanted any more."""


class _Attempt:
    """One attempt at a run, which writes only as long as it is the latest."""

    def __init__(self, run: AllocationRun) -> None:
        self.run = run
        self._rows = AllocationRun.objects.filter(
            pk=run.pk, state=RunState.RUNNING, attempt=run.attempt
        )

    def say(self, stage: RunStage, done: int = 0, total: int = 0) -> None:
        """Tell how far it is. Raises _Overtaken."""
        self.write(stage=stage, done=done, total=total)

    def write(self, **values: object) -> None:
        """Write columns of the run. Raises _Overtaken."""
        if not self._rows.update(heard_at=timezone.now(), **values):
            raise _Overtaken

    def fail(self, failure: Json) -> None:
        """Say that it failed, and over what; of an attempt that was overtaken, nothing."""
        self._rows.update(state=RunState.FAILED, failure=failure, finished_at=timezone.now())


@dataclass(frozen=True, slots=True)
class _Computed:
    """What is stored of a run that succeeded."""

    material: Material
    content: bytes
    outcome: Outcome
    result: Result


def _compute(attempt: _Attempt) -> _Computed:
    run = attempt.run
    attempt.say(RunStage.READING)
    wishes = _wishes(run)
    material = gather(
        wishes[WishKind.PIN],
        wishes[WishKind.EXCLUSION],
        wishes[WishKind.BESIDE],
        lambda done, total: attempt.say(RunStage.READING, done, total),
    )
    attempt.say(RunStage.MATCHING)
    content = write_input(material.content)
    outcome = material.content.outcome()
    attempt.say(RunStage.EXPLAINING)
    return _Computed(material, content, outcome, Result(run, material, outcome))


def _wishes(run: AllocationRun) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in WishKind.values}
    rows = run.wishes.filter(is_applied=True, lifted_by=None).order_by("pk")
    columns = ("kind", "line__nomination__reference", "line__number", "device__code")
    for kind, reference, number, device in rows.values_list(*columns):
        found[kind].append((key_of(reference, number), device))
    return found


@transaction.atomic
def _store(attempt: _Attempt, computed: _Computed) -> None:
    run, input_sha256 = attempt.run, digest(computed.content)
    tally = keep(computed.result)
    counts = tally.by_outcome
    # A newer policy may have been published since it was asked for.
    run.policy, run.compared_with = computed.material.policy, computed.result.compared_with
    run.pair_count, run.skipped_count = counts[LineOutcome.PAIR], counts[LineOutcome.SKIPPED]
    run.barred_count, run.change_counts = counts[LineOutcome.BARRED], dict(tally.changes)
    shown = shown_of(tally.digests, computed.result.whys, about(run))
    outcome = write_outcome(computed.outcome, shown)
    attempt.write(
        policy=run.policy,
        input_sha256=input_sha256,
        pair_count=run.pair_count,
        skipped_count=run.skipped_count,
        barred_count=run.barred_count,
        compared_with=run.compared_with,
        change_counts=run.change_counts,
        state=RunState.PROPOSED,
        finished_at=timezone.now(),
        stage="",
    )
    RunRecord.objects.create(
        run=run,
        content=compressed(computed.content),
        sha256=input_sha256,
        outcome=compressed(outcome),
        outcome_sha256=digest(outcome),
    )
    record(run.requested_by, "run.proposed", str(run.number), pairs=run.pair_count)
