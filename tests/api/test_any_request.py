"""Nothing that a client can send breaks an operation: schemathesis makes the requests.

Each operation is called as somebody who may, on rows that exist: first with a request that
succeeds, then with at least fifty that its description allows or forbids. What a request wrote is
undone before the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from refurb.accounts.tokens import create_token
from tests.api.operations import GOOD, Good, Stage

pytestmark = pytest.mark.postgres

EXAMPLES = 55
LEAST_EXAMPLES = 50
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
HEADER = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20)


@cache
def load() -> Any:
    """Read the API's description, once, as a client does."""
    return from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def schema(db: None) -> Iterator[Any]:
    """Load the description, and keep requests from closing the test's connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield load()
    for signal in signals:
        signal.connect(close_old_connections)


class Client:
    """Calls one operation as one member, and undoes what each call wrote."""

    def __init__(self, operation: Any, good: Good) -> None:
        self.operation, self.good = operation, good
        self.token = create_token(good.who)
        self.statuses: list[int] = []

    def call(self, case: Case[Any], languages: str = "fr") -> int:
        """Send a request, check what every answer must be, and give its status."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": languages}
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)
        self.statuses.append(answer.status_code)
        return answer.status_code

    def succeed(self) -> int:
        """Send the request that succeeds."""
        sent: dict[str, Any] = {"path_parameters": self.good.path, "query": self.good.query}
        if self.good.body is not None:
            sent |= {"body": self.good.body, "media_type": self.good.media_type}
        return self.call(self.operation.Case(**sent))

    def requests(self) -> st.SearchStrategy[Case[Any]]:
        """Make requests: mostly on rows that exist, some on others, some that are wrong."""
        on_rows = self.operation.as_strategy(path_parameters=self.good.path)
        found = [on_rows.map(self._naming_rows), on_rows, self.operation.as_strategy()]
        if self.operation.body or self.operation.query or self.operation.path_parameters:
            found.append(self.operation.as_strategy(GenerationMode.NEGATIVE))
        return st.one_of(found)

    def _naming_rows(self, case: Case[Any]) -> Case[Any]:
        """Put rows that exist where a request names some."""
        case.query = dict(case.query or {}) | self.good.query
        if isinstance(case.body, dict) and isinstance(self.good.body, dict):
            case.body |= {name: self.good.body[name] for name in self.good.names}
        return case


def test_every_operation_has_a_request_that_succeeds(schema: Any) -> None:
    found = [each.ok() for each in schema.get_all_operations()]
    assert {each.definition.raw["operationId"] for each in found} == GOOD.keys()


@pytest.mark.parametrize("name", sorted(GOOD))
def test_no_request_breaks_it(stage: Stage, schema: Any, name: str) -> None:
    good = GOOD[name](stage)
    client = Client(schema.find_operation_by_id(name), good)
    assert client.succeed() in {200, 201}

    @settings(
        settings.default,
        max_examples=EXAMPLES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(client.requests(), HEADER)
    def call_any(case: Case[Any], languages: str) -> None:
        client.call(case, languages)

    call_any()
    assert len(client.statuses) >= LEAST_EXAMPLES
    assert max(client.statuses) < 500
