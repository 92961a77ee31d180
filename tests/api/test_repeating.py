"""A request sent twice with one key is acted on once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inventory.models import Donor
from refurb.api.models import FirstAnswer
from refurb.api.repeating import KEPT
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_device

KEY = {"idempotency-key": "bench-1:42"}
DONOR = {"name": "Invented Bank"}


def test_the_same_request_gets_its_first_answer_again(cast: Cast) -> None:
    tom = caller(cast.tom)
    first = tom.send("POST", "donors", DONOR, headers=KEY)
    second = tom.send("POST", "donors", DONOR, headers=KEY)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Donor.objects.count() == 1


def test_a_refusal_is_repeated_too(cast: Cast) -> None:
    tom = caller(cast.tom)
    path = f"devices/{make_device(cast.tom).code}/transitions"
    body = {"transition": "mark_ready"}
    first = tom.refused("POST", path, body, headers=KEY)
    assert first["status"] == 409
    assert tom.refused("POST", path, body, headers=KEY) == first


@pytest.mark.parametrize(("path", "body"), [("donors", {"name": "Other"}), ("devices", DONOR)])
def test_the_key_of_another_request_is_refused(cast: Cast, path: str, body: dict[str, str]) -> None:
    tom = caller(cast.tom)
    tom.post("donors", DONOR, headers=KEY)
    assert tom.refused("POST", path, body, headers=KEY)["errors"][0]["code"] == "key_reused"


def test_a_key_belongs_to_its_membership(cast: Cast) -> None:
    caller(cast.tom).post("donors", DONOR, headers=KEY)
    caller(cast.will).post("donors", DONOR, headers=KEY)
    assert Donor.objects.count() == 2


def test_after_48_hours_a_key_is_free_and_its_answer_gone(cast: Cast) -> None:
    tom = caller(cast.tom)
    tom.post("donors", DONOR, headers=KEY)
    FirstAnswer.objects.update(created_at=timezone.now() - KEPT - timedelta(seconds=1))
    tom.post("donors", DONOR, headers=KEY)
    assert (Donor.objects.count(), FirstAnswer.objects.count()) == (2, 1)


@pytest.mark.parametrize("key", ["", "x" * 65, "é", "a\tb"])
def test_a_key_is_short_and_printable(cast: Cast, key: str) -> None:
    found = caller(cast.tom).refused("POST", "donors", DONOR, headers={"idempotency-key": key})
    assert found["errors"][0]["code"] == "key_invalid"


def test_the_key_of_a_reading_request_means_nothing(cast: Cast) -> None:
    caller(cast.tom).send("GET", "me", headers=KEY)
    assert not FirstAnswer.objects.exists()
