"""Call the API as a program does: a token, JSON, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from refurb.accounts.models import Membership
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import create_token

BASE = "/api/v1/"


@dataclass
class Caller:
    """Somebody with a token."""

    token: str

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        sent_as: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a request; dicts and lists go as JSON, bytes as they are."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        sent = {"authorization": f"Bearer {self.token}"} | dict(headers or {})
        return Client().generic(method, BASE + path, raw, content_type=sent_as, headers=sent)

    def get(self, path: str) -> Any:
        """Read what must be there."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def post(self, path: str, body: Any = None, status: int = 201, **how: Any) -> Any:
        """Post what must succeed with this status."""
        answer = self.send("POST", path, body, **how)
        assert answer.status_code == status, answer.content
        return json.loads(answer.content)

    def patch(self, path: str, body: Any) -> Any:
        """Change what must be changeable."""
        return self._changed("PATCH", path, body)

    def put(self, path: str, body: Any) -> Any:
        """Put what must be changeable whole."""
        return self._changed("PUT", path, body)

    def _changed(self, method: str, path: str, body: Any) -> Any:
        answer = self.send(method, path, body)
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    def refused(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        """Send what must answer with a problem, and give the problem."""
        answer = self.send(method, path, body, **how)
        assert answer.status_code >= 400, answer.content
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = json.loads(answer.content)
        assert problem["status"] == answer.status_code
        assert {"type", "title", "detail"} <= problem.keys()
        return problem


def caller(member: Membership, scope: Scope = Scope.FULL) -> Caller:
    """Give a member a token."""
    return Caller(create_token(member, scope=scope))
