"""Appointments as letters, each in its household's language or the nearest that we write."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from distribution.appointments.letter import Invitation
from distribution.models import Appointment
from distribution.web.appointments import address_of
from distribution.web.information import nearest_language

UNBROKEN = "\u00a0"  # a space at which no line ends


def invitation_of(appointment: Appointment) -> Invitation:
    """Put one into words; select who receives, nomination__organisation and place."""
    nomination = appointment.nomination
    language = nearest_language(nomination.receiver.language, nomination.organisation)
    with translation.override(language):
        return _written(appointment, language)


def _written(appointment: Appointment, language: str) -> Invitation:
    nomination, place = appointment.nomination, appointment.place
    service, it = nomination.organisation, nomination.receiver
    reach = " · ".join(filter(None, (service.phone, service.email)))
    at_home = appointment.at_home
    where = (_("At your home"), _("brought by %(place)s") % {"place": place.name})
    return Invitation(
        language=language,
        service=service.name,
        contact=tuple(filter(None, (address_of(service), reach))),
        receiver=(
            it.full_name,
            it.street,
            address_of(it).removeprefix(f"{it.street}, "),
        ),
        title=_("We bring you your device") if at_home else _("Come and collect your device"),
        lead=_("A device is ready for you. This is your appointment."),
        facts=(
            (_("When"), _when(appointment)),
            (_("Where"), where if at_home else (place.name, address_of(place))),
        ),
        bring=_("What you need") if at_home else _("What to bring"),
        items=_items(at_home=at_home),
        otherwise=_("If this time does not suit you"),
        advice=_advice(service.name, service.phone),
        footer=_("Reference to give: %(reference)s") % {"reference": nomination.reference},
    )


def _when(appointment: Appointment) -> tuple[str, str]:
    starts = timezone.localtime(appointment.starts_at)
    words = {"at": f"{starts:%H:%M}"}
    if appointment.ends_at is None:
        return _day(starts), _("from %(at)s") % words
    words["until"] = f"{timezone.localtime(appointment.ends_at):%H:%M}"
    return _day(starts), _("between %(at)s and %(until)s") % words


def _day(starts: datetime) -> str:
    return f"{date_format(starts, 'l')} {date_format(starts, 'DATE_FORMAT')}"


def _items(*, at_home: bool) -> tuple[str, ...]:
    identity = _("Your identity card: it is looked at, nothing is copied.")
    if at_home:
        return (
            _("Somebody who is at home at that time and can sign."),
            identity,
            _("If it is not you: a note with your signature that says who receives it for you."),
        )
    return (
        _("This letter."),
        identity,
        _("Something to carry the device in."),
        _("If somebody comes for you: a note with your signature that says who, and their card."),
    )


def _advice(service: str, phone: str) -> tuple[str, ...]:
    known = {"service": service, "phone": phone.replace(" ", UNBROKEN)}
    if phone:
        call = _("Phone %(service)s as soon as you can, for another time: %(phone)s.") % known
    else:
        call = _("Tell %(service)s as soon as you can, for another time.") % known
    return (call, _("If nobody comes twice, the device goes to another household."))
