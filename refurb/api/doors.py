"""The door of each operation: token, scope, policy, limit, body, repetition; then ninja."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.operation import Operation, PathView
from ninja.security import HttpBearer

from refurb.accounts.access import Policy, policy_of, public
from refurb.accounts.models import Membership
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import member_with
from refurb.api.bodies import why_not_read
from refurb.api.limits import seconds_to_wait
from refurb.api.problems import problem
from refurb.api.repeating import answer_once

READING = frozenset({"GET", "HEAD"})
View = Callable[..., HttpResponse]
UrlMap = tuple[list[URLPattern], str, str]


class CallersRequest(HttpRequest):
    """A request at the door: its actor is known, or nobody."""

    actor: Membership | None


class Token(HttpBearer):
    """Tell ninja and the OpenAPI document that a bearer token is asked for; the door checks it."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:
        """Return whom the door let in."""
        actor: Membership | None = getattr(request, "actor", None)
        return actor


def urls_of(api: NinjaAPI) -> UrlMap:
    """Give an API's URL map: a door before each operation, a problem for any other address."""
    found, app_name, namespace = api.urls
    patterns = [each for each in found if isinstance(each, URLPattern)]
    doors = _doors(patterns)
    guarded = [_guarded(each, doors) for each in patterns]
    # Not <path:rest>, which a line break would slip past to the pages' own 404.
    return [*guarded, re_path("", _no_such_address, name="api-unknown")], app_name, namespace


def _doors(patterns: list[URLPattern]) -> dict[str, Door]:
    """Make a door for each address; two routers may each serve a method of one."""
    doors: dict[str, Door] = {}
    for pattern in patterns:
        door = doors.setdefault(str(pattern.pattern), Door())
        for operation in _ninjas_operations(pattern.callback):
            door.operations |= dict.fromkeys(operation.methods, (operation, pattern.callback))
    return doors


def _ninjas_operations(view: View) -> list[Operation]:
    """Find the operations behind ninja's view of a path, which closes over its PathView.

    Should a version of ninja hide it elsewhere, the system check refurb.E001 reports every
    operation, since none has a policy then.
    """
    found = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    return found.operations if isinstance(found, PathView) else []


def _guarded(pattern: URLPattern, doors: dict[str, Door]) -> URLPattern:
    if pattern.name == "api-root":
        return path("", _front, name="api-root")
    door = doors[str(pattern.pattern)]
    if not door.operations:
        return pattern
    return URLPattern(pattern.pattern, door.view, pattern.default_args, pattern.name)


@public(reason="leads to the documentation")
def _front(request: HttpRequest) -> HttpResponse:
    return redirect("api:openapi-view")


@csrf_exempt
@public(reason="says only that nothing is at this address")
def _no_such_address(request: HttpRequest) -> HttpResponse:
    return problem(404)


class Door:
    """The door of one address: each method's operation behind its own policy."""

    def __init__(self) -> None:
        self.operations: dict[str, tuple[Operation, View]] = {}

    @cached_property
    def view(self) -> View:
        """Make the view that Django calls."""

        def enter(request: CallersRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return self.answer(request, *args, **kwargs)

        by_method = {method: each.view_func for method, (each, _view) in self.operations.items()}
        enter.operations = by_method  # type: ignore[attr-defined]
        # Sessions don't count here: without them there is nothing to forge and nobody to log in.
        return csrf_exempt(login_not_required(enter))

    def answer(self, request: CallersRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let a request through to its operation, or say why not."""
        operation, view = self.operations.get(request.method or "", (None, None))
        if operation is None or view is None:
            answer = problem(405)
            answer["Allow"] = ", ".join(sorted(self.operations))
            return answer
        stopped = why_not_admitted(request, operation) or why_not_read(request, operation)
        answer = stopped or answer_once(
            request, request.actor, lambda: view(request, *args, **kwargs)
        )
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer


def why_not_admitted(request: CallersRequest, operation: Operation) -> HttpResponse | None:
    """Find out who calls; None when the operation's policy lets them in, else the problem."""
    request.actor = None  # whoever is signed in by a cookie is nobody here
    policy = policy_of(operation.view_func)
    if policy is not None and policy.public_reason:
        return None
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    actor = member_with(token.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        return problem(401)
    if wait := seconds_to_wait(token.strip()):
        answer = problem(429)
        answer["Retry-After"] = str(wait)
        return answer
    if policy is None or not _lets_in(policy, actor, request.method or ""):
        return problem(403)
    request.actor = actor
    return None


def _lets_in(policy: Policy, actor: Membership, method: str) -> bool:
    if actor.scope is Scope.READ and method not in READING:
        return False
    return policy.any_member or any(map(actor.may, policy.permissions))
