"""Read side: whether inventory and distribution say the same of each device."""

from django.db.models import Exists, OuterRef, QuerySet

from distribution.models import Allocation, Handover
from distribution.words import AllocationEnd
from inventory.lifecycle import State
from inventory.models import Device


def disagreements() -> list[str]:
    """Say for each device that disagrees with its allocation how; by code, one sentence each."""
    stands = Exists(Allocation.objects.open().filter(device=OuterRef("pk")))
    went_along = Allocation.objects.filter(
        device=OuterRef("pk"),
        companion_to__isnull=False,
        end=AllocationEnd.HANDED_OVER,
        returned=None,
    )
    main_one = Handover.objects.filter(allocation__device=OuterRef("pk"), returned=None)
    given = Exists(main_one) | Exists(went_along)
    allocated, delivered = State.ALLOCATED, State.DELIVERED
    return [
        *_said(Device.objects.filter(~stands, state=allocated), "allocated, but to no line"),
        *_said(Device.objects.filter(stands).exclude(state=allocated), "has an open allocation"),
        *_said(Device.objects.filter(~given, state=delivered), "delivered, but to nobody"),
        *_said(Device.objects.filter(given).exclude(state=delivered), "was handed over"),
    ]


def _said(devices: QuerySet[Device], what: str) -> list[str]:
    rows = devices.order_by("code").values_list("code", "state")
    return [f"{code}: {state}; {what}" for code, state in rows]
