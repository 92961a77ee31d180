"""The second door: each view, and each operation of the API, says who may enter it.

The first door is LoginRequiredMiddleware, the third each model's visible_to. A view without a
policy is reported by the system check refurb.E001. This door also holds back who still owes a
second factor: no page but the public ones is without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from refurb.accounts.models import Membership, User
from refurb.accounts.roles import Permission


class SignedInRequest(HttpRequest):
    """A request behind @allow or @signed_in: its actor is known."""

    actor: Membership
    user: User
    htmx: HtmxDetails


@dataclass(frozen=True)
class Policy:
    """Who may enter a view: anybody (why?), any member, or whoever may do one of these."""

    permissions: tuple[Permission, ...] = ()
    public_reason: str = ""
    any_member: bool = False
    sets_up: bool = False  # lets in who still owes a second factor


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """Read the policy that @allow, @signed_in or @public put on a view."""
    return cast("Policy | None", getattr(view, "policy", None))


def operations_of(view: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Map each method to its operation, for a view of the API; empty for a page."""
    return cast("dict[str, Callable[..., Any]]", getattr(view, "operations", {}))


def allow[V: Callable[..., Any]](*permissions: Permission) -> Callable[[V], V]:
    """Let in members whose role may do at least one of these; others get 403."""
    return _guard(Policy(permissions=permissions))


def signed_in[V: Callable[..., Any]](view: V) -> V:
    """Let in anybody who acts under a membership, whatever its role."""
    return _guard(Policy(any_member=True))(view)


def setting_up[V: Callable[..., Any]](view: V) -> V:
    """Let in anybody who acts under a membership, even while they still owe a second factor."""
    return _guard(Policy(any_member=True, sets_up=True))(view)


def _guard[V: Callable[..., Any]](policy: Policy) -> Callable[[V], V]:
    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor: Membership | None = getattr(request, "actor", None)
            if actor is not None and actor.owes_second_factor and not policy.sets_up:
                return _to_second_factor(request)
            if actor is None or not (policy.any_member or any(map(actor.may, policy.permissions))):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return cast("V", guarded)

    return decorate


def _to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Lead to setting one up; a part of a page that asks by htmx takes the whole page there."""
    address = reverse("second-factor-set-up")
    asks_by_htmx = bool(getattr(request, "htmx", False))
    return HttpResponseClientRedirect(address) if asks_by_htmx else redirect(address)


def public[V: Callable[..., Any]](*, reason: str) -> Callable[[V], V]:
    """Let anybody in, signed in or not, and say why that is right."""

    def decorate(view: V) -> V:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            return view(request, *args, **kwargs)

        opened.policy = Policy(public_reason=reason)  # type: ignore[attr-defined]
        return cast("V", login_not_required(opened))

    return decorate
