"""The page of one device: what it shows, to whom, and what it offers next."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from inventory.certifying import certify_device
from inventory.checking import NewCheck, record_check, record_locks
from inventory.kinds import Kind, Lock
from inventory.lifecycle import State, Transition
from inventory.models import Device, Erasure
from inventory.moving import Said, move_device
from inventory.reading import store_report
from inventory.regulating import set_policy
from inventory.repairing import NewPart, Sitting, open_repair, work_on
from inventory.revising import NewItem, revise_checklist
from inventory.sanitisation import STRICT, Technique
from inventory.wiping import declare_driveless
from refurb.accounts.roles import Role
from tests.cast import Cast
from tests.inventory.hardware.shapes import sample
from tests.inventory.web.conftest import SignIn
from tests.makers import (
    make_checked,
    make_device,
    make_drive,
    make_photo,
    make_ready,
    make_wiped,
)


def text_of(client: Client, device: Device) -> str:
    response = client.get(f"/devices/{device.code}/")
    assert response.status_code == 200
    return words_of(response.content.decode())


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def action_bar(client: Client, device: Device) -> str:
    page = client.get(f"/devices/{device.code}/").content.decode()
    bar = page[page.index('<div class="action-bar"') :]
    return words_of(bar[: bar.index("</main>")])


def test_a_device_repaired_before_its_wipe_is_not_shown_as_wiped(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    open_repair(device, "hinge is loose", actor=cast.tom)
    assert "Received (done) Wipe (later) Repair (now)" in text_of(tom, device)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VOLUNTEER, 200),
        (Role.WORKSHOP_LEAD, 200),
        (Role.COORDINATOR, 200),
        (Role.AUDITOR, 200),
        (Role.PARTNER_AGENT, 404),
        (Role.SOCIAL_WORKER, 403),
        (Role.ADMIN, 403),
    ],
)
def test_who_may_open_a_device_of_the_workshop(
    cast: Cast, sign_in: SignIn, role: Role, status: int
) -> None:
    device = make_device(cast.tom)
    assert sign_in(cast.of_role(role)).get(f"/devices/{device.code}/").status_code == status


def test_another_workshop_does_not_learn_that_a_device_exists(cast: Cast, sign_in: SignIn) -> None:
    device = make_device(cast.tom)
    assert sign_in(cast.will).get(f"/devices/{device.code}/").status_code == 404


def test_other_spellings_of_the_code_lead_to_the_stored_one(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    spelled = f"{device.code[:4]}-{device.code[4:8]}-{device.code[8:]}".lower()
    response = tom.get(f"/devices/{spelled}/edit/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/devices/{device.code}/edit/",
    )


@pytest.mark.parametrize("code", ["NOTACODE1", "000000000", "A", "UUUUUUUUU", "1" * 24])
def test_what_is_no_code_is_not_found(tom: Client, code: str) -> None:
    assert tom.get(f"/devices/{code}/").status_code == 404


def test_everything_that_holds_it_back_is_named(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    open_repair(device, "The hinge is broken", actor=cast.tom)
    page = text_of(tom, device)
    for sentence in (
        f"Drive {drive.serial_number} has not been wiped.",
        "A repair is open: The hinge is broken.",
        "It has no quality check yet.",
        "Nobody has checked for a BIOS password yet.",
        "Nobody has checked for enrolment in a company's device management yet.",
    ):
        assert f"Not yet: {sentence}" in page


def test_what_is_done_is_said_too(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    make_checked(device, cast.tom)
    page = text_of(tom, device)
    for sentence in (
        f"Drive {drive.serial_number} is wiped and verified.",
        "No repair is open.",
        "The quality check passed with grade B.",
        "Its locks are clear: BIOS password, Enrolment in a company's device management.",
    ):
        assert f"Done: {sentence}" in page


def test_the_next_step_follows_the_work(cast: Cast, tom: Client, sign_in: SignIn) -> None:
    device = make_device(cast.tom)
    assert action_bar(tom, device) == "Scan next Read its hardware"
    drive = make_drive(device, cast.tom)
    assert action_bar(tom, device) == "Scan next Start wipe"
    move_device(device, Transition.START_WIPE, actor=cast.tom)
    assert action_bar(tom, device) == "Scan next Record a wipe"
    make_wiped(drive, cast.tom, cast.vera)
    assert action_bar(tom, device) == "Scan next Check its quality"
    make_checked(device, cast.tom)
    assert action_bar(tom, device) == "Scan next Mark ready"
    move_device(device, Transition.MARK_READY, actor=cast.tom)
    assert action_bar(tom, device) == "Scan next"


def test_who_wiped_it_is_not_offered_to_verify_it_but_a_colleague_is(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    make_wiped(drive, cast.tom, cast.vera)
    Erasure.objects.update(verifier=None, verified_by=None)
    assert "Verify the wipe" not in text_of(tom, device)
    assert "You wiped it, so somebody else has to verify it." in text_of(tom, device)
    assert "Verify the wipe" in text_of(sign_in(cast.vera), device)


def test_a_monitor_needs_neither_drive_nor_lock_check(cast: Cast, tom: Client) -> None:
    page = text_of(tom, make_device(cast.tom, kind=Kind.MONITOR))
    assert "No drive is recorded" not in page
    assert "BIOS" not in page


def test_a_device_without_drive_says_so(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    declare_driveless(device, actor=cast.tom)
    assert "Done: It has no drive, so there is nothing to wipe." in text_of(tom, device)


def test_moves_that_would_not_succeed_are_shown_disabled_with_the_reason(
    cast: Cast, tom: Client
) -> None:
    device = make_device(cast.tom)
    page = tom.get(f"/devices/{device.code}/").content.decode()
    assert re.search(r'disabled\s+aria-describedby="why-start_wipe">Start wipe', page)
    assert "No drive is recorded. Add the drive first." in page


def test_an_auditor_reads_and_is_offered_nothing(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.augustin), make_device(cast.tom))
    for offer in ("More…", "Add a drive", "Record a wipe", "Start wipe", "Mark ready"):
        assert offer not in page


def test_history_says_who_did_what(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom, serial_number="S3Z8NB0K")
    move_device(device, Transition.START_WIPE, actor=cast.vera)
    page = text_of(tom, device)
    assert "Vera moved it from Received to To wipe" in page
    assert "Tom added drive S3Z8NB0K" in page


def test_what_a_report_says_otherwise_than_a_person_is_shown(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom, model="Typed by hand")
    store_report(sample("thinkpad.lshw.json"), actor=cast.tom, device=device)
    page = text_of(tom, device)
    assert "The hardware report says otherwise" in page
    assert "“Typed by hand” was typed by hand and was kept." in page


def test_an_open_incident_is_shown_to_those_who_deal_with_it(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="stolen"))
    assert "An incident is open" in text_of(sign_in(cast.lea), device)
    assert "An incident is open" not in text_of(tom, device)


def test_a_device_of_which_everything_is_recorded_costs_no_more_than_twelve_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    looser = replace(STRICT, flash=STRICT.flash | {Technique.OVERWRITE})
    set_policy(cast.lea.organisation, looser, reason="board", actor=cast.lea, seen_version=0)
    item = NewItem("", "Charnière", "Scharnier", "Scharnier", "Hinge")
    own = revise_checklist(Kind.LAPTOP, [item], actor=cast.lea, seen_version=0)
    failing = NewCheck(items={own.items.get().code: "fail"})
    device = make_device(cast.tom)
    store_report(sample("latitude.dmidecode.txt"), actor=cast.tom, device=device)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    certify_device(device, language="fr", actor=cast.lea)
    record_check(device, failing, actor=cast.tom)
    record_locks(device, {Lock.BIOS_PASSWORD: True}, actor=cast.tom)
    for fault in ("hinge", "key"):
        sitting = Sitting("looked at it", 5, [NewPart("screw")])
        work_on(open_repair(device, fault, actor=cast.tom), sitting, actor=cast.vera)
    make_photo(device, cast.tom)
    lea = sign_in(cast.lea)
    text_of(lea, device)
    with django_assert_num_queries(12):
        page = text_of(lea, device)
    for said in ("Not fine: Hinge", "screw", "looked at it Vera · 5 min", "EC-", "dmidecode"):
        assert said in page, said
    assert "/photos/" in lea.get(f"/devices/{device.code}/").content.decode()


@pytest.mark.parametrize("state", State.values)
def test_the_page_opens_in_every_state(
    cast: Cast, tom: Client, sign_in: SignIn, state: str
) -> None:
    device = make_ready(cast.tom, cast.vera)
    Device.objects.filter(pk=device.pk).update(state=state)
    for client in (tom, sign_in(cast.lea), sign_in(cast.anna)):
        assert client.get(f"/devices/{device.code}/").status_code == 200
