"""Read side: which devices have come how far, whatever became of them since."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import State
from inventory.models import DeviceEvent, DeviceQuerySet, Erasure
from inventory.sanitisation import Result


class Milestone(models.TextChoices):
    """What a device reaches on its way, in this order."""

    WIPED = "wiped", _("Wiped, or nothing to wipe")
    READY = "ready", _("Ready")
    ALLOCATED = "allocated", _("Allocated")
    DELIVERED = "delivered", _("Delivered")


def has_reached(milestone: Milestone) -> Q:
    """Write the condition on devices.

    A device was wiped when one of its drives was, or when it became ready: then there was nothing
    to wipe, or its drives were destroyed or removed.
    """
    after = State.READY if milestone is Milestone.WIPED else State(milestone.value)
    passed = Q(Exists(DeviceEvent.objects.filter(device=OuterRef("pk"), after=after)))
    if milestone is not Milestone.WIPED:
        return passed
    wiped = Erasure.objects.filter(drive__device=OuterRef("pk"), result=Result.WIPED)
    return Q(Exists(wiped)) | passed


def having_reached(rows: DeviceQuerySet, milestone: Milestone) -> DeviceQuerySet:
    """Keep the devices that have come this far."""
    return rows.filter(has_reached(milestone))


def count_reached(rows: DeviceQuerySet) -> tuple[int, dict[Milestone, int]]:
    """Count the devices, and those at each milestone, in one query."""
    counts = {
        milestone.value: models.Count("pk", filter=has_reached(milestone))
        for milestone in Milestone
    }
    found = rows.order_by().aggregate(received=models.Count("pk"), **counts)
    return found["received"], {each: found[each.value] for each in Milestone}
