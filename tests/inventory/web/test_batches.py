"""Several devices at once by page: chosen by ticks or by filter, looked at, done, undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from inventory.lifecycle import State
from inventory.models import Device
from refurb.jobs.models import Job, JobFile
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_donation, make_drive


def chosen(client: Client, **sent: Any) -> str:
    """Send a list's form; give the address of the batch."""
    answer = client.post("/batches/", sent)
    assert answer.status_code == 302
    return answer.headers["Location"]


def keys() -> list[str]:
    return list(Job.objects.latest("pk").lines.order_by("pk").values_list("key", flat=True))


def test_the_filter_is_sent_never_the_devices(cast: Cast, tom: Client) -> None:
    made = [make_device(cast.tom, shelf="A-1") for _each in range(3)]
    make_device(cast.tom, shelf="B-1")
    make_device(cast.will, shelf="A-1")
    page = tom.get("/devices/?shelf=A-1&sort=code&cursor=last").content.decode()
    sent = re.search(r'name="filter" value="([^"]*)"', page)
    assert sent is not None
    chosen(tom, all="1", filter=sent[1].replace("&amp;", "&"))
    assert keys() == [device.code for device in made]


def test_all_of_a_donation_are_those_of_the_donation(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    make_device(cast.tom)
    page = tom.get(f"/donations/{donation.reference}/").content.decode()
    assert f'name="donation" value="{donation.reference}"' in page
    chosen(tom, all="1", filter="", donation=donation.reference)
    assert keys() == [device.code]


def test_ticked_devices_of_others_are_left_out(cast: Cast, tom: Client) -> None:
    ours, theirs = make_device(cast.tom), make_device(cast.will)
    chosen(tom, device=[ours.code, theirs.code, "\x00", "é"])
    assert keys() == [ours.code]


def test_nothing_ticked_is_said(cast: Cast, tom: Client) -> None:
    assert chosen(tom) == "/devices/"
    assert "Tick at least one device" in tom.get("/devices/").content.decode()


@pytest.mark.parametrize("nonsense", ["\x00", "state=ufo", "q=%00", "shelf=" + "x" * 3000])
def test_nonsense_breaks_nothing(cast: Cast, tom: Client, nonsense: str) -> None:
    make_device(cast.tom)
    for name in ("filter", "donation", "device"):
        assert tom.post("/batches/", {"all": "1", name: nonsense}).status_code == 302


def test_the_preview_names_who_cannot_and_asks_what_has_to_be_said(cast: Cast, tom: Client) -> None:
    good, bare = make_device(cast.tom), make_device(cast.tom)
    make_drive(good, cast.tom)
    batch = chosen(tom, device=[good.code, bare.code])
    assert "2 devices chosen" in tom.get(batch).content.decode()
    page = tom.get(f"{batch}?act=start_wipe").content.decode()
    assert "1 will be done" in page
    assert "1 can" in page
    assert "No drive is recorded. Add the drive first." in page
    assert f'href="/devices/{bare.code}/"' in page
    refused = tom.post(batch, {"act": "send_to_repair", "fault": ""})
    assert refused.status_code == 422
    assert set(Device.objects.values_list("state", flat=True)) == {State.RECEIVED}


def test_a_volunteer_is_not_offered_what_a_lead_may(cast: Cast, tom: Client) -> None:
    batch = chosen(tom, device=[make_device(cast.tom).code])
    page = tom.get(batch).content.decode()
    assert 'value="send_to_repair"' in page
    assert 'value="recycle"' not in page
    tom.post(batch, {"act": "recycle", "destination": "x", "document": "y"})
    assert Device.objects.get().state == State.RECEIVED


def test_done_shown_and_undone_by_page(cast: Cast, tom: Client) -> None:
    devices = [make_device(cast.tom) for _each in range(2)]
    batch = chosen(tom, device=[device.code for device in devices])
    done = tom.post(batch, {"act": "send_to_repair", "fault": "hinge"}, follow=True)
    page = done.content.decode()
    assert "Send to repair · 2 devices" in page
    assert "2 done." in page
    assert tom.get(batch).status_code == 302
    undone = tom.post(done.redirect_chain[-1][0] + "undo/", follow=True).content.decode()
    assert "Undo: Send to repair" in undone
    assert set(Device.objects.values_list("state", flat=True)) == {State.RECEIVED}


def test_another_ones_batch_is_hidden_and_a_done_one_started_once(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    batch = chosen(tom, device=[make_device(cast.tom).code])
    assert sign_in(cast.vera).get(batch).status_code == 404
    assert sign_in(cast.will).get(batch).status_code == 404


def test_labels_of_a_batch_are_downloaded_when_done(cast: Cast, tom: Client) -> None:
    batch = chosen(tom, device=[make_device(cast.tom).code])
    wrong = tom.post(batch, {"act": "labels", "format": "L7160", "start": "22"})
    assert wrong.status_code == 422
    done = tom.post(batch, {"act": "labels", "format": "L7160", "start": "3"}, follow=True)
    assert "Download labels-" in done.content.decode()
    answer = tom.get(done.redirect_chain[-1][0] + "file/")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert JobFile.objects.count() == 1


@pytest.mark.parametrize("act", ["start_wipe", "mark_ready", "shelf"])
def test_the_preview_costs_the_same_for_any_number_of_devices(
    cast: Cast, tom: Client, django_assert_max_num_queries: Any, act: str
) -> None:
    for _count in (1, 3):
        for _each in range(2):
            make_drive(make_device(cast.tom), cast.tom)
        batch = chosen(tom, all="1", filter="")
        with django_assert_max_num_queries(15):
            tom.get(f"{batch}?act={act}")
