"""Text that no database takes is refused, wherever an operation takes text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.caller import caller
from tests.api.operations import GOOD, Good, Stage

ODD = ["\x00", "\ud800", "\x1b", "\x85"]
PATHS = {
    "add_donor": "donors",
    "add_donation": "donations",
    "add_device": "devices",
    "add_drive": "devices/{code}/drives",
    "add_erasure": "drives/{drive}/erasures",
    "destroy_drive": "drives/{drive}/destruction",
    "add_repair": "devices/{code}/repairs",
    "add_nomination": "nominations",
    "add_proof": "nominations/{reference}/proofs",
    "add_allocation": "allocations",
    "release_allocation": "allocations/{allocation}/release",
    "add_handover": "handovers",
    "add_return": "returns",
}


def spoilt(body: Any, odd: str) -> Iterator[Any]:
    """Yield the body with the odd character in each of its texts in turn."""
    if isinstance(body, str):
        yield body + odd + "x"
    if isinstance(body, dict):
        for name, value in body.items():
            yield from (body | {name: worse} for worse in spoilt(value, odd))
    if isinstance(body, list):
        for place, value in enumerate(body):
            yield from ([*body[:place], worse, *body[place + 1 :]] for worse in spoilt(value, odd))


@pytest.mark.parametrize("name", PATHS)
def test_no_text_holds_a_character_that_no_database_takes(stage: Stage, name: str) -> None:
    good: Good = GOOD[name](stage)
    who = caller(good.who)
    path = PATHS[name].format(**good.path)
    for odd in ODD:
        for body in spoilt(good.body, odd):
            found = who.refused("POST", path, json.dumps(body).encode())
            assert found["status"] in {404, 422}, body
    assert who.send("POST", path, good.body).status_code in {200, 201}
