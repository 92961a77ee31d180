"""Allocation runs: ask for a proposal, read it, confirm what was reviewed."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from distribution.api.asking import MOST_LINES, Reference
from distribution.confirming import Unconfirmed, confirm_run
from distribution.models import AllocationRun
from distribution.models.run import RunState
from distribution.proposing import request_run
from distribution.results import why_skipped
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import AboutPeople, Asked, Shown
from refurb.reasons import Reason, Refused

router = Router(tags=["Allocation"])
MOST_EXCLUDED = 1000


class LineOfRun(Shown):
    """A waiting line as the run saw it."""

    reference: str
    number: int
    place: int
    points: int
    kinds: list[str]


class PairShown(LineOfRun):
    """A line and the device proposed for it: how far down its wishes, and how much too good."""

    device: str
    holder: str
    rank: int
    waste: int


class SkippedShown(LineOfRun):
    """A line left waiting: how many devices would fit, and which lines before it hold them."""

    fitting: int
    held_by: list[str]


class RunShown(Shown):
    """A run; pairs and skipped lines once it is proposed."""

    number: int
    state: RunState
    policy: int | None
    requested_at: datetime
    finished_at: datetime | None
    input_sha256: str
    pairs: list[PairShown]
    skipped: list[SkippedShown]


class LineAsked(Asked):
    """A line of a nomination."""

    nomination: Reference
    line: Annotated[int, Field(ge=1, le=MOST_LINES)] = 1


class ConfirmationAsked(Asked):
    """The pairs to leave out, by their lines."""

    exclude: Annotated[list[LineAsked], Field(max_length=MOST_EXCLUDED)] = Field(
        default_factory=list
    )
    reason: Annotated[
        AboutPeople, Field(max_length=200, description="Why those are left out; the run shows it")
    ] = ""


class ConfirmationShown(Shown):
    """What was reserved."""

    number: int
    state: RunState
    reserved: int


@router.post(
    "allocation-runs",
    response={201: RunShown},
    summary="Ask for a proposal",
    operation_id="add_run",
)
@allow(Permission.ALLOCATE)
def add_run(request: SignedInRequest) -> RunShown:
    """Ask for a proposal for all waiting lines; it is computed beside, so read it again."""
    run = request_run(actor=request.actor)
    return _show(_run(request, run.number))


@router.get(
    "allocation-runs/{pk:number}",
    response=RunShown,
    summary="Read a proposal",
    operation_id="read_run",
)
@allow(Permission.SEE_RUNS)
def read_run(request: SignedInRequest, number: int) -> RunShown:
    """Read how far a run is, which device it proposes for which line, and what the others lack."""
    return _show(_run(request, number))


def _run(request: SignedInRequest, number: int) -> AllocationRun:
    mine = AllocationRun.objects.visible_to(request.actor).select_related("policy")
    return get_object_or_404(mine, number=number)


def _show(run: AllocationRun) -> RunShown:
    def only(shape: type[Shown], found: dict[str, Any]) -> dict[str, Any]:
        return {name: found[name] for name in shape.model_fields}

    return RunShown(
        number=run.number,
        state=RunState(run.state),
        policy=run.policy.version if run.policy else None,
        requested_at=run.requested_at,
        finished_at=run.finished_at,
        input_sha256=run.input_sha256,
        pairs=[PairShown(**only(PairShown, each)) for each in run.result.get("pairs", ())],
        skipped=[
            SkippedShown(**only(SkippedShown, why_skipped(run.result, each) | each))
            for each in run.result.get("skipped", ())
        ],
    )


@router.post(
    "allocation-runs/{pk:number}/confirm",
    response=ConfirmationShown,
    summary="Confirm a proposal",
    operation_id="confirm_run",
)
@allow(Permission.ALLOCATE)
@transaction.atomic
def post_confirmation(
    request: SignedInRequest, number: int, body: ConfirmationAsked
) -> ConfirmationShown:
    """Reserve exactly what was reviewed, all of it or nothing.

    Refused with the pairs that moved meanwhile: exclude those, and confirm again.
    """
    run = _run(request, number)
    left_out = {(each.nomination.upper(), each.line) for each in body.exclude}
    pairs = run.result.get("pairs", ())
    lines = {each["line"] for each in pairs if (each["reference"], each["number"]) in left_out}
    moved = confirm_run(run, exclude=lines, reason=body.reason, actor=request.actor)
    if moved:
        raise Refused(*(reason for each in moved for reason in _reasons(each)))
    return ConfirmationShown(
        number=run.number, state=RunState.CONFIRMED, reserved=len(pairs) - len(lines)
    )


def _reasons(moved: Unconfirmed) -> list[Reason]:
    template = f"{moved.reference}, {moved.device}: %(why)s"
    return [Reason(each.code, template, {"why": str(each)}) for each in moved.reasons]
