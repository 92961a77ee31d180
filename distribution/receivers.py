"""Read side: what somebody may know of the people a device is for.

Source: design/domain.md, "Personal data". Whoever hands over sees the receiver's name, for that
appointment alone. A partner also sees how to reach them, and the address only when it delivers to
the door; all of it until 30 days after the handover.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from distribution.deliveries import AppointmentState
from distribution.models import Allocation, Appointment
from distribution.words import AllocationEnd
from refurb.accounts.models import Membership
from refurb.accounts.roles import MAY, Permission, Role

KNOWN_AFTER = timedelta(days=30)  # the handover


@dataclass(frozen=True)
class Door:
    """Where somebody has to go; `commune` is its REFNIS code."""

    street: str
    postcode: str
    commune: str


@dataclass(frozen=True)
class Receiver:
    """Whom to reach; `door` is None when nobody brings it."""

    name: str
    language: str
    needs_interpreter: bool
    phone: str  # of a household
    email: str  # of an institution
    door: Door | None


def receiver_of(allocation: Allocation) -> Receiver:
    """Tell whom who delivers reaches; the door only when somebody has to go there."""
    nomination = allocation.line.nomination
    it = nomination.receiver
    is_person = nomination.institution_id is None
    is_brought = allocation.line.delivery_needed
    return Receiver(
        name=it.full_name,
        language=it.language,
        needs_interpreter=is_person and nomination.household.needs_interpreter,
        phone=nomination.household.phone if is_person else "",
        email="" if is_person else it.email,
        door=Door(it.street, it.postcode, it.commune) if is_brought else None,
    )


def receiver_for(allocation: Allocation, actor: Membership) -> Receiver | None:
    """Tell whom to reach about an allocation; None for who has nothing to arrange with them."""
    if not actor.may(Permission.REACH_RECEIVERS) or not _is_current(allocation):
        return None
    return receiver_of(allocation)


def may_name(allocation: Allocation, actor: Membership) -> bool:
    """Say whether the actor may know whom a machine is for, to hand it over.

    A workshop's people learn it on the day that somebody is expected there, or was there for
    another machine; partners and coordinators may reach them anyway, with whatever token they ask;
    an institution is nobody's secret. Select line__nomination.
    """
    nomination = allocation.line.nomination
    reaches = Permission.REACH_RECEIVERS in MAY[Role(actor.role)]
    if reaches or nomination.institution_id is not None:
        return True
    visits = Appointment.objects.filter(nomination=nomination, place=actor.organisation_id)
    standing = visits.filter(state__in=(AppointmentState.BOOKED, AppointmentState.KEPT))
    return standing.filter(starts_at__date=timezone.localdate()).exists()


def _is_current(allocation: Allocation) -> bool:
    if allocation.ended_at is None:
        return True
    handed_over = allocation.end == AllocationEnd.HANDED_OVER
    return handed_over and allocation.ended_at > timezone.now() - KNOWN_AFTER
