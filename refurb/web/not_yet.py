"""Answer who asks for what is still worked out: a page that opens by itself when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from refurb.reasons import NotYet

AGAIN_SECONDS = 5


def ask_again(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Answer NotYet with 503 and a page that asks again after a few seconds, without a script."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotYet):
            return None
        answer = render(request, "503.html", {"reason": exception.reason}, status=503)
        answer["Retry-After"] = str(AGAIN_SECONDS)
        if request.method == "GET":
            answer["Refresh"] = str(AGAIN_SECONDS)
        return answer

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
