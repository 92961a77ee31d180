"""What becomes of an appointment when what was set aside for it is handed over, or is not there.

Called inside the act that ends an allocation or sends a device away; no person takes these steps.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.utils import timezone

from distribution.appointments.informing import tell_service
from distribution.appointments.standing import to_collect
from distribution.deliveries import AppointmentState, CancelReason
from distribution.models import Allocation, Appointment, Nomination
from distribution.words import AllocationEnd

FOLLOWS = {
    AllocationEnd.HANDED_OVER: AppointmentState.KEPT,
    AllocationEnd.NO_SHOW: AppointmentState.MISSED,
}
# The service is told of the other ends anyway, or has made them itself.
TOLD_HERE = frozenset({AllocationEnd.RELEASED, AllocationEnd.FAULT})


def follow(ended: Collection[Allocation], end: AllocationEnd) -> None:
    """Close the appointments of allocations that have just ended; select device and line."""
    mains = [each for each in ended if each.companion_to_id is None]
    places = {(each.line.nomination_id, each.device.holder_id) for each in mains}
    if end in FOLLOWS:
        for nomination, place in places:
            booked = Appointment.objects.booked().filter(nomination=nomination, place=place)
            over = booked if end == AllocationEnd.NO_SHOW else booked.exclude(_waits_there())
            over.update(state=FOLLOWS[end], ended_at=timezone.now())
        return
    for appointment in _booked({nomination for nomination, _place in places}):
        is_of_these = (appointment.nomination_id, appointment.place_id) in places
        if not is_of_these or not _is_idle(appointment):
            continue
        if _have_come(appointment):
            close(appointment, AppointmentState.KEPT)
        else:
            _call_off(appointment, is_told=end in TOLD_HERE)


def call_off_idle(nominations: Collection[int]) -> None:
    """Cancel the appointments of nominations of which nothing is at the place any more."""
    for appointment in _booked(nominations):
        if _is_idle(appointment):
            _call_off(appointment, is_told=True)


def keep(nomination: Nomination) -> None:
    """Say that the household was there, whatever it went home with."""
    for appointment in _booked({nomination.pk}):
        close(appointment, AppointmentState.KEPT)


def close(
    appointment: Appointment, state: AppointmentState, reason: CancelReason | str = ""
) -> None:
    """Write how a booked appointment ended, on a locked row."""
    appointment.state, appointment.reason = state, reason
    appointment.ended_at = timezone.now()
    appointment.save(update_fields=["state", "reason", "ended_at"])


def _booked(nominations: Collection[int]) -> list[Appointment]:
    if not nominations:
        return []
    rows = Appointment.objects.booked().filter(nomination__in=nominations).order_by("pk")
    locked = rows.select_for_update(of=("self",))
    return list(locked.select_related("nomination__organisation", "place"))


def _is_idle(appointment: Appointment) -> bool:
    left = to_collect().filter(line__nomination=appointment.nomination_id)
    return not left.filter(device__holder=appointment.place_id).exists()


def _waits_there() -> Exists:
    """Tell the appointments for which another machine is still to be handed over."""
    there = to_collect().filter(
        line__nomination=OuterRef("nomination"), device__holder=OuterRef("place")
    )
    return Exists(there)


def _have_come(appointment: Appointment) -> bool:
    """Say whether they went home with something on its day or since."""
    theirs = Allocation.objects.filter(line__nomination=appointment.nomination_id)
    given = theirs.filter(end=AllocationEnd.HANDED_OVER)
    return given.filter(ended_at__date__gte=timezone.localdate(appointment.starts_at)).exists()


def _call_off(appointment: Appointment, *, is_told: bool) -> None:
    close(appointment, AppointmentState.CANCELLED, CancelReason.NOTHING_LEFT)
    if is_told:
        tell_service(appointment, "cancelled")
