"""Consignments: what is sent, what arrives, and what is missing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.allocations.accompanying import add_companion
from distribution.books import disagreements
from distribution.consignments.shipping import (
    ConsignmentRefused,
    receive_line,
    receive_the_rest,
    send_consignment,
)
from distribution.deliveries import Arrival
from distribution.models import Allocation, Consignment, ConsignmentLine, Irregularity
from inventory.models import Device
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.documents.raster import text
from tests.makers import make_allocation, make_nomination, make_policy, make_ready

SURNAME = "Verheimelijkt"


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def desktop(cast: Cast) -> Allocation:
    """Set a desktop and a screen aside."""
    make_policy()
    nomination = make_nomination(cast.paula, kinds=("desktop",), surname=SURNAME)
    ready = make_ready(cast.tom, cast.vera, kind="desktop", model="OptiPlex")
    allocation = make_allocation(cast.anna, nomination, ready)
    add_companion(allocation, make_ready(cast.tom, cast.vera, kind="monitor"), actor=cast.anna)
    return allocation


@pytest.fixture
def sent(cast: Cast, desktop: Allocation) -> Consignment:
    """Send the desktop, its screen and a laptop that is nobody's yet to Petra's EPN."""
    devices = [desktop.device, make_ready(cast.tom, cast.vera)]
    today = timezone.localdate()
    return send_consignment(cast.petra.organisation, devices, sent_on=today, actor=cast.tom)


def line_of(sent: Consignment, device: Device) -> ConsignmentLine:
    return sent.lines.select_related("device").get(device=device)


def refusal(act: object) -> list[str]:
    with pytest.raises(ConsignmentRefused) as refused:
        act()  # type: ignore[operator]
    return [reason.code for reason in refused.value.reasons]


def test_a_screen_goes_where_its_desktop_goes(sent: Consignment) -> None:
    kinds = sent.lines.order_by("device").values_list("device__kind", flat=True)
    assert list(kinds) == ["desktop", "monitor", "laptop"]
    assert str(sent)[:3] == "CN-"


def test_what_arrives_is_held_by_the_receiver_and_its_allocation_stands(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    receive_line(line_of(sent, desktop.device), Arrival.RECEIVED, actor=cast.petra)
    desktop.refresh_from_db()
    desktop.device.refresh_from_db()
    assert desktop.device.holder == cast.petra.organisation
    assert (desktop.device.state, desktop.ended_at) == ("allocated", None)
    assert disagreements() == []
    assert receive_the_rest(sent, actor=cast.petra) == 2
    sent.refresh_from_db()
    assert sent.closed_at is not None


def test_what_is_missing_stays_with_the_sender_and_becomes_an_irregularity(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    line = receive_line(line_of(sent, desktop.device), Arrival.MISSING, actor=cast.petra)
    found = Irregularity.objects.get()
    assert (found.code, found.owner, found.sent_in) == ("missing", cast.anna, line)
    desktop.device.refresh_from_db()
    assert desktop.device.holder == cast.tom.organisation
    receive_line(line, Arrival.RECEIVED, actor=cast.petra)  # it turned up
    desktop.device.refresh_from_db()
    assert desktop.device.holder == cast.petra.organisation


def test_only_the_receiver_says_that_it_arrived_once_and_damage_in_words(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    line = line_of(sent, desktop.device)
    assert refusal(lambda: receive_line(line, Arrival.RECEIVED, actor=cast.tom)) == ["not_receiver"]
    assert refusal(lambda: receive_line(line, Arrival.DAMAGED, actor=cast.petra)) == [
        "note_missing"
    ]
    receive_line(line, Arrival.DAMAGED, note="dented", actor=cast.petra)
    assert refusal(lambda: receive_line(line, Arrival.RECEIVED, actor=cast.petra)) == ["settled"]


def test_nothing_is_sent_twice_nor_from_two_places_nor_to_where_it_is(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    far = make_ready(cast.tom, cast.vera)
    Device.objects.filter(pk=far.pk).update(holder=cast.will.organisation)
    near, today = make_ready(cast.tom, cast.vera), timezone.localdate()
    epn = cast.petra.organisation

    def send(*devices: Device) -> object:
        return lambda: send_consignment(epn, devices, sent_on=today, actor=cast.anna)

    assert refusal(send(desktop.device)) == ["on_its_way"]
    assert refusal(send(near, far)) == ["several_places"]
    assert refusal(send()) == ["nothing_sent"]


def test_the_database_lets_no_device_be_on_two_ways(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    other = Consignment.objects.create(
        reference="CN-26-9999",
        sender=cast.tom.organisation,
        receiver=cast.petra.organisation,
        sent_on=timezone.localdate(),
        made_by=cast.tom,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsignmentLine.objects.create(consignment=other, device=desktop.device)


def test_a_partner_receives_by_tap_and_by_scan_and_reads_no_name(
    cast: Cast, desktop: Allocation, sent: Consignment
) -> None:
    petra, page = browser(cast.petra), reverse("consignment", args=[sent.reference])
    shown = petra.get(page).text
    assert "3 devices on their way" in shown
    assert SURNAME not in shown
    receive = reverse("consignment-receive", args=[sent.reference])
    scanned = f"https://refurb.example/D/{desktop.device.code}"
    refused = petra.post(receive, {"code": desktop.device.code, "arrival": "damaged"})
    assert refused.context["form"].errors == {"note": ["Say what is wrong with it."]}
    assert petra.post(receive, {"code": scanned, "arrival": "received"}).status_code == 302
    strange = petra.post(receive, {"code": "0000-0000-0", "arrival": "received"})
    assert "This device is not in this consignment." in strange.text
    petra.post(reverse("consignment-receive-rest", args=[sent.reference]))
    assert "0 of 1 delivered" in petra.get(page).text
    assert browser(cast.will).get(page).status_code == 404


def test_a_workshop_sends_what_it_ticks_and_scans(cast: Cast, desktop: Allocation) -> None:
    laptop = make_ready(cast.tom, cast.vera)
    tom, add = browser(cast.tom), reverse("consignment-add")
    form = {"receiver": "EPN", "sent_on": f"{timezone.localdate()}", "codes": laptop.code}
    answer = tom.post(add, form | {"devices": [desktop.device.code]})
    found = Consignment.objects.get()
    assert answer["Location"] == reverse("consignment", args=[found.reference])
    assert found.lines.count() == 3
    assert tom.post(add, form | {"codes": "nonsense"}).status_code == 422
    pdf = tom.get(reverse("consignment-pdf", args=[found.reference])).content
    said = text(pdf)
    assert "OptiPlex" in said
    assert f"Packing list {found.reference}" in said
    assert SURNAME not in said
