"""Answer with a page, or with the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

UNPROCESSABLE = 422


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Render a page; its named partial when htmx asks and the page has that part.

    Without a status, a context whose `form` was filled in wrongly answers 422, everything else 200.
    """
    context = context or {}
    wants_part = part is not None and bool(getattr(request, "htmx", False))
    name = f"{template}#{part}" if wants_part else template
    response = render(request, name, context, status=status or _status(context))
    if part is not None:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _status(context: dict[str, Any]) -> int:
    form = context.get("form")
    return UNPROCESSABLE if form is not None and form.is_bound and not form.is_valid() else 200
