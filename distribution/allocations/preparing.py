"""Preparation: a machine that is set aside is set up as its sheet asks, before it leaves."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import AllocationRefused, lock_open_allocation
from distribution.kit import Kit
from distribution.models import Allocation
from inventory.moving import append_event
from refurb.accounts.models import Membership
from refurb.reasons import Reason


@transaction.atomic
def mark_prepared(
    allocation: Allocation, packed: Collection[str], *, actor: Membership
) -> Allocation:
    """Say that a machine is set up as its sheet asks, and which kit was put in, by its codes.

    Said again, the kit is what was said last; saying the same writes nothing. Raises
    AllocationRefused.
    """
    allocation = _lock(allocation)
    kit = [item.value for item in Kit if item.value in packed]
    if allocation.prepared_at is not None and allocation.packed == kit:
        return allocation
    allocation.prepared_at, allocation.prepared_by = timezone.now(), actor
    allocation.packed = kit
    allocation.save(update_fields=["prepared_at", "prepared_by", "packed"])
    append_event(allocation.device, "device.prepared", actor, kit=kit)
    return allocation


@transaction.atomic
def mark_unprepared(allocation: Allocation, *, actor: Membership) -> Allocation:
    """Say that a machine is not set up after all. Raises AllocationRefused."""
    allocation = _lock(allocation)
    if allocation.prepared_at is not None:
        forget_preparation(allocation)
        append_event(allocation.device, "device.unprepared", actor)
    return allocation


def forget_preparation(allocation: Allocation) -> None:
    """Write that a locked allocation has to be prepared anew."""
    allocation.prepared_at, allocation.prepared_by = None, None
    allocation.packed = []
    allocation.save(update_fields=["prepared_at", "prepared_by", "packed"])


def _lock(allocation: Allocation) -> Allocation:
    if allocation.companion_to_id is not None:
        message = _("This device goes with another one: prepare that one.")
        raise AllocationRefused(Reason("is_companion", message))
    return lock_open_allocation(allocation)
