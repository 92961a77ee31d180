"""The bench: repairs and quality checks."""

from decimal import Decimal
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from inventory.api.asking import visible_device
from inventory.api.shapes import CheckShown, RepairShown, show_check, show_repair
from inventory.checking import NewCheck, record_check
from inventory.grade import Grade
from inventory.models import Repair
from inventory.models.bench import LONGEST_SITTING, MOST_OF_A_PART, Outcome, PartSource
from inventory.repairing import NewPart, Sitting, close_repair, open_repair, work_on
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.shapes import Asked, Language, Words

router = Router(tags=["Bench"])
ItemCode = Annotated[str, Field(pattern=r"^[a-z_0-9]{1,20}$")]


class RepairAsked(Asked):
    """A fault."""

    fault: Annotated[Words, Field(min_length=1, max_length=200)]


class PartAsked(Asked):
    """A part used; the cost in euro for all of them together."""

    part: Annotated[Words, Field(min_length=1, max_length=120)]
    quantity: Annotated[int, Field(ge=1, le=MOST_OF_A_PART)] = 1
    source: PartSource = PartSource.STOCK
    cost: Annotated[Decimal | None, Field(ge=0, max_digits=7, decimal_places=2)] = None


class WorkAsked(Asked):
    """A sitting at a repair: what was done, how long it took, which parts it used."""

    work_done: Annotated[Words, Field(max_length=300)] = ""
    minutes: Annotated[int | None, Field(ge=1, le=LONGEST_SITTING)] = None
    parts: Annotated[list[PartAsked], Field(max_length=20)] = []


class RepairClosed(Asked):
    """How a repair ended."""

    outcome: Outcome
    diagnosis: Annotated[Words, Field(max_length=300)] = ""
    work_done: Annotated[Words, Field(max_length=300)] = ""
    minutes: Annotated[int | None, Field(ge=1, le=LONGEST_SITTING)] = None
    parts: Annotated[list[PartAsked], Field(max_length=20)] = []


class CheckAsked(Asked):
    """The result per item of the device's `checklist`; a grade when every item is fine."""

    items: Annotated[dict[ItemCode, Literal["ok", "fail", "na"]], Field(max_length=30)]
    grade: Grade | None = None
    os_name: Annotated[Words, Field(max_length=60)] = ""
    os_language: Language | None = None
    battery_percent: Annotated[int | None, Field(ge=0, le=120)] = None
    known_defects: Annotated[Words, Field(max_length=300)] = ""


@router.post(
    "devices/{code:code}/repairs",
    response={201: RepairShown},
    summary="Name a fault",
    operation_id="add_repair",
)
@allow(Permission.WORK)
def post_repair(request: SignedInRequest, code: str, body: RepairAsked) -> RepairShown:
    """Name a fault: it sends the device to repair, or adds to the faults of one in repair."""
    device = visible_device(request.actor, code)
    return show_repair(open_repair(device, body.fault, actor=request.actor), work=())


def _repair(actor: Membership, pk: int) -> Repair:
    return get_object_or_404(Repair.objects.visible_to(actor).select_related("device"), pk=pk)


def _show(repair: Repair) -> RepairShown:
    return show_repair(repair, repair.work.select_related("worker").order_by("pk"))


def _sitting(body: WorkAsked | RepairClosed) -> Sitting:
    parts = [NewPart(**dict(part)) for part in body.parts]
    return Sitting(body.work_done, body.minutes, parts)


@router.post(
    "repairs/{pk:repair}/work",
    response={201: RepairShown},
    summary="Record work on a repair",
    operation_id="add_repair_work",
)
@allow(Permission.WORK)
def post_work(request: SignedInRequest, repair: int, body: WorkAsked) -> RepairShown:
    """Record a sitting at an open repair, with its minutes and parts."""
    found = _repair(request.actor, repair)
    return _show(work_on(found, _sitting(body), actor=request.actor))


@router.patch(
    "repairs/{pk:repair}",
    response=RepairShown,
    summary="Close a repair",
    operation_id="close_repair",
)
@allow(Permission.WORK)
def patch_repair(request: SignedInRequest, repair: int, body: RepairClosed) -> RepairShown:
    """Record how a repair ended; a closed one stays as it is."""
    found = _repair(request.actor, repair)
    closed = close_repair(
        found,
        outcome=body.outcome,
        actor=request.actor,
        diagnosis=body.diagnosis,
        sitting=_sitting(body),
    )
    return _show(closed)


@router.post(
    "devices/{code:code}/quality-checks",
    response={201: CheckShown},
    summary="Record a quality check",
    operation_id="add_quality_check",
)
@allow(Permission.WORK)
def post_check(request: SignedInRequest, code: str, body: CheckAsked) -> CheckShown:
    """Record a quality check; when it passes, its grade becomes the device's."""
    device = visible_device(request.actor, code)
    new = NewCheck(
        items=dict(body.items),
        grade=body.grade or "",
        os_name=body.os_name,
        os_language=body.os_language or "",
        battery_percent=body.battery_percent,
        known_defects=body.known_defects,
    )
    return show_check(record_check(device, new, actor=request.actor))
