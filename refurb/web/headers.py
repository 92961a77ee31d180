"""Headers that every answer carries, beside those that Django sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


def permissions_policy(get_response: Handler) -> Handler:
    """Keep the camera to our own pages and refuse what no page needs."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()"
        )
        return response

    return middleware


def private_pages(get_response: Handler) -> Handler:
    """Keep what a signed-in person saw out of every cache.

    Phones and bench computers are shared: after log-out, Back must not show a household.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if getattr(request, "actor", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
