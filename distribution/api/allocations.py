"""Allocations by hand, and giving them back."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from distribution.allocations.allocating import allocate, release
from distribution.api.asking import LineNumber, Reference
from distribution.api.shapes import AllocationShown, show_allocation
from distribution.models import Allocation, RequestLine
from inventory.api.asking import Code, visible_device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import AboutPeople, Asked

router = Router(tags=["Allocation"])
Why = Annotated[AboutPeople, Field(min_length=1, max_length=200)]


class AllocationAsked(Asked):
    """A device for a line, and why by hand."""

    nomination: Reference
    line: LineNumber = 1
    device: Code
    reason: Why


class ReleaseAsked(Asked):
    """Why a device goes back."""

    reason: Why


@router.post(
    "allocations",
    response={201: AllocationShown},
    summary="Allocate a device",
    operation_id="add_allocation",
)
@allow(Permission.ALLOCATE)
def add_allocation(request: SignedInRequest, body: AllocationAsked) -> AllocationShown:
    """Set a ready device aside for a waiting line that it fits; else say all that does not."""
    lines = RequestLine.objects.visible_to(request.actor)
    line = get_object_or_404(lines, nomination__reference=body.nomination.upper(), number=body.line)
    device = visible_device(request.actor, body.device)
    return show_allocation(allocate(line, device, reason=body.reason, actor=request.actor))


@router.post(
    "allocations/{pk:allocation}/release",
    response=AllocationShown,
    summary="Release an allocation",
    operation_id="release_allocation",
)
@allow(Permission.ALLOCATE)
def release_allocation(
    request: SignedInRequest, allocation: int, body: ReleaseAsked
) -> AllocationShown:
    """Give the device back to the shelf, and the line its place with its original date."""
    mine = Allocation.objects.visible_to(request.actor)
    mine = mine.select_related("line__nomination", "device", "run")
    release(get_object_or_404(mine, pk=allocation), reason=body.reason, actor=request.actor)
    return show_allocation(mine.get(pk=allocation))
