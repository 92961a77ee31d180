"""Donations by page: a known donor or a new one, and the devices that come with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import Device, Donation, Donor
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_donation

# An invented number with right check digits: 1 January 1990, number 1.
NATIONAL_NUMBER = "90.01.01-001.23"


def new(**changes: str) -> dict[str, str]:
    sent = {
        "who": "new",
        "name": "Invented Bank",
        "language": "fr",
        "received_on": "2026-11-20",
        "purpose": "reuse",
    }
    return sent | changes


def test_a_donation_from_a_new_donor(cast: Cast, tom: Client) -> None:
    response = tom.post("/donations/add/", new(postcode="1030", street="Rue Inventée 3"))
    donation, donor = Donation.objects.get(), Donor.objects.get()
    assert response.headers["Location"] == f"/donations/{donation.reference}/"
    assert (donation.donor, donation.organisation) == (donor, cast.tom.organisation)
    assert (donor.name, donor.commune) == ("Invented Bank", "21015")


def test_a_postcode_of_two_communes_leaves_the_commune_open(cast: Cast, tom: Client) -> None:
    tom.post("/donations/add/", new(postcode="1050"))
    assert Donor.objects.get().commune == ""


def test_a_donation_from_a_known_donor(cast: Cast, tom: Client) -> None:
    donor = make_donation(cast.tom).donor
    sent = new(who="known", donor=str(donor.pk), name="")
    assert tom.post("/donations/add/", sent).status_code == 302
    assert donor.donations.count() == 2


def test_donors_of_other_workshops_are_neither_shown_nor_taken(cast: Cast, tom: Client) -> None:
    theirs = make_donation(cast.will, donor_name="Their Secret Donor").donor
    assert "Their Secret Donor" not in tom.get("/donations/add/").content.decode()
    sent = new(who="known", donor=str(theirs.pk))
    assert tom.post("/donations/add/", sent).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "nul\x00"},
        {"name": "x" * 151},
        {"who": "known"},
        {"who": "known", "donor": "9" * 30},
        {"who": ""},
        {"received_on": "31/31/2026"},
        {"received_on": "0001-01-01"},
        {"received_on": "9999-12-31"},
        {"postcode": "10300"},
        {"postcode": "٣٣٣٣"},
        {"email": "nobody"},
        {"purpose": "profit"},
        {"language": "xx"},
        {"name": f"Jan {NATIONAL_NUMBER}"},
        {"note": f"call {NATIONAL_NUMBER}"},
    ],
)
def test_a_donation_filled_in_wrongly_is_not_registered(
    cast: Cast, tom: Client, wrong: dict[str, str]
) -> None:
    response = tom.post("/donations/add/", new(**wrong))
    assert (response.status_code, Donation.objects.count()) == (422, 0)
    assert Donor.objects.count() == 0


def test_a_donation_of_tomorrow_is_refused(tom: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = tom.post("/donations/add/", new(received_on=tomorrow.isoformat()))
    assert "This day is still to come." in response.content.decode()


def test_who_sees_a_donation_and_its_donor(cast: Cast, sign_in: SignIn) -> None:
    donation = make_donation(cast.tom, donor_name="A Named Donor")
    url = f"/donations/{donation.reference}/"
    expected = {
        cast.tom: 200,
        cast.lea: 200,
        cast.anna: 200,
        cast.will: 404,
        cast.augustin: 403,
        cast.petra: 403,
        cast.paula: 403,
    }
    for member, status in expected.items():
        client = sign_in(member)
        assert (member.user.name, client.get(url).status_code) == (member.user.name, status)
        listed = client.get("/donations/")
        assert (b"A Named Donor" in listed.content) == (status == 200)
    assert "Add a device" not in sign_in(cast.anna).get(url).content.decode()


def test_a_device_is_added_and_another_like_it(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    add = f"/donations/{donation.reference}/devices/add/"
    sent = {
        "kind": "laptop",
        "manufacturer": "Dell",
        "model": "Latitude",
        "shelf": "A-01",
        "has_charger": "no",
        "another": "1",
    }
    response = tom.post(add, sent)
    device = Device.objects.get()
    assert (device.donation, device.has_charger) == (donation, False)
    assert response.headers["Location"] == f"{add}?like={device.code}"
    page = tom.get(response.headers["Location"]).content.decode()
    assert 'value="Latitude"' in page
    assert tom.post(add, {"kind": "tablet"}).headers["Location"].startswith("/devices/")


def test_a_printed_label_is_used_once(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    add = f"/donations/{donation.reference}/devices/add/"
    code = make_device(cast.will).code
    taken = tom.post(add, {"kind": "laptop", "code": code.lower()})
    assert taken.status_code == 409
    assert "This label is on another device already." in taken.content.decode()
    assert tom.post(add, {"kind": "laptop", "code": "0000-0000-1"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"kind": ""}, {"kind": "toaster"}, {"keyboard": "dvorak"}, {"note": "x" * 301}],
)
def test_a_device_filled_in_wrongly_is_not_received(
    cast: Cast, tom: Client, wrong: dict[str, str]
) -> None:
    donation = make_donation(cast.tom)
    sent = {"kind": "laptop"} | wrong
    response = tom.post(f"/donations/{donation.reference}/devices/add/", sent)
    assert (response.status_code, Device.objects.count()) == (422, 0)


@pytest.mark.parametrize("like", ["%00", "x", "9" * 400, "000000000"])
def test_nonsense_to_be_like_is_ignored(cast: Cast, tom: Client, like: str) -> None:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/devices/add/?like={like}"
    assert tom.get(url).status_code == 200


def test_another_workshop_adds_nothing_to_a_donation(cast: Cast, sign_in: SignIn) -> None:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/devices/add/"
    assert sign_in(cast.will).post(url, {"kind": "laptop"}).status_code == 404
    assert sign_in(cast.anna).post(url, {"kind": "laptop"}).status_code == 403
