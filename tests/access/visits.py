"""Asks for the cases of the matrix, and remembers of each answer what matters.

An answer is judged by its status, and searched for the planted values of personal fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from distribution.models import Household, HouseholdView
from refurb.accounts.roles import Role
from refurb.accounts.tokens import create_token
from tests.access.matrix import Case, verdict
from tests.access.planting import Planted, found_in, text_of
from tests.access.world import World

OF_HOUSEHOLDS = frozenset({"name", "address", "phone", "email", "birth"})


@dataclass(frozen=True)
class Visit:
    """One case, its verdict, the fields it showed with whose they are, and whose view it hid."""

    case: Case
    answered: str
    shown: frozenset[tuple[str, str]]
    unnoted: frozenset[str]

    @property
    def page(self) -> str:
        """Name what was asked for; an operation of the API with its method."""
        case = self.case
        return f"api {case.method} {case.name}" if case.url.startswith("/api/") else case.name


def visit_all(world: World, cases: Iterable[Case], planted: Sequence[Planted] = ()) -> list[Visit]:
    """Ask for each case as its role, and undo what it wrote."""
    visitors = Visitors(world)
    # Whose a household is before anything moves it to another service.
    brought_by = dict(Household.objects.values_list("pk", "organisation__code"))
    return [_visit(visitors, case, planted, brought_by) for case in cases]


def disagreements(visits: Iterable[Visit]) -> list[str]:
    """Name each case whose answer is not the one expected."""
    return [
        f"{each.case.role} {each.case.method} {each.case.url} "
        f"({'own' if each.case.own else 'other'}): "
        f"{each.answered}, expected {each.case.expected}"
        for each in visits
        if each.answered != each.case.expected
    ]


def _visit(
    visitors: Visitors, case: Case, planted: Sequence[Planted], brought_by: dict[int, str]
) -> Visit:
    send = visitors.sender(case)
    with transaction.atomic():
        answer = send()
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = text_of(body, answer.headers.get("Content-Type", "")) if planted else ""
        shown = found_in(text, planted)
        households = {whose for field, whose in shown if field in OF_HOUSEHOLDS}
        unnoted = households - _noted(brought_by) if households else set()
        transaction.set_rollback(True)
    answered = verdict(case, answer.status_code, answer.headers.get("Location", ""))
    return Visit(case, answered, frozenset(shown), frozenset(unnoted))


def _noted(brought_by: dict[int, str]) -> set[str]:
    noted = HouseholdView.objects.values_list("household", flat=True)
    return {brought_by.get(each, "") for each in noted}


class Visitors:
    """Sends requests as each role, signed in once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies: dict[Role, str] = {}
        self.tokens: dict[Role, str] = {}

    def sender(self, case: Case) -> Callable[[], HttpResponse]:
        """Sign in as the role of a case, which is not to be undone, and give what asks."""
        client = Client(raise_request_exception=False)
        headers = {}
        if case.role is not None and case.url.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self._token(case.role)}"
        elif case.role is not None:
            client.cookies["sessionid"] = self._cookie(case.role)
        return lambda: client.generic(  # type: ignore[return-value]
            case.method, case.url, case.body, content_type="application/json", headers=headers
        )

    def _cookie(self, role: Role) -> str:
        if role not in self.cookies:
            client = Client()
            client.force_login(self.world.cast.of_role(role).user)
            self.cookies[role] = client.cookies["sessionid"].value
        return self.cookies[role]

    def _token(self, role: Role) -> str:
        if role not in self.tokens:
            self.tokens[role] = create_token(self.world.cast.of_role(role))
        return self.tokens[role]
