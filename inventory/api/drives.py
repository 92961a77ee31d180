"""Drives: found, wiped, verified, destroyed, removed; and devices declared without one."""

from typing import Annotated

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from inventory.api.asking import visible_device
from inventory.api.shapes import (
    DeviceShown,
    DriveShown,
    ErasureShown,
    show_device,
    show_drive,
    show_erasure,
)
from inventory.checking import record_locks
from inventory.kinds import Lock
from inventory.models import Device, Drive, Erasure
from inventory.models.drive import Method
from inventory.reviewing import verify_erasure
from inventory.sanitisation import Doubt, Result, Technique, Technology, Verification
from inventory.stock import load_standing
from inventory.tracking import destroy_drive, remove_drive
from inventory.wiping import NewErasure, add_drive, declare_driveless, record_erasure
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership, User
from refurb.accounts.roles import Permission
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked, Email, Moment, Words

router = Router(tags=["Drives"])
LARGEST_DRIVE = 10**15  # bytes: 1 PB


class DriveAsked(Asked):
    """A drive found in a device."""

    serial_number: Annotated[Words, Field(max_length=80)] = ""
    model: Annotated[Words, Field(max_length=120)] = ""
    technology: Technology = Technology.UNKNOWN
    size_bytes: Annotated[int | None, Field(ge=1, le=LARGEST_DRIVE)] = None


class ErasureAsked(Asked):
    """An attempt to sanitise a drive, as a person records it; the technique gives the category."""

    technique: Technique
    tool: Annotated[Words, Field(min_length=1, max_length=60)]
    tool_version: Annotated[Words, Field(max_length=30)] = ""
    result: Result
    verification: Verification = Verification.NONE
    started_at: Moment | None = None
    ended_at: Moment | None = None
    operator: Annotated[
        Email | None, Field(description="E-mail of the colleague who wiped it, if not you")
    ] = None
    verified_by_me: Annotated[
        bool, Field(description="You verified a colleague's wipe; nobody verifies their own")
    ] = False
    doubts: Annotated[
        tuple[Doubt, ...], Field(max_length=20, description="What is unclear, for a review")
    ] = ()
    encryption_seen: Annotated[
        bool | None, Field(description="For a factory reset: was the storage encrypted before?")
    ] = None


class VerificationAsked(Asked):
    """How a colleague's wipe was verified; only needed when they recorded none."""

    verification: Verification | None = None


class DestructionAsked(Asked):
    """What proves that a drive was destroyed: a paper, or a colleague who saw it."""

    document: Annotated[Words, Field(max_length=60)] = ""
    method: Method = Method.SHRED
    witness: Annotated[
        Email | None,
        Field(description="E-mail of the colleague who saw it, if nobody gave a paper"),
    ] = None


class DeclarationAsked(Asked):
    """What somebody saw: that there is no drive, and which locks are clear."""

    no_storage: bool = False
    locks_clear: Annotated[
        dict[Lock, bool] | None, Field(description="Of each lock checked: is it clear?")
    ] = None


@router.post(
    "devices/{code:code}/drives",
    response={201: DriveShown},
    summary="Add a drive",
    operation_id="add_drive",
)
@allow(Permission.WORK)
def post_drive(request: SignedInRequest, code: str, body: DriveAsked) -> DriveShown:
    """Record a drive found in a device."""
    device = visible_device(request.actor, code)
    drive = add_drive(device, actor=request.actor, **dict(body))
    return _show(drive)


def _drive(actor: Membership, pk: int) -> Drive:
    return get_object_or_404(Drive.objects.visible_to(actor).select_related("device"), pk=pk)


def _show(drive: Drive) -> DriveShown:
    return show_drive(drive, load_standing(drive.device))


@router.post(
    "drives/{pk:drive}/erasures",
    response={201: ErasureShown},
    summary="Record an erasure",
    operation_id="add_erasure",
)
@allow(Permission.WORK)
def post_erasure(request: SignedInRequest, drive: int, body: ErasureAsked) -> ErasureShown:
    """Record an erasure done by hand; whoever wiped can't be who verified."""
    found = _drive(request.actor, drive)
    fields = dict(body) | {"operator": _colleague(body.operator, "operator", request.actor)}
    return show_erasure(record_erasure(found, NewErasure(**fields), actor=request.actor))


def _colleague(email: str | None, part: str, actor: Membership) -> User | None:
    if not email:
        return None
    colleagues = User.objects.filter(
        memberships__organisation=actor.organisation_id, memberships__ended_at=None, is_active=True
    )
    found = colleagues.filter(email__iexact=email).first()
    if found is None:
        raise invalid_field(part, f"{part}_unknown", "No colleague has this address.")
    return found


@router.post(
    "erasures/{pk:erasure}/verification",
    response={201: ErasureShown},
    summary="Verify an erasure",
    operation_id="verify_erasure",
)
@allow(Permission.WORK)
def post_verification(
    request: SignedInRequest, erasure: int, body: VerificationAsked
) -> ErasureShown:
    """Verify a colleague's erasure, from the evidence."""
    mine = Erasure.objects.visible_to(request.actor).select_related("drive__device")
    found = get_object_or_404(mine, pk=erasure)
    return show_erasure(verify_erasure(found, actor=request.actor, verification=body.verification))


@router.post(
    "drives/{pk:drive}/destruction",
    response={201: DriveShown},
    summary="Record a destruction",
    operation_id="destroy_drive",
)
@allow(Permission.WORK)
def post_destruction(request: SignedInRequest, drive: int, body: DestructionAsked) -> DriveShown:
    """Record that a drive was destroyed, and what proves it."""
    found = _drive(request.actor, drive)
    seen_by = _colleague(body.witness, "witness", request.actor)
    destroy_drive(
        found,
        actor=request.actor,
        method=body.method,
        document=body.document,
        witness=seen_by,
    )
    return _show(_drive(request.actor, drive))


@router.post(
    "drives/{pk:drive}/removal",
    response={201: DriveShown},
    summary="Remove a drive into stock",
    operation_id="remove_drive",
)
@allow(Permission.WORK)
def post_removal(request: SignedInRequest, drive: int) -> DriveShown:
    """Record that a drive was taken out into stock, where it is tracked on its own."""
    remove_drive(_drive(request.actor, drive), actor=request.actor)
    return _show(_drive(request.actor, drive))


@router.post(
    "devices/{code:code}/declarations",
    response={201: DeviceShown},
    summary="Declare what was seen",
    operation_id="add_declaration",
)
@allow(Permission.WORK)
@transaction.atomic
def post_declaration(request: SignedInRequest, code: str, body: DeclarationAsked) -> DeviceShown:
    """Declare that a device has no drive, or which of its locks are clear, or both."""
    if not body.no_storage and body.locks_clear is None:
        raise invalid_field("locks_clear", "nothing_declared", "Declare something.")
    rows = Device.objects.select_related("donation", "steward", "holder")
    device = visible_device(request.actor, code, rows)
    if body.no_storage:
        declare_driveless(device, actor=request.actor)
    if body.locks_clear is not None:
        record_locks(device, body.locks_clear, actor=request.actor)
    device = visible_device(request.actor, code, rows)
    return show_device(load_standing(device), request.actor)
