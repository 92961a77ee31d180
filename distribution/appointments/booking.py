"""Book when a household's machines are collected or brought; move, cancel, nobody came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.allocations.allocating import report_no_show
from distribution.appointments.course import (
    DAYS_SHOWN,
    AppointmentStep,
    reasons_against,
    too_far,
)
from distribution.appointments.following import close
from distribution.appointments.informing import tell_service
from distribution.appointments.slots import slot_on
from distribution.appointments.standing import ROOM_TAKEN, block_of, parties_of, to_collect
from distribution.deliveries import CANCELLATIONS, AppointmentState, CancelReason
from distribution.models import Allocation, Appointment, Nomination, ReceivingHours
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class AppointmentRefused(Refused):
    """The rules refuse this act on an appointment, or it is full; `reasons` says why."""


@dataclass(frozen=True)
class Times:
    """From when until when; no end for what is brought."""

    starts_at: datetime
    ends_at: datetime | None = None


@transaction.atomic
def book(
    nomination: Nomination, place: Organisation, starts_at: datetime, *, actor: Membership
) -> Appointment:
    """Book a time for all that stands set aside at a place: one of its free ones, if collected.

    Raises AppointmentRefused, `full` when the last place went to somebody else.
    """
    if not parties_of(nomination, place.pk, actor):
        raise AppointmentRefused(not_yours())
    standing = lock_standing(nomination, place)
    if Appointment.objects.booked().filter(nomination=nomination, place=place).exists():
        raise AppointmentRefused(_booked_already())
    at_home = any(each.line.delivery_needed for each in standing)
    times = _times(place, starts_at, at_home=at_home)
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                nomination=nomination,
                place=place,
                at_home=at_home,
                starts_at=times.starts_at,
                ends_at=times.ends_at,
                made_by=actor,
            )
    except IntegrityError:
        raise AppointmentRefused(_booked_already()) from None
    _note(appointment, "booked", actor)
    return appointment


@transaction.atomic
def move(appointment: Appointment, starts_at: datetime, *, actor: Membership) -> Appointment:
    """Choose another time. Raises AppointmentRefused; the same time again changes nothing."""
    found = _lock_for(AppointmentStep.MOVE, appointment, actor)
    if found.starts_at == starts_at:
        return found
    times = _times(found.place, starts_at, at_home=found.at_home)
    found.starts_at, found.ends_at = times.starts_at, times.ends_at
    found.save(update_fields=["starts_at", "ends_at"])
    _note(found, "moved", actor)
    return found


@transaction.atomic
def cancel(appointment: Appointment, reason: CancelReason, *, actor: Membership) -> Appointment:
    """Call an appointment off; what is set aside stays so. Raises AppointmentRefused."""
    found = _lock_for(AppointmentStep.CANCEL, appointment, actor)
    if reason not in CANCELLATIONS:
        raise AppointmentRefused(Reason("reason_missing", _("Say why.")))
    close(found, AppointmentState.CANCELLED, reason)
    _note(found, "cancelled", actor)
    return found


@transaction.atomic
def miss(appointment: Appointment, *, actor: Membership) -> Appointment:
    """Record that nobody came: each machine goes back to the shelf and its line waits again.

    Raises AppointmentRefused, AllocationRefused and MoveRefused.
    """
    found = Appointment.objects.select_related("nomination").get(pk=appointment.pk)
    _check(AppointmentStep.MISS, found, actor)
    # The devices are locked before the appointment, as wherever an allocation ends.
    rows = to_collect().filter(line__nomination=found.nomination, device__holder=found.place_id)
    for allocation in rows.select_related("device").order_by("device"):
        report_no_show(allocation, actor=actor)
    found.refresh_from_db(fields=["state", "ended_at"])
    if found.state != AppointmentState.MISSED:
        raise AppointmentRefused(Reason("wrong_state", _("Nothing is set aside there any more.")))
    return found


def not_yours() -> Reason:
    """Say that another organisation takes this step."""
    return Reason("not_yours", _("This step is for another organisation."))


def _booked_already() -> Reason:
    return Reason("booked_already", _("An appointment is booked already: move that one."))


def lock_standing(nomination: Nomination, place: Organisation) -> list[Allocation]:
    """Lock what stands set aside at a place; who ends it at this moment waits, or has ended it.

    Raises AppointmentRefused when nothing does.
    """
    rows = to_collect().filter(line__nomination=nomination, device__holder=place)
    found = list(rows.select_for_update(of=("self",)).select_related("line").order_by("pk"))
    if not found:
        message = _("Nothing of this nomination is set aside there, or it is still on its way.")
        raise AppointmentRefused(Reason("nothing_there", message))
    return found


def _lock_for(step: AppointmentStep, appointment: Appointment, actor: Membership) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",))
    found = rows.select_related("nomination__organisation", "place").get(pk=appointment.pk)
    _check(step, found, actor)
    return found


def _check(step: AppointmentStep, found: Appointment, actor: Membership) -> None:
    parties = parties_of(found.nomination, found.place_id, actor)
    against = reasons_against(step, found.state, found.starts_at, parties, now=timezone.now())
    if against:
        raise AppointmentRefused(*against)


def _times(place: Organisation, starts_at: datetime, *, at_home: bool) -> Times:
    now = timezone.now()
    if not at_home:
        return _room(place, starts_at, now)
    against = too_far(starts_at, now=now)
    if against:
        raise AppointmentRefused(*against)
    return Times(starts_at)


def _room(place: Organisation, starts_at: datetime, now: datetime) -> Times:
    """Find the block that begins then, and room in it; its row is locked until all is written."""
    local = timezone.localtime(starts_at, timezone.get_default_timezone())
    rows = ReceivingHours.objects.select_for_update().filter(organisation=place)
    hours = rows.filter(weekday=local.isoweekday(), opens=local.time()).first()
    if hours is None or not now < starts_at <= now + timedelta(days=DAYS_SHOWN):
        message = _("The place doesn't receive anybody at this time. Choose one of its free times.")
        raise AppointmentRefused(Reason("not_a_slot", message))
    here = Appointment.objects.filter(place=place, starts_at=starts_at, at_home=False)
    if here.filter(state__in=ROOM_TAKEN).count() >= hours.households:
        raise AppointmentRefused(Reason("full", _("This time is full. Choose another one.")))
    slot = slot_on(block_of(hours), local.date(), local.tzinfo or timezone.get_default_timezone())
    return Times(slot.starts_at, slot.ends_at)


def note(appointment: Appointment, what: str, actor: Membership) -> None:
    """Say in the trail what was done to it; select nomination and place."""
    starts = timezone.localtime(appointment.starts_at)
    record(
        actor,
        f"appointment.{what}",
        appointment.nomination.reference,
        place=appointment.place.code,
        at=f"{starts:%Y-%m-%d %H:%M}",
    )


def _note(appointment: Appointment, what: str, actor: Membership) -> None:
    """Say it in the trail, and tell the service unless it did so itself."""
    note(appointment, what, actor)
    if actor.organisation_id != appointment.nomination.organisation_id:
        tell_service(appointment, what)
