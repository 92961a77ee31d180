"""Somebody has come for what is set aside, announced for another time or not at all."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from distribution.appointments.booking import (
    AppointmentRefused,
    lock_standing,
    not_yours,
    note,
)
from distribution.appointments.course import Party
from distribution.appointments.standing import parties_of
from distribution.models import Appointment, Nomination
from refurb.accounts.models import Membership, Organisation

STAY = timedelta(minutes=30)


@transaction.atomic
def arrive(nomination: Nomination, place: Organisation, *, actor: Membership) -> Appointment:
    """Give whoever has come an appointment at this moment, or move theirs to it.

    Their appointment of today stays as it is. Hours and room are not asked: they are here. Raises
    AppointmentRefused for who doesn't hold the machine, and when nothing is set aside there.
    """
    if Party.PLACE not in parties_of(nomination, place.pk, actor):
        raise AppointmentRefused(not_yours())
    at_home = any(each.line.delivery_needed for each in lock_standing(nomination, place))
    booked = Appointment.objects.booked().filter(nomination=nomination, place=place)
    found = booked.select_for_update(of=("self",)).first()
    now = timezone.now()
    if found is not None and timezone.localdate(found.starts_at) == timezone.localdate(now):
        return found
    found = found or Appointment(nomination=nomination, place=place, at_home=at_home, made_by=actor)
    found.starts_at, found.ends_at = now, None if found.at_home else now + STAY
    found.save()
    note(found, "came", actor)
    return found
