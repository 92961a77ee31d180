"""Appointments: free times, list, read, book, another time, cancel, nobody came."""

from datetime import date, datetime, time
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from distribution.api.asking import Reference
from distribution.appointments.arriving import arrive
from distribution.appointments.booking import book, cancel, miss, move
from distribution.appointments.course import AppointmentStep
from distribution.appointments.standing import (
    free_slots,
    known_of,
    parties_of,
    steps_open_to,
    to_collect,
)
from distribution.deliveries import AppointmentState, CancelReason
from distribution.models import Allocation, Appointment, Household
from distribution.nominations.viewing import note_views
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked, Day, Moment, Shown

router = Router(tags=["Appointments"])
Place = Annotated[Reference, Field(description="Code of the organisation that holds the devices")]


class AppointmentFilters(Asked):
    """Which appointments."""

    state: AppointmentState | None = None
    place: Place | None = None
    day: Annotated[Day | None, Field(description="In Belgian time")] = None


class SlotsOf(Asked):
    """Whose free times."""

    place: Place


class SlotShown(Shown):
    """A time at which a place receives households, and for how many it still has room."""

    starts_at: datetime
    ends_at: datetime
    free: int


class AppointmentShown(Shown):
    """An appointment; of the household what the reader may know of it."""

    id: int
    nomination: str
    place: str
    at_home: bool
    starts_at: datetime
    ends_at: datetime | None
    state: AppointmentState
    reason: CancelReason | None
    name: str | None
    language: str | None
    phone: str | None
    address: str | None
    steps: list[AppointmentStep]


class AppointmentAsked(Asked):
    """A time for all that is set aside for a nomination at a place."""

    nomination: Reference
    place: Place
    starts_at: Annotated[
        Moment | None,
        Field(
            description="The beginning of a free time; any, if it is brought. Left out: whoever "
            "the machine is for has come to the place, or is brought it, at this moment"
        ),
    ] = None


class AppointmentChange(Asked):
    """Another time."""

    starts_at: Moment


class CancelAsked(Asked):
    """Why it does not take place."""

    reason: CancelReason


def _rows(actor: Membership) -> QuerySet[Appointment]:
    rows = Appointment.objects.visible_to(actor)
    receivers = ("nomination__household", "nomination__institution")
    return rows.select_related(*receivers, "nomination__organisation", "place")


def _show(each: Appointment, actor: Membership) -> AppointmentShown:
    it, known = each.nomination.receiver, known_of(each, actor)
    return AppointmentShown(
        id=each.pk,
        nomination=each.nomination.reference,
        place=each.place.code,
        at_home=each.at_home,
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        state=AppointmentState(each.state),
        reason=CancelReason(each.reason) if each.reason else None,
        name=it.full_name if known.name else None,
        language=it.language if known.phone else None,
        phone=it.phone if known.phone and isinstance(it, Household) else None,
        address=f"{it.street}, {it.postcode}" if known.address else None,
        steps=steps_open_to(each, actor),
    )


def _read(pk: int, actor: Membership) -> AppointmentShown:
    found = get_object_or_404(_rows(actor), pk=pk)
    _note([found], actor)
    return _show(found, actor)


def _note(shown: list[Appointment], actor: Membership) -> None:
    named = [each.nomination for each in shown if known_of(each, actor).name]
    people = [each.household for each in named if each.institution is None]
    note_views(people, page="api/appointments", actor=actor)


def _standing(body: AppointmentAsked, actor: Membership) -> Allocation:
    """Find what is set aside there, for who has to do with it; others learn nothing."""
    rows = to_collect().filter(
        line__nomination__reference=body.nomination.upper(),
        device__holder__code=body.place.upper(),
    )
    related = rows.select_related("line__nomination__organisation", "device__holder")
    found = related.order_by("pk").first()
    if found is None or not parties_of(found.line.nomination, found.device.holder_id, actor):
        message = "Nothing of this nomination is set aside there."
        raise invalid_field("nomination", "nothing_there", message)
    return found


@router.get(
    "appointments",
    response=Page[AppointmentShown],
    summary="List appointments",
    operation_id="list_appointments",
)
@allow(Permission.SEE_APPOINTMENTS)
def list_appointments(
    request: SignedInRequest, filters: Query[AppointmentFilters], paging: Query[Paging]
) -> Page[AppointmentShown]:
    """List those of one's nominations or at one's place, in the order of time; coordinators all."""
    rows, actor = _filtered(_rows(request.actor), filters), request.actor
    shown: list[Appointment] = []

    def show(each: Appointment) -> AppointmentShown:
        shown.append(each)
        return _show(each, actor)

    page = page_of(rows, ["starts_at"], paging, show)
    _note(shown, actor)
    return page


def _filtered(rows: QuerySet[Appointment], filters: AppointmentFilters) -> QuerySet[Appointment]:
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.place:
        rows = rows.filter(place__code=filters.place.upper())
    return rows.filter(starts_at__range=_hours_of(filters.day)) if filters.day else rows


def _hours_of(day: date) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, at, tzinfo=zone) for at in (time.min, time.max))
    return begins, ends


@router.get(
    "appointments/slots",
    response=list[SlotShown],
    summary="List the free times of a place",
    operation_id="list_slots",
)
@allow(Permission.BOOK)
def list_slots(request: SignedInRequest, filters: Query[SlotsOf]) -> list[SlotShown]:
    """List when a place still has room in the coming three weeks."""
    place = Organisation.objects.filter(code=filters.place.upper()).first()
    if place is None:
        raise invalid_field("place", "place_unknown", "No organisation has this code.")
    return [
        SlotShown(starts_at=slot.starts_at, ends_at=slot.ends_at, free=slot.free)
        for slot in free_slots(place)
    ]


@router.post(
    "appointments",
    response={201: AppointmentShown},
    summary="Book an appointment",
    operation_id="add_appointment",
)
@allow(Permission.BOOK)
def add_appointment(request: SignedInRequest, body: AppointmentAsked) -> AppointmentShown:
    """Book a time for all that is set aside for a nomination at a place; 409 when it is full.

    Without a time it is at this moment: an appointment on another day is moved to it.
    """
    found, actor = _standing(body, request.actor), request.actor
    nomination, place = found.line.nomination, found.device.holder
    if body.starts_at is None:
        return _read(arrive(nomination, place, actor=actor).pk, actor)
    return _read(book(nomination, place, body.starts_at, actor=actor).pk, actor)


@router.get(
    "appointments/{pk:pk}",
    response=AppointmentShown,
    summary="Read an appointment",
    operation_id="read_appointment",
)
@allow(Permission.SEE_APPOINTMENTS)
def read_appointment(request: SignedInRequest, pk: int) -> AppointmentShown:
    """Read an appointment, with the steps that may be taken now."""
    return _read(pk, request.actor)


@router.patch(
    "appointments/{pk:pk}",
    response=AppointmentShown,
    summary="Choose another time",
    operation_id="move_appointment",
)
@allow(Permission.BOOK)
def move_appointment(
    request: SignedInRequest, pk: int, body: AppointmentChange
) -> AppointmentShown:
    """Move an appointment; 409 when the time is full."""
    found = get_object_or_404(_rows(request.actor), pk=pk)
    return _read(move(found, body.starts_at, actor=request.actor).pk, request.actor)


@router.post(
    "appointments/{pk:pk}/cancel",
    response=AppointmentShown,
    summary="Cancel an appointment",
    operation_id="cancel_appointment",
)
@allow(Permission.BOOK)
def cancel_appointment(request: SignedInRequest, pk: int, body: CancelAsked) -> AppointmentShown:
    """Call it off; what is set aside stays so."""
    found = get_object_or_404(_rows(request.actor), pk=pk)
    return _read(cancel(found, body.reason, actor=request.actor).pk, request.actor)


@router.post(
    "appointments/{pk:pk}/no-show",
    response=AppointmentShown,
    summary="Record that nobody came",
    operation_id="miss_appointment",
)
@allow(Permission.HAND_OVER)
def miss_appointment(request: SignedInRequest, pk: int) -> AppointmentShown:
    """Put what was set aside back on the shelf; its lines wait again, the second time they end."""
    found = get_object_or_404(_rows(request.actor), pk=pk)
    return _read(miss(found, actor=request.actor).pk, request.actor)
