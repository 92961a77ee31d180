"""What a device's page shows of its repairs: the work done, and the photos of the fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inventory.models import DevicePhoto, Repair, RepairWork
from inventory.stock import Standing


@dataclass(frozen=True)
class ShownRepair:
    """A repair, what was done at it in order, and the photos of its fault."""

    repair: Repair
    work: list[RepairWork]
    photos: tuple[DevicePhoto, ...]


def shown_repairs(standing: Standing, photos: Sequence[DevicePhoto]) -> list[ShownRepair]:
    """Put the repairs of a device together with what belongs to each."""
    return [
        ShownRepair(
            repair,
            standing.work_on(repair),
            tuple(each for each in photos if each.repair_id == repair.pk),
        )
        for repair in standing.repairs
    ]
