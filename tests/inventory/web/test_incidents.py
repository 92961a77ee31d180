"""Incidents have an owner, notes and an end; lists of checks have versions, one per workshop."""

import pytest
from django.test import Client

from inventory.checklists import list_for, list_of
from inventory.kinds import Kind
from inventory.lifecycle import Transition
from inventory.models import Checklist, Device, Incident, QualityCheck
from inventory.moving import Said, move_device
from inventory.resolving import ResolveRefused, take_incident
from inventory.revising import NewItem, RevisionRefused, revise_checklist
from refurb.accounts.roles import Role
from tests.cast import Cast, make_member
from tests.inventory.web.conftest import SignIn
from tests.makers import make_checked, make_device, make_drive


def make_incident(cast: Cast) -> Incident:
    device = make_device(cast.tom)
    make_drive(device, cast.tom)
    move_device(device, Transition.LOSE, actor=cast.lea, said=Said(reason="stolen"))
    return device.incidents.get()


def test_an_incident_is_taken_noted_taken_over_and_closed(cast: Cast, sign_in: SignIn) -> None:
    incident = make_incident(cast)
    url = f"/incidents/{incident.pk}/"
    lea, anna = sign_in(cast.lea), sign_in(cast.anna)
    assert "Nobody yet" in lea.get(url).content.decode()
    assert lea.post(f"{url}take/").status_code == 302
    assert lea.post(f"{url}note/", {"text": "Asked the driver."}).status_code == 302
    assert anna.post(f"{url}take/").status_code == 302
    incident.refresh_from_db()
    assert incident.owner == cast.anna
    sent = {"closing": "no_risk", "resolution": "The disk was encrypted."}
    assert anna.post(f"{url}resolve/", sent).status_code == 302
    page = lea.get(url).content.decode()
    for said in ("Asked the driver.", "The disk was encrypted.", "Resolved"):
        assert said in page
    assert lea.post(f"{url}note/", {"text": "Too late."}).status_code == 409


def test_incidents_are_filtered_by_whose_they_are(cast: Cast, sign_in: SignIn) -> None:
    mine, _other = make_incident(cast), make_incident(cast)
    take_incident(mine, actor=cast.lea)
    lea = sign_in(cast.lea)
    counts = {
        query: lea.get(f"/incidents/?standing={query}").content.decode().count("cell-title")
        for query in ("open", "mine", "resolved", "")
    }
    assert counts == {"open": 2, "mine": 1, "resolved": 0, "": 2}


def test_who_only_holds_the_device_does_not_see_to_its_incident(cast: Cast) -> None:
    incident = make_incident(cast)
    Device.objects.filter(pk=incident.device_id).update(holder=cast.will.organisation)
    lead = make_member("Walter", Role.WORKSHOP_LEAD, cast.will.organisation)
    with pytest.raises(ResolveRefused, match="not_yours"):
        take_incident(incident, actor=lead)


def test_a_national_number_is_refused_in_a_note(cast: Cast, sign_in: SignIn) -> None:
    incident = make_incident(cast)
    note = {"text": "Taken by 85.07.30-033.28"}
    answer = sign_in(cast.lea).post(f"/incidents/{incident.pk}/note/", note)
    assert answer.status_code == 422
    assert not incident.notes.exists()


def texts(*words: str) -> list[NewItem]:
    return [NewItem("", word, word, word, word) for word in words]


def test_a_changed_list_leaves_old_checks_as_they_were(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    make_checked(device, cast.tom)
    first = revise_checklist(Kind.LAPTOP, texts("Lid", "Hinge"), actor=cast.lea, seen_version=0)
    codes = list_for(device).codes
    assert codes == ("own_1", "own_2")
    failed = {"item_own_1": "ok", "item_own_2": "fail"}
    assert tom.post(f"/devices/{device.code}/check/", failed).status_code == 302
    kept = [NewItem("own_1", "Lid", "Lid", "Lid", "Lid"), *texts("Stickers")]
    revise_checklist(Kind.LAPTOP, kept, actor=cast.lea, seen_version=first.version)
    assert list_for(device).codes == ("own_1", "own_3")
    old, new = QualityCheck.objects.order_by("pk")
    assert (old.checklist, new.checklist) == (None, first)
    assert "Not fine: Hinge" in tom.get(f"/devices/{device.code}/").content.decode()


def test_a_list_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    revise_checklist(Kind.LAPTOP, texts("Lid"), actor=cast.lea, seen_version=0)
    with pytest.raises(RevisionRefused, match="list_changed"):
        revise_checklist(Kind.LAPTOP, texts("Hinge"), actor=cast.lea, seen_version=0)
    with pytest.raises(RevisionRefused, match="list_empty"):
        revise_checklist(Kind.LAPTOP, [], actor=cast.lea, seen_version=1)


def test_a_lead_adds_renames_orders_and_retires_on_one_page(cast: Cast, sign_in: SignIn) -> None:
    lea, url = sign_in(cast.lea), "/check-lists/router/"
    page = lea.get(url).content.decode()
    assert "Réseau" in page
    form = lea.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields if not name.endswith("-retired")}
    sent |= {"case-retired": "on", "starts-en": "Starts", "clean-place": "1"}
    assert lea.post(url, {**sent, "new_1-fr": "Câble"}).status_code == 422
    sent |= {f"new_1-{language}": "Cable" for language in ("fr", "nl", "de", "en")}
    assert lea.post(url, sent).status_code == 302
    own = list_of(cast.lea.organisation_id, Kind.ROUTER)
    assert list(own.codes) == ["clean", "starts", "network", "own_1"]
    assert str(own.words["starts"]) == "Starts"
    assert list_of(cast.will.organisation_id, Kind.ROUTER).checklist is None
    assert lea.post(url, sent).status_code == 409
    assert sign_in(cast.tom).get(url).status_code == 403
    assert lea.get("/check-lists/toaster/").status_code == 404
    assert Checklist.objects.count() == 1
