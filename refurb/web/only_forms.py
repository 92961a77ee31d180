"""Answer who opens the address of a form alone: with a page, and the way to what it belongs to.

Such an address stands in the bar after a refusal; a language chosen there, or a bookmark, asks for
it without the form.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve


def lead_back(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., object]:
    """Give a bare 405 of a page that was asked for its words; the status stays."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        if request.method != "GET" or not isinstance(answer, HttpResponseNotAllowed):
            return answer
        return _page(request, answer["Allow"])

    return middleware


def _page(request: HttpRequest, allowed: str) -> HttpResponse:
    page = render(request, "405.html", {"above": page_above(request.path)}, status=405)
    page["Allow"] = allowed
    return page


def page_above(path: str) -> str:
    """Find the nearest address above that leads somewhere: /devices/X/ for /devices/X/move/."""
    above = path
    while above != "/":
        above = above.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"
