"""Read side: what waits to be collected where, when there is room, and whose an appointment is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from distribution.appointments.course import (
    DAYS_SHOWN,
    AppointmentStep,
    Party,
    steps_for,
)
from distribution.appointments.slots import Block, Slot, slots_of
from distribution.deliveries import AppointmentState
from distribution.models import (
    Allocation,
    Appointment,
    ConsignmentLine,
    Nomination,
    ReceivingHours,
)
from distribution.models.allocation import AllocationQuerySet
from distribution.receivers import KNOWN_AFTER
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

ROOM_TAKEN = (AppointmentState.BOOKED, AppointmentState.KEPT)


def parties_of(nomination: Nomination, place_id: int | None, actor: Membership) -> set[Party]:
    """Say as what the actor has to do with collecting a nomination's machines at a place."""
    mine, may = actor.organisation_id, actor.may
    found = {
        Party.SERVICE: nomination.organisation_id == mine and may(Permission.NOMINATE),
        Party.PLACE: place_id == mine and may(Permission.HAND_OVER),
        Party.COORDINATOR: may(Permission.SEE_ALL_NOMINATIONS),
    }
    return {party for party, is_it in found.items() if is_it and may(Permission.BOOK)}


def steps_open_to(appointment: Appointment, actor: Membership) -> list[AppointmentStep]:
    """List the steps that the actor may take now; pages and the API offer these and no others."""
    parties = parties_of(appointment.nomination, appointment.place_id, actor)
    return steps_for(appointment.state, appointment.starts_at, parties, now=timezone.now())


def travelling() -> Exists:
    """Tell the allocations whose device is on its way."""
    return Exists(ConsignmentLine.objects.filter(device=OuterRef("device"), arrival=""))


def to_collect() -> AllocationQuerySet:
    """List the machines that stand set aside, where they are held, and not on their way."""
    return Allocation.objects.open().mains().filter(~travelling())


def awaited_at() -> Subquery:
    """Tell of each allocation when its household is expected where its device is; or nothing."""
    booked = Appointment.objects.booked().filter(
        nomination=OuterRef("line__nomination"), place=OuterRef("device__holder")
    )
    return Subquery(booked.values("starts_at")[:1])


def unbooked(allocations: QuerySet[Allocation]) -> int:
    """Count the machines that stand set aside and that nobody comes for yet."""
    standing = allocations.filter(ended_at=None, companion_to=None)
    return standing.annotate(awaited_at=awaited_at()).filter(awaited_at=None).count()


@dataclass(frozen=True)
class Collection:
    """What of a nomination is collected at one place, and its appointment there, if it has one."""

    place: Organisation
    at_home: bool  # brought to the door
    appointment: Appointment | None


def collections_of(nomination: Nomination) -> list[Collection]:
    """List the places where a nomination's machines stand set aside: two queries."""
    rows = to_collect().filter(line__nomination=nomination)
    found: dict[int, list[Allocation]] = {}
    for each in rows.select_related("device__holder", "line").order_by("pk"):
        found.setdefault(each.device.holder_id, []).append(each)
    those = Appointment.objects.booked().filter(nomination=nomination)
    booked = {each.place_id: each for each in those}
    return [
        Collection(
            place=together[0].device.holder,
            at_home=any(each.line.delivery_needed for each in together),
            appointment=booked.get(place),
        )
        for place, together in found.items()
    ]


def blocks_of(place: Organisation) -> list[Block]:
    """List a place's weekly blocks, in order."""
    rows = ReceivingHours.objects.filter(organisation=place).order_by("weekday", "opens")
    return [block_of(each) for each in rows]


def block_of(hours: ReceivingHours) -> Block:
    """Give a row of hours as plain values."""
    return Block(hours.weekday, hours.opens, hours.closes, hours.households)


def free_slots(place: Organisation) -> list[Slot]:
    """List the times of the coming weeks at which a place has room: two queries."""
    now = timezone.now()
    zone = timezone.get_default_timezone()
    slots = slots_of(blocks_of(place), _taken_at(place, now), after=now, days=DAYS_SHOWN, zone=zone)
    return [slot for slot in slots if slot.free]


def _taken_at(place: Organisation, after: datetime) -> dict[datetime, int]:
    rows = Appointment.objects.filter(place=place, at_home=False, state__in=ROOM_TAKEN)
    ahead = rows.filter(starts_at__gt=after).values("starts_at").annotate(n=Count("pk"))
    return {each["starts_at"].astimezone(UTC): each["n"] for each in ahead.order_by()}


@dataclass(frozen=True)
class Known:
    """What one reader may know of the household that comes; nothing of it where all is false."""

    name: bool
    phone: bool  # and the language that is spoken
    address: bool


def known_of(appointment: Appointment, actor: Membership) -> Known:
    """Say what the actor may know of whom an appointment is with; select nomination.

    Source: design/domain.md, "Personal data". Their service and coordinators all; a partner until
    30 days after, the address only where it goes there; a workshop the name, on the day itself,
    unless it was called off.
    """
    parties = parties_of(appointment.nomination, appointment.place_id, actor)
    if parties & {Party.SERVICE, Party.COORDINATOR}:
        return Known(name=True, phone=True, address=True)
    if Party.PLACE not in parties:
        return Known(name=False, phone=False, address=False)
    if actor.may(Permission.REACH_RECEIVERS):
        ended = appointment.ended_at
        current = ended is None or ended > timezone.now() - KNOWN_AFTER
        return Known(name=current, phone=current, address=current and appointment.at_home)
    is_today = timezone.localdate(appointment.starts_at) == timezone.localdate()
    is_off = appointment.state == AppointmentState.CANCELLED
    return Known(name=is_today and not is_off, phone=False, address=False)
