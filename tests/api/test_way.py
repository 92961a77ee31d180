"""The whole way over HTTP alone: from the donor's door to the receipt's verification."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from tests.api.caller import Caller, caller
from tests.cast import Cast
from tests.makers import make_grounds, make_policy

REPORT = Path(__file__).parent.parent / "inventory/hardware/samples/latitude.dmidecode.txt"


def receive(tom: Caller) -> str:
    """Register a donor, a donation and a laptop, and send its hardware report."""
    today = f"{timezone.localdate()}"
    donor = tom.post("donors", {"name": "Invented Bank", "commune": "21015", "postcode": "1030"})
    donation = tom.post("donations", {"donor": donor["reference"], "received_on": today})
    device = tom.post("devices", {"donation": donation["reference"], "kind": "laptop"})
    code: str = device["code"]
    assert device["state"] == "received"
    path = f"hardware-reports?code={code.lower()}"
    first = tom.post(path, REPORT.read_bytes(), sent_as="text/plain")
    assert (first["device"], first["format"]) == (code, "dmidecode")
    again = tom.post(path, REPORT.read_bytes(), 200, sent_as="text/plain")
    assert again["report"] == first["report"]
    return code


def prepare(tom: Caller, vera: Caller, code: str) -> None:
    """Wipe, verify, repair, check, and make ready; ready is refused before that."""
    refusal = tom.refused("POST", f"devices/{code}/transitions", {"transition": "mark_ready"})
    assert refusal["status"] == 409
    assert {"check_missing", "lock_unchecked_mdm"} <= {each["code"] for each in refusal["reasons"]}
    found = {"serial_number": "S/1", "technology": "ssd", "size_bytes": 256_000_000_000}
    drive = tom.post(f"devices/{code}/drives", found)
    tom.post(f"devices/{code}/transitions", {"transition": "start_wipe"}, 200)
    wiped = {"technique": "block_erase", "tool": "hdparm", "result": "wiped"}
    refusal = tom.refused("POST", f"drives/{drive['id']}/erasures", wiped | {"technique": "shred"})
    assert [each["code"] for each in refusal["reasons"]] == ["destroyed_apart"]
    erasure = tom.post(f"drives/{drive['id']}/erasures", wiped)
    assert tom.refused("POST", f"erasures/{erasure['id']}/verification", {})["status"] == 409
    verified = {"verification": "sampled"}
    assert vera.post(f"erasures/{erasure['id']}/verification", verified)["verifier"] == "Vera"
    repair = tom.post(f"devices/{code}/repairs", {"fault": "hinge loose"})
    tom.patch(f"repairs/{repair['id']}", {"outcome": "fixed", "work_done": "tightened"})
    locks = {"locks_clear": {"bios_password": True, "mdm": True}}
    checklist = tom.post(f"devices/{code}/declarations", locks)["checklist"]
    check = {"items": dict.fromkeys(checklist, "ok"), "grade": "B"}
    check |= {"os_name": "Linux Mint 22", "os_language": "fr"}
    assert tom.post(f"devices/{code}/quality-checks", check)["passed"]
    offers = {each["name"]: each for each in tom.get(f"devices/{code}/transitions")}
    assert offers["mark_ready"]["allowed"], offers
    wanted = {"transition": "mark_ready", "expected_state": "repair"}
    assert tom.post(f"devices/{code}/transitions", wanted, 200)["state"] == "ready"


def nominate(paula: Caller) -> str:
    """Draft, mend and submit a nomination that meets every rule."""
    today = f"{timezone.localdate()}"
    body = {
        "household": {
            "surname": "Inventée",
            "first_name": "Fatima",
            "street": "Rue Imaginaire 12",
            "postcode": "1030",
            "commune": "21015",
            "children": 2,
        },
        "lines": [{"kinds": ["laptop"], "purpose": "school"}],
        "proofs": [{"ground": "bim", "kind": "certificate", "seen_on": today}],
        "informed_on": today,
        "informed_language": "fr",
    }
    reference: str = paula.post("nominations", body)["reference"]
    refusal = paula.refused("POST", f"nominations/{reference}/submit")
    assert [each["code"] for each in refusal["reasons"]] == ["not_agreed"]
    paula.patch(f"nominations/{reference}", {"agreed_on": today})
    submitted = paula.post(f"nominations/{reference}/submit", status=200)
    assert submitted["state"] == "waiting"
    assert submitted["lines"][0]["waiting"]["place"] == 1
    return reference


def hand_over(tom: Caller, allocation: dict[str, Any]) -> None:
    """Hand over for a drawn signature, and verify the receipt without a token."""
    handover = {
        "allocation": allocation["id"],
        "handed_over_on": f"{timezone.localdate()}",
        "place": "EPN de la Gare",
        "receiver_name": "Fatima Inventée",
        "works": True,
        "signature": {"kind": "drawn", "strokes": [[[0.1, 0.2], [0.8, 0.9]]]},
        "language": "fr",
    }
    refusal = tom.refused("POST", "handovers", handover)
    assert [each["code"] for each in refusal["reasons"]] == ["not_expected"]
    here = {"nomination": allocation["nomination"], "place": "ATELIER"}
    assert tom.post("appointments", here)["name"] == "Fatima Inventée"
    receipt = tom.post("handovers", handover)
    assert receipt["number"] == f"ATELIER-{timezone.localdate().year}-00001"
    pdf = tom.send("GET", urlsplit(receipt["url"]).path.removeprefix("/api/v1/"))
    assert sha256(pdf.content).hexdigest() == receipt["sha256"]
    token = receipt["verification_url"].rsplit("/", 1)[-1]
    verified = Caller("").get(f"receipts/verify?token={token}")
    assert (verified["status"], verified["sha256"]) == ("issued", receipt["sha256"])
    assert Caller("").get("receipts/verify?token=nonsense")["status"] == "unknown"


def test_a_machine_goes_from_a_donor_to_a_household_over_http(cast: Cast) -> None:
    make_policy()
    make_grounds()
    tom, vera, paula, anna = map(caller, (cast.tom, cast.vera, cast.paula, cast.anna))
    code = receive(tom)
    labels = tom.send("GET", f"labels.pdf?codes={code}&format=62mm")
    assert labels.content.startswith(b"%PDF")
    prepare(tom, vera, code)
    reference = nominate(paula)
    waiting = anna.get("waiting-list")["items"]
    assert [(each["nomination"], each["place"]) for each in waiting] == [(reference, 1)]
    assert waiting[0]["points"] == sum(each["points"] for each in waiting[0]["because"])
    wanted = {"nomination": reference, "device": code, "reason": "first in line"}
    allocation = anna.post("allocations", wanted)
    hand_over(tom, allocation)
    assert paula.get(f"nominations/{reference}")["state"] == "served"
    verbs = [each["verb"] for each in tom.get(f"devices/{code}/events")["items"]]
    assert (verbs[0], verbs[-1]) == ("device.received", "device.hand_over")
    back = tom.post("returns", {"device": code, "reason": "screen went dark"})
    assert back["device"] == code
    (drive,) = tom.get(f"devices/{code}")["drives"]
    assert drive["unsanitised"] == {
        "code": "erased_before_arrival",
        "message": f"Drive {drive['serial_number']} came back after it was wiped.",
    }


def test_a_run_proposes_and_confirms_over_http(cast: Cast) -> None:
    make_policy()
    make_grounds()
    tom, vera, paula, anna = map(caller, (cast.tom, cast.vera, cast.paula, cast.anna))
    code = receive(tom)
    prepare(tom, vera, code)
    reference = nominate(paula)
    number = anna.post("allocation-runs")["number"]
    run = caller(cast.augustin).get(f"allocation-runs/{number}")
    assert run["state"] == "proposed"
    assert [(pair["reference"], pair["device"]) for pair in run["pairs"]] == [(reference, code)]
    tom.post(f"devices/{code}/transitions", {"transition": "send_to_repair", "fault": "x"}, 200)
    refusal = anna.refused("POST", f"allocation-runs/{number}/confirm", {})
    assert reference in refusal["reasons"][0]["message"]
    assert code in refusal["reasons"][0]["message"]
    unknown = {"exclude": [{"nomination": reference, "line": 2}], "reason": "it broke"}
    refusal = anna.refused("POST", f"allocation-runs/{number}/confirm", unknown)
    assert refusal["reasons"][0]["code"] == "not_proposed_pair"
    left_out = {"exclude": [{"nomination": reference, "line": 1}], "reason": "it broke"}
    confirmed = anna.post(f"allocation-runs/{number}/confirm", left_out, 200)
    assert (confirmed["state"], confirmed["reserved"]) == ("confirmed", 0)


def test_a_run_is_asked_for_with_pins_and_exclusions_over_http(cast: Cast) -> None:
    make_policy()
    make_grounds()
    tom, vera, paula, anna = map(caller, (cast.tom, cast.vera, cast.paula, cast.anna))
    code = receive(tom)
    prepare(tom, vera, code)
    reference = nominate(paula)
    pair = {"nomination": reference, "device": code, "because": "other"}
    unsaid = anna.refused("POST", "allocation-runs", {"pins": [pair]})
    assert [each["code"] for each in unsaid["reasons"]] == ["reason_missing"]
    pair["reason"] = "the service came for it"
    pinned = anna.post("allocation-runs", {"pins": [pair]})
    wish = {"reference": reference, "number": 1, "device": code, "applied": True, "kept": True}
    wish |= {"because": "other", "reason": "the service came for it"}
    assert pinned["wishes"] == [wish | {"kind": "pin"}]
    assert [each["pinned"] for each in pinned["pairs"]] == [True]
    excluded = anna.post("allocation-runs", {"exclusions": [pair]})
    assert excluded["wishes"] == [wish | {"kind": "exclusion"}]
    assert [each["excluded"] for each in excluded["skipped"]] == [1]
    assert excluded["changes"]["no_longer"] == [f"{reference}/1"]
    twice = anna.refused("POST", "allocation-runs", {"pins": [pair], "exclusions": [pair]})
    assert [each["code"] for each in twice["reasons"]] == ["wished_twice"]
    older = f"allocation-runs/{pinned['number']}/confirm"
    assert anna.refused("POST", older, {})["reasons"][0]["code"] == "newer"
    assert anna.post(older, {"knows_newer": True}, 200)["reserved"] == 1
