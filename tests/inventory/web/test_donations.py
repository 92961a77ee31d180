"""Donations by page: a known donor or a new one, and the devices that come with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import Device, Donation, Donor
from refurb.audit.models import Entry
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
    assert response.headers["Location"] == f"/donations/{donation.reference}/intake/"
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


def test_one_device_is_added(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    add = f"/donations/{donation.reference}/devices/add/"
    sent = {"kind": "laptop", "manufacturer": "Dell", "shelf": "A-01", "has_charger": "no"}
    response = tom.post(add, sent)
    device = Device.objects.get()
    assert (device.donation, device.manufacturer, device.has_charger) == (donation, "Dell", False)
    assert response.headers["Location"] == f"/devices/{device.code}/"


def test_a_monitor_has_neither_keyboard_nor_memory(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    sent = {"kind": "monitor", "keyboard": "be_azerty"}
    tom.post(f"/donations/{donation.reference}/devices/add/", sent)
    device = Device.objects.get()
    assert device.keyboard == ""
    page = tom.get(f"/devices/{device.code}/edit/").content.decode()
    asked = [
        name in page for name in ('name="memory_gb"', 'name="keyboard"', 'name="screen_inches"')
    ]
    assert asked == [False, False, True]


def test_a_serial_number_that_is_known_warns_and_can_be_taken_knowingly(
    cast: Cast, tom: Client
) -> None:
    donation = make_donation(cast.tom)
    ours = make_device(cast.tom, serial_number="PF-1")
    theirs = make_device(cast.will, serial_number="PF-2")
    add = f"/donations/{donation.reference}/devices/add/"
    warned = tom.post(add, {"kind": "laptop", "serial_number": "pf-1"})
    page = warned.content.decode()
    assert (warned.status_code, f"/devices/{ours.code}/" in page) == (409, True)
    assert "Atelier du Coin" in page
    hidden = tom.post(add, {"kind": "laptop", "serial_number": "PF-2"}).content.decode()
    assert (theirs.code in hidden, "A device of another workshop" in hidden) == (False, True)
    assert Device.objects.filter(donation=donation).count() == 0
    knowingly = {"kind": "laptop", "serial_number": "pf-1", "knows_twin": "on"}
    assert tom.post(add, knowingly).status_code == 302


def test_a_serial_number_corrected_to_that_of_another_device_warns_and_shows_it(
    cast: Cast, tom: Client
) -> None:
    ours = make_device(cast.tom, serial_number="PF-1")
    theirs = make_device(cast.will, serial_number="PF-2")
    device = make_device(cast.tom, serial_number="PF-9")
    edit = f"/devices/{device.code}/edit/"
    warned = tom.post(edit, {"kind": "laptop", "serial_number": "pf-1"})
    page = warned.content.decode()
    assert (warned.status_code, f"/devices/{ours.code}/" in page) == (409, True)
    assert "It is another machine" in page
    hidden = tom.post(edit, {"kind": "laptop", "serial_number": "PF-2"}).content.decode()
    assert (theirs.code in hidden, "A device of another workshop" in hidden) == (False, True)
    kept = {"kind": "laptop", "serial_number": "PF-9", "shelf": "B-2"}
    assert tom.post(edit, {**kept, "serial_number": "pf-9"}).status_code == 302
    knowingly = {"kind": "laptop", "serial_number": "PF-1", "knows_twin": "on"}
    assert tom.post(edit, knowingly).status_code == 302
    device.refresh_from_db()
    assert device.serial_number == "PF-1"


def test_a_donor_is_found_by_typing_and_no_address_holds_the_name(cast: Cast, tom: Client) -> None:
    make_donation(cast.tom, donor_name="Invented Bank")
    make_donation(cast.tom, donor_name="Other Giver")
    make_donation(cast.will, donor_name="Invented Bank of Others")
    page = tom.post("/donations/add/", {"look": "1", "who": "known", "find": "bank"})
    shown = [name in page.content.decode() for name in ("Invented Bank", "Other Giver", "Others")]
    assert (page.status_code, shown) == (200, [True, False, False])
    part = tom.post("/donations/add/", {"look": "1", "find": "x"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_an_earmark_is_whole_or_refused(cast: Cast, tom: Client) -> None:
    for earmark in ("commune", "organisation"):
        assert tom.post("/donations/add/", new(earmark=earmark)).status_code == 422
    tom.post("/donations/add/", new(earmark="commune", earmark_commune="21015"))
    donation = Donation.objects.get()
    assert donation.earmark_key == "commune:21015"
    assert (
        "For people of Schaerbeek" in tom.get(f"/donations/{donation.reference}/").content.decode()
    )


def test_a_donation_is_corrected_and_its_trail_names_nobody(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom, donor_name="Wrong Person")
    right = make_donation(cast.tom, donor_name="Right Person").donor
    url = f"/donations/{donation.reference}/edit/"
    assert "Wrong Person" in tom.get(url).content.decode()
    sent = new(who="known", donor=str(right.pk), name="", purpose="weee", earmark="pupils")
    assert tom.post(url, sent | {"note": "call Jan"}).status_code == 302
    donation.refresh_from_db()
    assert (donation.donor, donation.purpose, donation.earmark) == (right, "weee", "pupils")
    entry = Entry.objects.get(verb="donation.corrected")
    assert "Person" not in str(entry.facts)
    assert entry.facts["corrected"]["purpose"] == ["reuse", "weee"]
    assert entry.facts["corrected"]["note"] == []
    assert "given for: For reuse → Waste equipment (WEEE)" in entry.sentence
    assert tom.post(url, sent | {"note": "call Jan"}).status_code == 302
    assert Entry.objects.filter(verb="donation.corrected").count() == 1


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


def test_another_workshop_adds_nothing_to_a_donation(cast: Cast, sign_in: SignIn) -> None:
    donation = make_donation(cast.tom)
    url = f"/donations/{donation.reference}/devices/add/"
    assert sign_in(cast.will).post(url, {"kind": "laptop"}).status_code == 404
    assert sign_in(cast.anna).post(url, {"kind": "laptop"}).status_code == 403
