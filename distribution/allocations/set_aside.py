"""What stands set aside, in the words of distribution.lapse, and until when it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from distribution.deliveries import ARRIVED, Arrival, NotDelivered
from distribution.lapse import SetAside, lapses_on
from distribution.models import (
    Allocation,
    Appointment,
    ConsignmentLine,
    DeliveryReport,
    RequestLine,
)
from inventory.models import Device


def facts_of(allocations: Sequence[Allocation]) -> dict[int, SetAside]:
    """Map the id of each machine's allocation to what is known: four queries, however many."""
    made = {each.pk: each.made_at for each in allocations}
    devices = {each.device_id: each.pk for each in allocations}
    for companion in Allocation.objects.open().filter(companion_to__in=made):
        devices[companion.device_id] = companion.companion_to_id or companion.pk
    seen_to: dict[int, list[datetime]] = defaultdict(list)
    travelling = set()
    for line in ConsignmentLine.objects.filter(device__in=devices):
        main = devices[line.device_id]
        if line.arrival in ARRIVED and line.settled_at:
            seen_to[main].append(line.settled_at)
        elif _travels(line, made[main]):
            travelling.add(main)
    for pk, at in (*_put_off(made), *_awaited(allocations)):
        seen_to[pk].append(at)
    return {
        each.pk: SetAside(
            made_on=timezone.localdate(each.made_at),
            seen_to_on=max(map(timezone.localdate, seen_to[each.pk]), default=None),
            is_on_its_way=each.pk in travelling,
        )
        for each in allocations
    }


def _travels(line: ConsignmentLine, made_at: datetime) -> bool:
    """Say whether it is on the way, or went missing since; what was missing before turned up."""
    if line.settled_at is None:
        return True
    return line.arrival == Arrival.MISSING and line.settled_at >= made_at


def _put_off(allocations: Iterable[int]) -> list[tuple[int, datetime]]:
    rows = DeliveryReport.objects.filter(because=NotDelivered.LATER, allocation__in=allocations)
    return list(rows.values_list("allocation", "reported_at"))


def _awaited(allocations: Iterable[Allocation]) -> list[tuple[int, datetime]]:
    """Give until when somebody is awaited for each: nothing lapses before its appointment."""
    pks = [each.pk for each in allocations]
    rows = Appointment.objects.booked().filter(
        nomination__lines__allocations__in=pks,
        place=F("nomination__lines__allocations__device__holder"),
    )
    return list(rows.values_list("nomination__lines__allocations", "starts_at"))


def stands_until(allocations: Sequence[Allocation]) -> dict[int, date | None]:
    """Map the id of each to the first day on which it lapses; None while it travels."""
    known = facts_of(allocations)
    return {pk: lapses_on(facts, settings.ALLOCATION_DAYS) for pk, facts in known.items()}


def told_of(line: RequestLine, device: Device) -> dict[str, Any]:
    """Give the facts a service is told of a device set aside today; select its holder."""
    place, made = device.holder, SetAside(made_on=timezone.localdate())
    until = lapses_on(made, settings.ALLOCATION_DAYS)
    return {
        "line": line.number,
        "place": ", ".join(filter(None, (place.name, place.street, place.postcode, place.phone))),
        "is_brought": line.delivery_needed,
        "until": until and until.isoformat(),
    }
