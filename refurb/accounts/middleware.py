"""Give each request its actor, and each reader their language; note which sessions are used."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from refurb.accounts.acting import acting_membership
from refurb.accounts.sessions import note_seen

Handler = Callable[[HttpRequest], HttpResponseBase]


def acting(get_response: Handler) -> Handler:
    """Set request.actor to the membership acted under; None for visitors and users without one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.actor = acting_membership(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def readers_language(get_response: Handler) -> Handler:
    """Answer users in the language they chose; visitors as the browser or the cookie asks."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return middleware


def seen(get_response: Handler) -> Handler:
    """Note now and then that a session is still used, for its person to see."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            note_seen(request.session)
        return get_response(request)

    return middleware
