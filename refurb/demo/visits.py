"""When places receive households, and who is expected from the day of loading on; one came."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from distribution.appointments.booking import book, cancel
from distribution.appointments.hours import add_hours
from distribution.appointments.standing import free_slots, to_collect
from distribution.deliveries import AppointmentState, CancelReason
from distribution.models import Allocation, Appointment, Handover, ReceivingHours
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Role
from refurb.demo.people import PARTNER, WORKSHOP, Cast

MORNING, AFTERNOON = (time(9, 30), time(12)), (time(14), time(16, 30))
OPEN = ((2, MORNING), (3, AFTERNOON), (4, MORNING), (5, AFTERNOON))  # weekdays as in ISO 8601
HOUSEHOLDS = 4
SHARE = 3  # of so many machines one is collected today, one later, and one has no day yet
LATEST = 5  # of the free times


def expect_households(cast: Cast) -> None:
    """Open the doors of each place, and book who comes for what stands set aside."""
    givers = dict.fromkeys(cast.places(WORKSHOP), Role.VOLUNTEER)
    givers |= dict.fromkeys(cast.places(PARTNER), Role.PARTNER_AGENT)
    for place, role in givers.items():
        giver = cast.of(place.code, role)[0]
        _open(place, giver)
        _keep_one(place, giver)
    rows = to_collect().order_by("pk")
    standing = rows.select_related("device__holder", "line__nomination__organisation")
    for turn, allocation in enumerate(standing):
        place = allocation.device.holder
        giver = cast.of(place.code, givers.get(place, Role.VOLUNTEER))[0]
        if allocation.line.nomination.appointments.exists():
            continue
        if turn % SHARE == 0:
            _today(allocation, giver)
        elif turn % SHARE == 1:
            _coming(turn, allocation, giver, cast)


def _open(place: Organisation, giver: Membership) -> None:
    for day, (opens, closes) in OPEN:
        hours = ReceivingHours(
            organisation=place, weekday=day, opens=opens, closes=closes, households=HOUSEHOLDS
        )
        add_hours(hours, actor=giver)


def _coming(turn: int, allocation: Allocation, giver: Membership, cast: Cast) -> None:
    """Let the place propose a time that the household can't make; its service chooses another."""
    nomination, place = allocation.line.nomination, allocation.device.holder
    service = cast.of(nomination.organisation.code, Role.SOCIAL_WORKER)[0]
    today = timezone.localdate()
    ahead = [each.starts_at for each in free_slots(place)]
    first, second = [each for each in ahead if timezone.localdate(each) > today][turn % LATEST :][
        :2
    ]
    refused = book(nomination, place, first, actor=giver)
    cancel(refused, CancelReason.HOUSEHOLD, actor=service)
    book(nomination, place, second, actor=service)


def _today(allocation: Allocation, giver: Membership) -> None:
    at_home = allocation.line.delivery_needed
    day, (opens, closes) = timezone.localdate(), AFTERNOON
    starts, ends = (timezone.make_aware(datetime.combine(day, at)) for at in (opens, closes))
    Appointment.objects.create(
        nomination=allocation.line.nomination,
        place=allocation.device.holder,
        at_home=at_home,
        starts_at=starts,
        ends_at=None if at_home else ends,
        made_by=giver,
    )


def _keep_one(place: Organisation, giver: Membership) -> None:
    """Remember an appointment of the newest handover there that came without one."""
    rows = Handover.objects.filter(giver=place).order_by("-pk")
    rows = rows.exclude(allocation__line__nomination__appointments__place=place)
    handover = rows.select_related("allocation__line").first()
    if handover is None:
        return
    day, (opens, closes) = handover.handed_over_on, MORNING
    starts, ends = (timezone.make_aware(datetime.combine(day, at)) for at in (opens, closes))
    Appointment.objects.create(
        nomination=handover.allocation.line.nomination,
        place=place,
        starts_at=starts,
        ends_at=ends,
        state=AppointmentState.KEPT,
        made_by=giver,
        made_at=starts - timedelta(days=5),
        ended_at=handover.recorded_at,
    )
