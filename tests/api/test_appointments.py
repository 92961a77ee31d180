"""Appointments through the API: the same acts, the same secrecy."""

from __future__ import annotations

from distribution.models import Allocation, HouseholdView
from tests.access.world import make_appointment
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_allocation, make_hours, make_nomination, make_policy, make_ready


def test_a_place_and_a_service_book_and_the_last_place_of_a_time_is_given_once(cast: Cast) -> None:
    make_policy()
    make_hours(cast.tom.organisation, households=1)
    first, second = (
        make_allocation(
            cast.anna, make_nomination(who, surname="Geheim"), make_ready(cast.tom, cast.vera)
        )
        for who in (cast.paula, cast.olga)
    )
    paula, tom, olga = caller(cast.paula), caller(cast.tom), caller(cast.olga)
    today, *slots = paula.get("appointments/slots?place=atelier")
    assert today["free"] == 1
    asked = {"place": "ATELIER", "starts_at": slots[0]["starts_at"]}
    booked = paula.post("appointments", asked | {"nomination": first.line.nomination.reference})
    assert (booked["state"], booked["name"]) == ("booked", "Fatima Geheim")
    assert booked["steps"] == ["move", "cancel"]
    theirs = {"nomination": second.line.nomination.reference}
    full = tom.refused("POST", "appointments", asked | theirs)
    assert (full["status"], [each["code"] for each in full["reasons"]]) == (409, ["full"])
    hidden = paula.refused("POST", "appointments", asked | theirs)
    assert (hidden["status"], "nothing_there" in str(hidden)) == (422, True)
    seen_here = tom.get("appointments")["items"]
    assert [(each["id"], each["phone"]) for each in seen_here] == [(booked["id"], None)]
    assert olga.get("appointments")["items"] == []
    views = HouseholdView.objects.filter(page="api/appointments")
    assert set(views.values_list("viewer", flat=True)) == {cast.paula.pk}


def test_an_appointment_is_moved_called_off_or_missed_by_those_it_concerns(cast: Cast) -> None:
    make_policy()
    ready = make_ready(cast.tom, cast.vera)
    made = make_appointment(
        make_allocation(cast.anna, make_nomination(cast.paula), ready), cast.paula
    )
    paula, tom, path = caller(cast.paula), caller(cast.tom), f"appointments/{made.pk}"
    later = paula.get("appointments/slots?place=ATELIER")[1]["starts_at"]
    assert tom.patch(path, {"starts_at": later})["starts_at"] == later
    assert tom.refused("POST", f"{path}/no-show")["status"] == 409  # it is still to come
    assert caller(cast.olga).refused("GET", path)["status"] == 404
    gone = paula.post(f"{path}/cancel", {"reason": "household"}, 200)
    assert (gone["state"], gone["reason"], gone["steps"]) == ("cancelled", "household", [])
    again = make_appointment(Allocation.objects.get(), cast.paula)
    missed = tom.post(f"appointments/{again.pk}/no-show", None, 200)
    assert (missed["state"], Allocation.objects.get().end) == ("missed", "no_show")
