"""Appointments as pages show them: when, where, with whom as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distribution.appointments.course import AppointmentStep, Party
from distribution.appointments.slots import Slot
from distribution.appointments.standing import (
    Collection,
    collections_of,
    free_slots,
    known_of,
    parties_of,
    steps_open_to,
    to_collect,
)
from distribution.deliveries import AppointmentState
from distribution.models import Allocation, Appointment, Household, Institution, Nomination
from distribution.web.needs import language_name
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.reference import commune_exists
from refurb.reference import name as commune_name

TODAY, LATE, COMING, ENDED = range(4)
DESK = frozenset({Party.PLACE, Party.COORDINATOR})  # who hands over


def today_first(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Say of each whose turn it is."""
    return rows.annotate(turn=turn())


def turn() -> Case:
    """Tell whether an appointment is today, to be settled, to come, or done with."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ends = begins + timedelta(days=1)
    is_booked = Q(state=AppointmentState.BOOKED)
    return Case(
        When(is_booked & Q(starts_at__gte=begins, starts_at__lt=ends), then=TODAY),
        When(is_booked & Q(starts_at__lt=begins), then=LATE),
        When(is_booked, then=COMING),
        default=ENDED,
        output_field=IntegerField(),
    )


def time_words(starts_at: datetime, ends_at: datetime | None) -> str:
    """Write a day of the week, its date and the hours, in the reader's language."""
    starts = timezone.localtime(starts_at)
    words = {"day": date_format(starts, "D"), "date": date_format(starts, "SHORT_DATE_FORMAT")}
    words["at"] = f"{starts:%H:%M}"
    if ends_at is None:
        return _("%(day)s %(date)s, %(at)s") % words
    words["until"] = f"{timezone.localtime(ends_at):%H:%M}"
    return _("%(day)s %(date)s, %(at)s to %(until)s") % words


def slot_words(slot: Slot) -> str:
    """Write a free time, and for how many it is."""
    when = time_words(slot.starts_at, slot.ends_at)
    return _("%(when)s (places left: %(free)s)") % {"when": when, "free": slot.free}


@dataclass(frozen=True)
class AppointmentRow:
    """One appointment in a list; who comes only where the reader may know it."""

    appointment: Appointment
    when: str
    receiver: Household | Institution | None
    machines: list[Allocation]
    hands_over: bool = False  # the reader, and today

    @property
    def household(self) -> Household | None:
        """Give whose look is to be noted; an institution is nobody's secret."""
        return self.receiver if isinstance(self.receiver, Household) else None


def rows_of(appointments: Sequence[Appointment], actor: Membership) -> list[AppointmentRow]:
    """Put a page of appointments into rows; select who receives and place: one query."""
    machines = _machines_of([each for each in appointments if not each.ended_at])
    named = not actor.may(Permission.SEE_ALL_NOMINATIONS)  # who sees all reads references
    return [
        AppointmentRow(
            appointment=each,
            when=time_words(each.starts_at, each.ends_at),
            receiver=each.nomination.receiver if named and known_of(each, actor).name else None,
            machines=[] if each.ended_at else machines.get((each.nomination_id, each.place_id), []),
            hands_over=_is_today(each) and _is_desk(each, actor),
        )
        for each in appointments
    ]


def _is_today(appointment: Appointment) -> bool:
    return timezone.localdate(appointment.starts_at) == timezone.localdate()


def _is_desk(appointment: Appointment, actor: Membership) -> bool:
    return bool(DESK & parties_of(appointment.nomination, appointment.place_id, actor))


def _machines_of(appointments: Iterable[Appointment]) -> dict[tuple[int, int], list[Allocation]]:
    nominations = {each.nomination_id for each in appointments}
    rows = to_collect().filter(line__nomination__in=nominations).order_by("pk")
    found: dict[tuple[int, int], list[Allocation]] = {}
    for each in rows.select_related("device", "line") if nominations else []:
        found.setdefault((each.line.nomination_id, each.device.holder_id), []).append(each)
    return found


@dataclass(frozen=True)
class AppointmentShown:
    """All that an appointment's page shows; what the reader may not know is empty."""

    appointment: Appointment
    when: str
    place: str
    receiver: Household | Institution | None
    language: str
    phone: str
    email: str  # of an institution
    address: str
    machines: list[Allocation]
    steps: list[AppointmentStep]
    knows_nomination: bool
    hands_over: bool


def address_of(place: Organisation | Household | Institution) -> str:
    """Write a street, postcode and commune on one line."""
    refnis, reading = place.commune, get_language() or "en"
    town = commune_name(refnis, reading) if commune_exists(refnis) else refnis
    return ", ".join(filter(None, (place.street, f"{place.postcode} {town}".strip())))


def shown(appointment: Appointment, actor: Membership) -> AppointmentShown:
    """Gather an appointment's page for one reader; select nomination__household and place."""
    nomination = appointment.nomination
    parties = parties_of(nomination, appointment.place_id, actor)
    known, it = known_of(appointment, actor), nomination.receiver
    key = (nomination.pk, appointment.place_id)
    return AppointmentShown(
        appointment=appointment,
        when=time_words(appointment.starts_at, appointment.ends_at),
        place=address_of(appointment.place),
        receiver=it if known.name else None,
        language=language_name(it.language) if known.phone else "",
        phone=it.phone if known.phone and isinstance(it, Household) else "",
        email=it.email if known.phone and isinstance(it, Institution) else "",
        address=address_of(it) if known.address else "",
        machines=[] if appointment.ended_at else _machines_of([appointment]).get(key, []),
        steps=steps_open_to(appointment, actor),
        knows_nomination=bool(parties & {Party.SERVICE, Party.COORDINATOR}),
        hands_over=bool(parties & DESK),
    )


@dataclass(frozen=True)
class Collecting:
    """What a nomination's page shows of when its machines are collected."""

    places: list[tuple[Collection, str]] = field(default_factory=list)  # and when
    past: list[AppointmentRow] = field(default_factory=list)
    may_book: bool = False


def collecting_of(nomination: Nomination, actor: Membership) -> Collecting:
    """List where something is set aside, with its appointment, and those that are over."""
    over = nomination.appointments.exclude(state=AppointmentState.BOOKED)
    past = list(over.select_related("place", "nomination__household").order_by("-starts_at"))
    return Collecting(
        places=[(each, _when(each.appointment)) for each in collections_of(nomination)],
        past=[AppointmentRow(each, _when(each), None, []) for each in past],
        may_book=bool(parties_of(nomination, None, actor)),
    )


def _when(appointment: Appointment | None) -> str:
    return time_words(appointment.starts_at, appointment.ends_at) if appointment else ""


def choices_of(place: Organisation) -> list[tuple[str, str]]:
    """List a place's free times as a field of a form offers them."""
    return [(slot.starts_at.isoformat(), slot_words(slot)) for slot in free_slots(place)]
