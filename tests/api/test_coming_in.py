"""Donations, rows of machines and printed labels over HTTP: the rules of their pages hold."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.codes import new_code
from inventory.models import Device, Donation
from tests.api.caller import Caller, caller
from tests.cast import Cast
from tests.makers import make_device, make_donation

TODAY = "2026-01-15"


def start(tom: Caller, donation: Donation, **more: object) -> str:
    shared = {
        "manufacturer": "HP",
        "memory_bytes": 8 * 1024**3,
        "drive": "nvme",
        "screen_inches": 14,
        "has_charger": False,
    }
    asked = {"donation": donation.reference, "kind": "laptop", "planned": 2, "shared": shared}
    row = tom.post("intakes", asked | more)
    assert (row["received"], row["labelling"], row["version"]) == (0, None, 1)
    return str(row["reference"])


def test_a_donation_is_meant_for_somebody_and_corrected(cast: Cast) -> None:
    donor = make_donation(cast.tom).donor.reference
    tom, school = caller(cast.tom), cast.paula.organisation.code
    asked = {"donor": donor, "received_on": TODAY}
    whose = {"meant_for": "organisation", "organisation": school.lower()}
    made = tom.post("donations", asked | {"earmark": whose})
    shown = {"meant_for": "organisation", "commune": None, "organisation": school}
    assert made["earmark"] == shown
    path = f"donations/{made['reference']}"
    assert tom.get(path) == made
    changed = tom.patch(path, {"earmark": {"meant_for": "commune", "commune": "21015"}})
    assert changed["earmark"] == {"meant_for": "commune", "commune": "21015", "organisation": None}
    changed = tom.patch(path, {"purpose": "weee"})
    assert (changed["purpose"], changed["earmark"]["commune"]) == ("weee", "21015")
    assert tom.patch(path, {"earmark": None})["earmark"] is None
    found = tom.get("donations?purpose=weee")["items"]
    assert [each["reference"] for each in found] == [made["reference"]]
    assert tom.get("donations?meant_for=pupils")["items"] == []


@pytest.mark.parametrize(
    "earmark",
    [
        *({"meant_for": "commune"}, {"meant_for": "organisation"}, {"meant_for": "nobody"}),
        {"meant_for": "pupils", "commune": "21015"},
        {"meant_for": "commune", "commune": "21015", "organisation": "ECOLE"},
        {"meant_for": "organisation", "organisation": "NOBODY"},
    ],
)
def test_an_earmark_names_whom_it_means_and_nobody_else(
    cast: Cast, earmark: dict[str, str]
) -> None:
    donor = make_donation(cast.tom).donor.reference
    body = {"donor": donor, "received_on": TODAY, "earmark": earmark}
    assert caller(cast.tom).refused("POST", "donations", body)["status"] == 422


def test_a_donation_did_not_come_on_a_day_still_to_come(cast: Cast) -> None:
    donor = make_donation(cast.tom).donor.reference
    body = {"donor": donor, "received_on": "2199-01-01"}
    assert caller(cast.tom).refused("POST", "donations", body)["status"] == 422


def test_similar_machines_are_received_one_after_the_other(cast: Cast) -> None:
    donation, tom = make_donation(cast.tom), caller(cast.tom)
    reference = start(tom, donation, expected_serials=["S1", "S2", "S1"])
    path = f"intakes/{reference}"
    assert tom.get(path)["expected_serials"] == ["S1", "S2"]
    batch = tom.post(f"{path}/labelling", {"how": "print"}, status=200)["batch"]
    labels = [each["code"] for each in tom.get(f"label-batches/{batch}")["labels"]]
    assert len(labels) == 2
    assert tom.refused("POST", f"{path}/devices", {"serial_number": "S1"})["status"] == 422
    first = tom.post(f"{path}/devices", {"code": labels[0], "serial_number": "S1"})
    device = Device.objects.get(code=first["code"])
    assert (device.manufacturer, device.memory_bytes, device.has_charger) == (
        "HP",
        8 * 2**30,
        False,
    )
    assert (f"{device.screen_inches}", device.drives.get().technology) == ("14.0", "nvme")
    twin = {"code": labels[1], "serial_number": "S1"}
    assert tom.refused("POST", f"{path}/devices", twin)["status"] == 409
    tom.post(f"{path}/devices", twin | {"other_device": True})
    assert tom.get(path)["received"] == 2
    last = Device.objects.get(code=labels[1]).code
    assert tom.post(f"{path}/undo", {"device": last}, status=200)["received"] == 1
    assert tom.refused("POST", f"{path}/undo", {"device": new_code()})["status"] == 409
    assert tom.post(f"{path}/finish", status=200)["finished_at"] is not None
    refused = tom.refused("POST", f"{path}/devices", twin)
    assert [each["code"] for each in refused["reasons"]] == ["intake_finished"]
    assert tom.get("intakes?is_open=true")["items"] == []
    assert len(tom.get(f"intakes?donation={donation.reference}")["items"]) == 1


def test_who_changes_what_machines_share_second_is_refused(cast: Cast) -> None:
    tom = caller(cast.tom)
    path = f"intakes/{start(tom, make_donation(cast.tom))}"
    change = {"planned": 5, "shared": {"model": "T480"}, "version": 1}
    changed = tom.put(path, change)
    assert (changed["planned"], changed["shared"], changed["version"]) == (5, {"model": "T480"}, 2)
    assert tom.refused("PUT", path, change)["status"] == 409


def test_labels_are_prepared_bound_and_declared_void(cast: Cast) -> None:
    tom, device = caller(cast.tom), make_device(cast.tom)
    batch = tom.post("label-batches", {"count": 3})
    assert (batch["free"], batch["bound"], batch["void"]) == (3, 0, 0)
    bound, spoilt, free = (each["code"] for each in batch["labels"])
    path = f"label-batches/{batch['reference']}"
    tom.post(f"labels/{bound}/binding", {"device": device.code}, status=200)
    assert tom.get(f"devices/{bound}")["code"] == device.code
    assert tom.refused("POST", f"labels/{bound}/binding", {"device": device.code})["status"] == 409
    tom.post(f"{path}/void", {"codes": [bound, spoilt]}, status=200)
    assert [(each["code"], each["state"], each["device"]) for each in tom.get(path)["labels"]] == [
        (bound, "bound", device.code),
        (spoilt, "void", None),
        (free, "printed", None),
    ]
    assert tom.refused("POST", f"labels/{spoilt}/binding", {"device": device.code})["status"] == 409
    [row] = tom.get("label-batches")["items"]
    assert (row["free"], row["bound"], row["void"]) == (1, 1, 1)


def test_another_workshop_sees_none_of_them(cast: Cast) -> None:
    tom, will, donation = caller(cast.tom), caller(cast.will), make_donation(cast.tom)
    intake = start(tom, donation)
    batch = tom.post("label-batches", {"count": 1})
    theirs = make_device(cast.will)
    for path in ("donations", "intakes", "label-batches"):
        assert [
            each["reference"]
            for each in will.get(path)["items"]
            if each["reference"] != theirs.donation.reference
        ] == []
    for path in (
        *(f"donations/{donation.reference}", f"intakes/{intake}"),
        f"label-batches/{batch['reference']}",
    ):
        assert will.refused("GET", path)["status"] == 404
    label = batch["labels"][0]["code"]
    binding = {"device": theirs.code}
    assert will.refused("POST", f"labels/{label}/binding", binding)["status"] == 404
    asked = {"donation": donation.reference, "kind": "laptop", "planned": 1}
    assert will.refused("POST", "intakes", asked)["status"] == 404
    own = {"device": theirs.code}
    assert tom.refused("POST", f"labels/{label}/binding", own)["status"] == 422


@pytest.mark.parametrize("path", ["donations", "intakes", "label-batches"])
def test_a_list_costs_the_same_for_one_row_and_for_three(cast: Cast, path: str) -> None:
    tom, found = caller(cast.tom), []
    for rows in (1, 2):
        for _each in range(rows):
            start(tom, make_donation(cast.tom))
            tom.post("label-batches", {"count": 2})
        with CaptureQueriesContext(connection) as captured:
            assert len(tom.get(path)["items"]) == (1 if rows == 1 else 3)
        found.append(len(captured))
    assert found[0] == found[1]
