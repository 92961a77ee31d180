"""When a place receives households: add a weekly block, take one away."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.appointments.booking import AppointmentRefused
from distribution.appointments.slots import overlap
from distribution.appointments.standing import block_of, blocks_of
from distribution.models import ReceivingHours
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import record
from refurb.reasons import Reason


@transaction.atomic
def add_hours(hours: ReceivingHours, *, actor: Membership) -> ReceivingHours:
    """Save an unsaved block of a place. Raises AppointmentRefused where it can't be."""
    place = Organisation.objects.select_for_update().get(pk=hours.organisation_id)
    if hours.opens >= hours.closes:
        message = _("It has to end later than it begins.")
        raise AppointmentRefused(Reason("ends_before", message))
    if overlap(block_of(hours), blocks_of(place)):
        raise AppointmentRefused(_overlaps())
    try:
        with transaction.atomic():
            hours.save(force_insert=True)
    except IntegrityError:
        raise AppointmentRefused(_overlaps()) from None
    record(actor, "receiving_hours.changed", place.code)
    return hours


@transaction.atomic
def remove_hours(hours: ReceivingHours, *, actor: Membership) -> None:
    """Take a block away; what is booked in it stays booked."""
    code = hours.organisation.code
    hours.delete()
    record(actor, "receiving_hours.changed", code)


def _overlaps() -> Reason:
    message = _("It overlaps with another block of that day. Take that one away first.")
    return Reason("overlaps", message)
