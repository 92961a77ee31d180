"""Allocation runs: ask for a proposal, read it, confirm what was reviewed."""

from collections.abc import Iterator
from typing import Annotated

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from distribution.api.asking import LineNumber, Reference
from distribution.api.run_shapes import RunShown, show_run
from distribution.models import AllocationRun, RequestLine, RunLine, RunWish
from distribution.models.run import RunState
from distribution.models.run_line import Fate
from distribution.runs.confirming import LeftOut, Unconfirmed, confirm_run
from distribution.runs.proposing import request_run
from distribution.runs.wishing import Because, new_wish
from distribution.words import WishKind, WishReason
from inventory.api.asking import Code, visible_device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.shapes import AboutPeople, Asked, Shown
from refurb.reasons import Reason, Refused

router = Router(tags=["Allocation"])
MOST_EXCLUDED = 1000
MOST_WISHES = 100
NOT_RESERVED = [Fate.EXCLUDED, Fate.CHANGED, Fate.DOUBT]


class LineAsked(Asked):
    """A line of a nomination."""

    nomination: Reference
    line: LineNumber = 1


class WishAsked(LineAsked):
    """A line and a device, and why they are to go together, or not."""

    device: Code
    because: WishReason
    reason: Annotated[
        AboutPeople, Field(max_length=200, description="In words; needed when it is `other`")
    ] = ""


Wishes = Annotated[list[WishAsked], Field(max_length=MOST_WISHES)]


class RunAsked(Asked):
    """What the proposal is to take in; the run shows each with its reason.

    `screens`: each to go with the machine of its line, if that needs one where the screen is. One
    that is not to go with it is an exclusion, as any device is.
    """

    pins: Wishes = Field(default_factory=list)
    exclusions: Wishes = Field(default_factory=list)
    screens: Wishes = Field(default_factory=list)


LeftOutLines = Annotated[list[LineAsked], Field(max_length=MOST_EXCLUDED)]


class ConfirmationAsked(Asked):
    """The pairs to leave out, and those to set aside without their screen, by their lines."""

    exclude: LeftOutLines = Field(default_factory=list)
    without_screen: LeftOutLines = Field(default_factory=list)
    reason: Annotated[
        AboutPeople, Field(max_length=200, description="Why those are left out; the run shows it")
    ] = ""
    means_doubtful: Annotated[
        bool,
        Field(
            description="Those are meant too that may serve one household twice: left out else, "
            "until somebody decides on the possible duplicate"
        ),
    ] = False
    knows_newer: Annotated[
        bool,
        Field(
            description="This proposal is meant, although a newer one or a newer policy is there"
        ),
    ] = False


class ConfirmationShown(Shown):
    """What was reserved; `alone`: lines whose machine goes without its screen.

    It moved meanwhile, or was left out.
    """

    number: int
    state: RunState
    reserved: int
    alone: list[str]


@router.post(
    "allocation-runs",
    response={201: RunShown},
    summary="Ask for a proposal",
    operation_id="add_run",
)
@allow(Permission.ALLOCATE)
def add_run(request: SignedInRequest, body: RunAsked | None = None) -> RunShown:
    """Ask for a proposal for all waiting lines; it is computed beside, so read it again.

    A pin that does not fit is refused at once. A run whose pin has moved before it is computed
    fails, and names the line and the device.
    """
    wishes = list(_wishes(body or RunAsked(), request.actor))
    run = request_run(wishes=wishes, actor=request.actor)
    return show_run(_run(request, run.number))


def _wishes(body: RunAsked, actor: Membership) -> Iterator[RunWish]:
    rows = RequestLine.objects.visible_to(actor)
    rows = rows.select_related(
        "nomination__household", "nomination__institution", "nomination__organisation"
    )
    for kind, asked in (
        (WishKind.PIN, body.pins),
        (WishKind.EXCLUSION, body.exclusions),
        (WishKind.BESIDE, body.screens),
    ):
        for each in asked:
            reference = each.nomination.upper()
            line = get_object_or_404(rows, nomination__reference=reference, number=each.line)
            device = visible_device(actor, each.device)
            yield new_wish(kind, line, device, Because(code=each.because, words=each.reason))


@router.get(
    "allocation-runs/{pk:number}",
    response=RunShown,
    summary="Read a proposal",
    operation_id="read_run",
)
@allow(Permission.SEE_RUNS)
def read_run(request: SignedInRequest, number: int) -> RunShown:
    """Read how far a run is, which device it proposes for which line, and what the others lack."""
    return show_run(_run(request, number))


def _run(request: SignedInRequest, number: int) -> AllocationRun:
    mine = AllocationRun.objects.visible_to(request.actor).select_related(
        "policy", "based_on", "compared_with"
    )
    return get_object_or_404(mine, number=number)


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

    What was pinned otherwise or excluded on the review is left out. Refused with the pairs that
    moved meanwhile: exclude those, and confirm again. A screen that moved costs nobody the machine.
    """
    run = _run(request, number)
    left_out = LeftOut(
        lines=_lines(run.lines.pairs(), body.exclude),
        screens=_lines(run.lines.pairs().exclude(companion=""), body.without_screen),
        reason=body.reason,
        doubtful=not body.means_doubtful,
    )
    moved = confirm_run(
        run,
        left_out=left_out,
        knows_newer=body.knows_newer,
        actor=request.actor,
    )
    refused = [reason for each in moved if not each.companion for reason in _reasons(each)]
    if refused:
        raise Refused(*refused)
    return ConfirmationShown(
        number=run.number,
        state=RunState.CONFIRMED,
        reserved=run.pair_count - run.lines.filter(fate__in=NOT_RESERVED).count(),
        alone=[each.key for each in run.lines.pairs().filter(fate__in=[Fate.ALONE, Fate.BARE])],
    )


def _lines(pairs: QuerySet[RunLine], asked: list[LineAsked]) -> set[int]:
    """Find the lines that are meant, by id. Raises Refused for one that has no such pair."""
    meant = {(each.nomination.upper(), each.line) for each in asked}
    told = pairs.filter(reference__in={reference for reference, _line in meant})
    columns = told.values_list("line", "reference", "number")
    lines = {line for line, *key in columns if tuple(key) in meant}
    if len(lines) < len(meant):
        message = _("A line that is to be left out is not among the pairs of this proposal.")
        raise Refused(Reason("not_proposed_pair", message))
    return lines


def _reasons(moved: Unconfirmed) -> list[Reason]:
    template = f"{moved.reference}, {moved.device}: %(why)s"
    return [Reason(each.code, template, {"why": str(each)}) for each in moved.reasons]
