"""The pages of appointments: who reads which name on which day, choosing a time, opening hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from distribution.appointments.booking import cancel
from distribution.appointments.standing import free_slots
from distribution.deliveries import CancelReason
from distribution.models import Allocation, Appointment, HouseholdView, Notice, ReceivingHours
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import execute_run, request_run
from refurb.accounts.models import Membership
from tests.access.world import make_appointment
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_allocation, make_hours, make_nomination, make_policy, make_ready

SignIn = Callable[[Membership], Client]


@pytest.fixture
def standing(cast: Cast) -> Allocation:
    """Set a machine of Tom's workshop aside for a household of Paula's."""
    nomination = make_nomination(cast.paula, surname="Geheim")
    return make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))


@pytest.mark.parametrize("days", [0, 1, -1])
def test_a_workshop_reads_who_comes_on_that_day_alone_and_the_look_is_noted(
    cast: Cast, standing: Allocation, sign_in: SignIn, days: int
) -> None:
    found = make_appointment(standing, cast.paula)
    moved = found.starts_at + timedelta(days=days)
    Appointment.objects.update(starts_at=moved, ends_at=moved + timedelta(hours=2))
    tom = sign_in(cast.tom)
    pages = [reverse("appointment-list"), reverse("appointment", args=[found.pk])]
    assert ["Geheim" in tom.get(url).text for url in pages] == [days == 0] * 2
    assert all("0470" not in tom.get(url).text for url in pages)
    views = HouseholdView.objects.filter(viewer=cast.tom).values_list("page", flat=True)
    assert set(views) == ({"appointment-list", "appointment"} if days == 0 else set())
    for who in (cast.anna, cast.paula):
        assert "Geheim" in sign_in(who).get(pages[1]).text
    assert "Geheim" not in sign_in(cast.anna).get(pages[0]).text


def test_a_service_chooses_a_time_from_the_nomination_and_the_place_moves_it(
    cast: Cast, standing: Allocation, sign_in: SignIn
) -> None:
    place, reference = standing.device.holder, standing.line.nomination.reference
    make_hours(place)
    paula, url = sign_in(cast.paula), reverse("nomination-appointment", args=[reference])
    assert f"{url}?place=ATELIER" in paula.get(reverse("nomination", args=[reference])).text
    first, second, *_later = (slot.starts_at.isoformat() for slot in free_slots(place))
    assert paula.post(url, {"slot": first}).status_code == 302
    found = Appointment.objects.get()
    here = reverse("appointment", args=[found.pk])
    assert paula.get(url)["Location"] == reverse("nomination", args=[reference])
    tom = sign_in(cast.tom)
    assert tom.get(reverse("allocation-appointment", args=[standing.pk]))["Location"] == here
    answer = tom.post(reverse("appointment-move", args=[found.pk]), {"slot": second})
    assert answer["Location"] == here
    found.refresh_from_db()
    assert found.starts_at.isoformat() == second
    assert Notice.objects.get(code="appointment").facts["what"] == "moved"
    tom.post(reverse("appointment-cancel", args=[found.pk]), {"reason": "place"})
    assert "Cancelled" in paula.get(reverse("nomination", args=[reference])).text


def test_a_time_that_somebody_took_meanwhile_is_refused_in_words(
    cast: Cast, standing: Allocation, sign_in: SignIn
) -> None:
    make_hours(standing.device.holder, households=1)
    slot = {"slot": free_slots(standing.device.holder)[0].starts_at.isoformat()}
    other = make_allocation(cast.anna, make_nomination(cast.olga), make_ready(cast.tom, cast.vera))
    tom = sign_in(cast.tom)
    first = tom.post(reverse("allocation-appointment", args=[standing.pk]), slot)
    second = tom.post(reverse("allocation-appointment", args=[other.pk]), slot)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "This time is full." in second.text
    odd = tom.post(reverse("allocation-appointment", args=[other.pk]), {"slot": "0001-01-01"})
    assert odd.status_code == 422


def test_a_confirmed_run_leads_to_its_machines_without_an_appointment(
    cast: Cast, standing: Allocation, sign_in: SignIn
) -> None:
    make_nomination(cast.paula)
    make_ready(cast.tom, cast.vera)
    make_policy()
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    run.refresh_from_db()
    confirm_run(run, actor=cast.anna)
    anna, made = sign_in(cast.anna), Allocation.objects.get(run=run)
    list_of_run = reverse("handover-list") + f"?run={run.number}&appointment=no"
    page = anna.get(reverse("run", args=[run.number])).text
    assert "1 of its machines has no appointment yet" in page
    assert list_of_run.replace("&", "&amp;") in page
    rows = anna.get(list_of_run).text
    assert (made.device.code[:4] in rows, standing.device.code[:4] in rows) == (True, False)
    make_appointment(made, cast.paula)
    assert "no appointment yet" not in anna.get(reverse("run", args=[run.number])).text


def test_a_place_says_when_it_receives_households_and_nobody_elses(
    cast: Cast, sign_in: SignIn
) -> None:
    petra, url = sign_in(cast.petra), reverse("receiving-hours", args=["EPN"])
    block = {"weekday": "2", "opens": "09:00", "closes": "12:00", "households": "3"}
    assert petra.post(url, block).status_code == 302
    assert petra.post(url, block).status_code == 409
    assert petra.post(url, block | {"weekday": "3", "closes": "08:00"}).status_code == 409
    assert "Tuesday" in petra.get(url).text
    there = ReceivingHours.objects.get()
    assert petra.get(reverse("receiving-hours", args=["ATELIER"])).status_code == 404
    remove = {"block": str(there.pk)}
    lea = sign_in(cast.lea)
    lea.post(reverse("receiving-hours-remove", args=["ATELIER"]), remove)
    assert ReceivingHours.objects.filter(pk=there.pk).exists()
    petra.post(reverse("receiving-hours-remove", args=["EPN"]), remove)
    assert not ReceivingHours.objects.exists()


def test_an_appointment_called_off_today_names_nobody_to_a_workshop(
    cast: Cast, standing: Allocation, sign_in: SignIn
) -> None:
    found = make_appointment(standing, cast.paula)
    tom = sign_in(cast.tom)
    pages = [reverse("appointment", args=[found.pk]), reverse("appointment-list")]
    assert ["Geheim" in tom.get(url).text for url in pages] == [True] * 2
    cancel(found, CancelReason.HOUSEHOLD, actor=cast.paula)
    assert ["Geheim" in tom.get(url).text for url in pages] == [False] * 2
    assert "Geheim" not in caller(cast.tom).send("GET", "appointments").content.decode()


def test_the_list_of_today_and_the_home_lead_to_the_form_in_one_step(
    cast: Cast, standing: Allocation, sign_in: SignIn
) -> None:
    tom, shown = sign_in(cast.tom), {}
    link = f'href="{reverse("handover", args=[standing.pk])}"'
    found = make_appointment(standing, cast.paula)
    for days in (1, 0):
        starts = found.starts_at + timedelta(days=days)
        Appointment.objects.update(starts_at=starts, ends_at=starts + timedelta(hours=2))
        pages = [tom.get(reverse("appointment-list")), tom.get("/")]
        shown[days] = [link in page.text for page in pages]
    assert shown == {1: [False, False], 0: [True, True]}
    assert link not in sign_in(cast.paula).get(reverse("appointment-list")).text
