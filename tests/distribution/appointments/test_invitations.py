"""Invitations: in a language of the household's, on one page, with nothing to hide in them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from distribution.institutions.quota import set_quota
from distribution.models import (
    Allocation,
    Appointment,
    Household,
    HouseholdView,
    RequestLine,
)
from inventory.models import Device
from refurb.accounts.models import Organisation
from tests.access.world import make_appointment
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_household_of,
    make_institution,
    make_nomination,
    make_ready,
)

pytestmark = pytest.mark.django_db


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.fixture
def appointment(cast: Cast) -> Appointment:
    """Expect a household of Paula's at Tom's workshop."""
    home = make_household_of("Inventée", language="nl")
    nomination = make_nomination(cast.paula, household=home, case_reference="GEHEIM-7")
    made = make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    return make_appointment(made, cast.paula)


def letters(cast: Cast, who: str, query: str = "") -> list[str]:
    client = Client()
    client.force_login(getattr(cast, who).user)
    return pages_of(client.get(reverse("appointment-letters") + query).content)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Venez chercher votre appareil"),
        ("nl", "Kom uw toestel afhalen"),
        ("de", "Holen Sie Ihr Gerät ab"),
        ("en", "Come and collect your device"),
        ("ar", "Venez chercher votre appareil"),  # the service's first language
    ],
)
def test_an_invitation_says_when_where_and_whom_to_phone_in_the_households_language(
    cast: Cast, appointment: Appointment, language: str, title: str
) -> None:
    Household.objects.update(language=language)
    (text,) = letters(cast, "paula")
    place, service = appointment.place, cast.paula.organisation
    starts = timezone.localtime(appointment.starts_at)
    said = [title, "Fatima Inventée", "Rue Imaginaire 12", place.name, "Rue Inventée 1"]
    said += [f"{starts:%H:%M}", str(starts.year), service.name, service.email]
    said.append(appointment.nomination.reference)
    assert [each for each in said if each not in text] == []


def test_an_invitation_tells_nothing_of_the_device_or_of_the_case(
    cast: Cast, appointment: Appointment
) -> None:
    (text,) = letters(cast, "paula")
    device = Device.objects.get(pk=Allocation.objects.get().device_id)
    secrets = ["GEHEIM-7", device.code, device.serial_number, "0470", "ThinkPad", "{", "%("]
    assert [each for each in secrets if each and each in text] == []


def test_what_is_brought_is_announced_at_the_door(cast: Cast, appointment: Appointment) -> None:
    RequestLine.objects.update(delivery_needed=True)
    at = {"at_home": True, "ends_at": None}
    Appointment.objects.all().delete()
    made = Appointment.objects.create(
        nomination=appointment.nomination,
        place=appointment.place,
        starts_at=appointment.starts_at,
        made_by=cast.paula,
        **at,
    )
    (text,) = letters(cast, "paula")
    assert "We brengen u uw toestel" in text
    assert f"vanaf {timezone.localtime(made.starts_at):%H:%M}" in text


def test_letters_of_a_day_are_one_file_for_those_who_may_know_the_households(
    cast: Cast, appointment: Appointment
) -> None:
    other = make_nomination(cast.olga, surname="Andere")
    device = make_ready(cast.tom, cast.vera)
    make_appointment(make_allocation(cast.anna, other, device), cast.olga)
    Organisation.objects.filter(code="ABRI").update(phone="")
    day = f"?day={timezone.localdate()}"
    assert len(letters(cast, "anna", day)) == 2
    assert len(letters(cast, "paula", day)) == 1
    assert HouseholdView.objects.filter(viewer=cast.anna, page="appointment-letters").count() == 2
    nobody = Client()
    nobody.force_login(cast.tom.user)
    assert nobody.get(reverse("appointment-letters") + day).status_code == 403
    Appointment.objects.update(state="kept", ended_at=timezone.now())
    nobody.force_login(cast.anna.user)
    assert nobody.get(reverse("appointment-letters") + day).status_code == 302


def test_an_institution_is_invited_as_well_and_nobodys_look_is_noted(cast: Cast) -> None:
    library = make_institution(cast.paula)
    set_quota(2, "a start", actor=cast.anna)
    ready = make_ready(cast.tom, cast.vera, kind="desktop")
    made = make_appointment(make_allocation(cast.anna, library, ready), cast.paula)
    (text,) = letters(cast, "paula")
    assert "Bibliothèque Inventée" in text
    client = Client()
    for who in ("paula", "tom", "anna"):
        client.force_login(getattr(cast, who).user)
        for url in (reverse("appointment-list"), reverse("appointment", args=[made.pk])):
            assert client.get(url).status_code == 200
    client.force_login(cast.paula.user)
    page = client.get(reverse("institution", args=[library.reference])).text
    assert reverse("appointment", args=[made.pk]) in page
    assert not HouseholdView.objects.exists()
    Appointment.objects.all().delete()
    choosing = reverse("nomination-appointment", args=[library.reference])
    assert client.get(choosing).status_code == 200
