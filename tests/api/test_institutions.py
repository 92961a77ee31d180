"""Nominations for institutions through the API: the same order, the same secrecy."""

from __future__ import annotations

from typing import Any

from distribution.models import Nomination
from tests.api.caller import caller
from tests.api.operations import INSTITUTION
from tests.cast import Cast
from tests.makers import make_institution, make_ready


def shown(nomination: Nomination, place: int) -> dict[str, Any]:
    assert nomination.submitted_at is not None
    milliseconds = nomination.submitted_at.microsecond // 1000
    return {
        "reference": nomination.reference,
        "organisation": nomination.organisation.code,
        "state": "waiting",
        "place": place,
        "submitted_at": f"{nomination.submitted_at:%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z",
        "name": "Bibliothèque Inventée",
        "kind": "library",
        "enterprise_number": None,
        "street": "Rue Imaginaire 40",
        "postcode": "1030",
        "commune": "21015",
        "email": "library@example.org",
        "language": "fr",
        "kinds": ["desktop"],
        "spec_class": "basic",
        "keyboard": None,
        "system_language": None,
        "lines": [{"number": 1, "state": "waiting"}, {"number": 2, "state": "waiting"}],
        "withdrawn_because": None,
    }


def test_institutions_are_listed_in_their_order_to_who_may_see_them(cast: Cast) -> None:
    first, second = make_institution(cast.olga), make_institution(cast.paula)
    paula = caller(cast.paula)
    assert paula.get("institutions")["items"] == [shown(second, 2)]
    assert paula.get(f"institutions/{second.reference}") == shown(second, 2)
    everything = caller(cast.anna).get("institutions")["items"]
    assert everything == [shown(first, 1), shown(second, 2)]


def test_nobody_else_reads_an_institution(cast: Cast) -> None:
    own = make_institution(cast.paula)
    for member, status in ((cast.olga, 404), (cast.petra, 403), (cast.tom, 403), (cast.ada, 403)):
        found = caller(member).refused("GET", f"institutions/{own.reference}")
        assert found["status"] == status


def test_a_service_nominates_and_withdraws_an_institution(cast: Cast) -> None:
    asked = INSTITUTION | {"machines": 2}
    paula = caller(cast.paula)
    made = paula.post("institutions", asked)
    assert made == shown(Nomination.institutions.get(), 1)
    swapped = paula.refused("POST", "institutions", asked | {"enterprise_number": "0403019262"})
    assert [error["loc"] for error in swapped["errors"]] == [["body", "enterprise_number"]]
    address = f"institutions/{made['reference']}/withdraw"
    assert paula.refused("POST", address, {"because": "moved"})["status"] == 422
    assert caller(cast.olga).refused("POST", address, {"because": "mistake"})["status"] == 404
    withdrawn = paula.post(address, {"because": "mistake"}, 200)
    assert (withdrawn["state"], withdrawn["place"]) == ("withdrawn", None)


def test_a_coordinator_refuses_an_institution_and_its_last_machine_can_be_set_aside(
    cast: Cast,
) -> None:
    anna = caller(cast.anna)
    made = caller(cast.paula).post("institutions", INSTITUTION | {"machines": 30})
    anna.post("institution-quota", {"machines": 1, "reason": "agreed with the services"})
    device = make_ready(cast.tom, cast.lea, kind="desktop")
    asked = {"nomination": made["reference"], "line": 30, "device": device.code, "reason": "turn"}
    assert anna.post("allocations", asked)["line"] == 30
    address = f"institutions/{made['reference']}/refuse"
    assert caller(cast.paula).refused("POST", address, {"because": "twice"})["status"] == 403
    assert anna.refused("POST", address, {"because": "no_contact"})["status"] == 422
    refused = anna.post(address, {"because": "twice"}, 200)
    assert (refused["state"], refused["withdrawn_because"]) == ("withdrawn", "twice")
    assert anna.refused("POST", address, {"because": "twice"})["status"] == 409


def test_a_coordinator_alone_says_how_many_machines_institutions_may_have(cast: Cast) -> None:
    asked = {"machines": 3, "reason": "agreed with the services"}
    assert caller(cast.paula).refused("POST", "institution-quota", asked)["status"] == 403
    anna = caller(cast.anna)
    assert anna.post("institution-quota", asked)["left"] == 3
    assert caller(cast.paula).get("institution-quota")["machines"] == 3
