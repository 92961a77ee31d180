"""What nobody learns through the API; each test first makes what could leak."""

from __future__ import annotations

import json

import pytest

from distribution.models import Ground
from distribution.nominations.nominating import submit
from refurb.accounts.models import Membership
from tests.api.caller import Caller, caller
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_draft,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)

SECRET = "Geheimnis"


def everything_read(who: Caller, *more: str) -> str:
    """Read every list, and these addresses, whatever they answer."""
    paths = ["me", "devices", "nominations", "waiting-list", "stats", *more]
    return "".join(who.send("GET", path).content.decode() for path in paths)


def test_a_service_sees_nothing_of_another_services_nominations(cast: Cast) -> None:
    make_policy()
    theirs = make_nomination(cast.paula, surname=SECRET)
    olga = caller(cast.olga)
    path = f"nominations/{theirs.reference}"
    assert olga.refused("GET", path)["status"] == 404
    for act, body in (
        ("submit", None),
        ("withdraw", {"because": "moved"}),
        ("proofs", {"ground": "bim", "kind": "card", "seen_on": "2026-01-15"}),
    ):
        assert olga.refused("POST", f"{path}/{act}", body)["status"] == 404
    assert olga.refused("PATCH", path, {"household": {"phone": "1"}})["status"] == 404
    assert theirs.reference not in everything_read(olga)


@pytest.mark.parametrize("first_name", ["tom", "lea", "petra", "augustin", "ada", "olga"])
def test_no_household_name_reaches_who_may_not_know_it(cast: Cast, first_name: str) -> None:
    make_policy()
    nomination = make_nomination(cast.paula, surname=SECRET)
    device = make_ready(cast.tom, cast.vera)
    allocation = make_allocation(cast.anna, nomination, device)
    make_nomination(cast.paula, surname=SECRET)
    receipt = make_handover(allocation, cast.tom)
    run = caller(cast.anna).post("allocation-runs")["number"]
    member: Membership = getattr(cast, first_name)
    addresses = [f"devices/{device.code}", f"devices/{device.code}/events"]
    addresses += [f"allocation-runs/{run}", f"nominations/{nomination.reference}"]
    addresses += [f"receipts/verify?token={receipt.token}"]
    assert SECRET not in everything_read(caller(member), *addresses)
    assert SECRET in everything_read(caller(cast.anna))


def test_no_donors_name_reaches_a_partner(cast: Cast) -> None:
    device = make_device(cast.tom)
    device.holder = cast.petra.organisation
    device.save()
    device.donation.donor.name = SECRET
    device.donation.donor.save()
    petra = caller(cast.petra)
    assert petra.get(f"devices/{device.code}")["code"] == device.code
    assert SECRET not in everything_read(petra, f"devices/{device.code}")


def test_coordinators_read_the_group_of_a_sensitive_ground_and_its_service_the_ground(
    cast: Cast,
) -> None:
    draft = make_draft(cast.paula)
    ground = draft.proofs.get().ground
    Ground.objects.filter(pk=ground.pk).update(is_sensitive=True)
    make_policy(**{ground.code: 10})
    nomination = submit(draft, actor=cast.paula)
    path = f"nominations/{nomination.reference}"
    assert caller(cast.paula).get(path)["proofs"][0]["ground"] == ground.code
    assert caller(cast.paula).get(path)["proofs"][0]["covers"] == "household"
    seen = caller(cast.anna).get(path)
    assert seen["proofs"][0]["ground"] == ground.shown_as
    assert seen["proofs"][0]["covers"] is None
    assert f'"{ground.code}"' not in json.dumps(seen)
    (line,) = seen["lines"]
    (ahead,) = (it for it in line["outlook"]["would_change"] if it["change"] == "proof_ends")
    assert line["waiting"]["because"][0] == {"criterion": "recognised_ground", "points": 10}
    assert (ahead["criterion"], ahead["points"]) == ("recognised_ground", -10)
    assert (ahead["place"], ahead["place_for_kind"]) == (1, 1)
    assert line["outlook"]["expected_wait"] is None


def test_small_figures_are_hidden_from_who_may_not_see_the_rows(cast: Cast) -> None:
    make_policy()
    for _each in range(4):
        make_nomination(cast.paula)

    def waiting(who: Membership) -> int | None:
        cells = caller(who).get("stats")["nominations"]
        count: int | None = {cell["key"]: cell["count"] for cell in cells}["waiting"]
        return count

    assert (waiting(cast.augustin), waiting(cast.paula), waiting(cast.anna)) == (None, None, 4)
    make_nomination(cast.paula)
    assert waiting(cast.augustin) == 5
