"""The door of each operation: token, scope, policy, limit, body, repetition; then ninja."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
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
    patterns, app_name, namespace = api.urls
    guarded = [_guarded(pattern) for pattern in patterns if isinstance(pattern, URLPattern)]
    return [*guarded, path("<path:rest>", _no_such_address)], app_name, namespace


def _guarded(pattern: URLPattern) -> URLPattern:
    if pattern.name == "api-root":
        return path("", _front, name="api-root")
    # ninja's view of a path closes over its PathView. Should a version of ninja hide it elsewhere,
    # the system check refurb.E001 reports every operation, since none has a policy then.
    view = pattern.callback
    found = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    if not isinstance(found, PathView):
        return pattern
    return URLPattern(pattern.pattern, _door(view, found), pattern.default_args, pattern.name)


@public(reason="leads to the documentation")
def _front(request: HttpRequest) -> HttpResponse:
    return redirect("api:openapi-view")


@public(reason="says only that nothing is at this address")
def _no_such_address(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(404)


def _door(view: View, path_view: PathView) -> View:
    """Guard a path: each method's operation by its own policy."""
    by_method = {method: each for each in path_view.operations for method in each.methods}

    @wraps(view)
    def enter(request: CallersRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        operation = by_method.get(request.method or "")
        if operation is None:
            answer = problem(405)
            answer["Allow"] = ", ".join(sorted(by_method))
            return answer
        stopped = why_not_admitted(request, operation) or why_not_read(request, operation)
        answer = stopped or answer_once(
            request, request.actor, lambda: view(request, *args, **kwargs)
        )
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    enter.operations = {method: each.view_func for method, each in by_method.items()}  # type: ignore[attr-defined]
    # Sessions don't count here: without them there is nothing to forge and nobody to log in.
    return csrf_exempt(login_not_required(enter))


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
