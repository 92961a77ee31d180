"""The description of the API: complete, in English, readable, and shown without a script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from refurb.accounts.access import policy_of
from refurb.accounts.checks import every_view_has_a_policy, walk_doors


@pytest.fixture
def description(db: None) -> Any:
    answer = Client().get("/api/v1/openapi.json", headers={"accept-language": "fr"})
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.content)


def operations(description: Any) -> list[tuple[str, Any]]:
    """List every operation with its method and address."""
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_says_what_it_does(description: Any) -> None:
    for name, operation in operations(description):
        assert operation["summary"], name
        assert operation["description"].endswith("."), name
        assert operation["tags"], name
        assert operation["operationId"].replace("_", "").isalpha(), name


def test_a_token_is_asked_for_exactly_where_the_policy_asks_for_one(description: Any) -> None:
    free = {name for name, operation in operations(description) if not operation.get("security")}
    assert free == {"GET /api/v1/receipts/verify"}


def test_the_description_is_english_for_every_reader(description: Any) -> None:
    assert "Refused by a rule" in json.dumps(description)


def test_every_operation_carries_a_policy() -> None:
    doors = [view for route, view in walk_doors() if "api/v1/" in route]
    assert len(doors) > 40
    assert all(policy_of(view) for view in doors)
    assert every_view_has_a_policy(None) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_every_operation_without_a_script_of_its_own(language: str) -> None:
    with translation.override(language):
        answer = Client().get("/api/v1/docs", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/api/v1/devices/{code}/transitions" in page
    assert "Idempotency-Key" in page
    assert 'id="refused"' in page
    assert "swagger" not in page
    assert " style=" not in page


@pytest.mark.django_db
def test_the_front_leads_to_the_page() -> None:
    assert Client().get("/api/v1/").headers["Location"] == "/api/v1/docs"
