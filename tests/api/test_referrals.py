"""Referrals through the API: the same act, the same secrecy."""

from __future__ import annotations

from django.utils import timezone

from distribution.models import HouseholdView, Referral
from refurb.accounts.models import Organisation
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_nomination, make_policy


def test_a_service_refers_and_the_place_answers(cast: Cast) -> None:
    make_policy()
    Organisation.objects.filter(code="EPN").update(training_communes=["21015"])
    it = make_nomination(cast.paula, surname="Geheim")
    paula, petra = caller(cast.paula), caller(cast.petra)
    path = f"nominations/{it.reference}/referrals"
    proposed = paula.post(path, {"service": "training"})
    assert (proposed["state"], proposed["organisation"]) == ("proposed", "EPN")
    assert petra.get("referrals")["items"] == []
    steps = f"referrals/{proposed['id']}/steps"
    refused = paula.refused("POST", steps, {"step": "send"})
    assert (refused["status"], [each["code"] for each in refused["reasons"]]) == (
        409,
        ["no_consent"],
    )
    today = f"{timezone.localdate()}"
    paula.post(steps, {"step": "send", "consented_on": today}, 200)
    [here] = petra.get("referrals?state=sent")["items"]
    assert (here["name"], here["steps"]) == ("Fatima Geheim", ["accept", "decline"])
    assert {"surname", "street", "email", "nomination"} & here.keys() == set()
    petra.post(steps, {"step": "accept"}, 200)
    ended = petra.post(steps, {"step": "finish", "outcome": "in_part"}, 200)
    assert (ended["state"], ended["outcome"], ended["steps"]) == ("done", "in_part", [])
    assert HouseholdView.objects.filter(viewer=cast.petra, page="api/referrals").exists()
    assert paula.get(f"referrals/{proposed['id']}")["outcome"] == "in_part"


def test_nobody_else_finds_a_referral_or_refers_somebody_elses_household(cast: Cast) -> None:
    make_policy()
    it = make_nomination(cast.paula)
    path = f"nominations/{it.reference}/referrals"
    made = caller(cast.paula).post(path, {"service": "connection"})
    for member, status in ((cast.olga, 404), (cast.petra, 404), (cast.tom, 403), (cast.ada, 403)):
        other = caller(member)
        assert other.refused("GET", f"referrals/{made['id']}")["status"] == status
        assert other.refused("POST", f"referrals/{made['id']}/steps", {"step": "accept"})[
            "status"
        ] == (status)
    assert caller(cast.olga).refused("POST", path, {"service": "training"})["status"] == 404
    assert caller(cast.petra).refused("POST", path, {"service": "training"})["status"] == 403
    assert Referral.objects.count() == 1
