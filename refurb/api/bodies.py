"""What may come in as a body, and as JSON: strict, so that nothing odd reaches the rules."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja.operation import Operation
from ninja.parser import Parser

from refurb.api.problems import FieldError, invalid, problem

MULTIPART = "multipart/form-data"


class ParsedBefore(Parser):
    """Give ninja the JSON that `why_not_read` has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the parsed body."""
        return request.parsed  # type: ignore[attr-defined]


def takes_json(operation: Operation) -> bool:
    """Say whether an operation declares a body; others read it raw or not at all."""
    return any(model.__ninja_param_source__ == "body" for model in operation.models)


def why_not_read(request: HttpRequest, operation: Operation) -> HttpResponse | None:
    """Read the body; None when it can be passed on, else the problem."""
    try:
        raw = request.body
    except RequestDataTooBig:
        return problem(413)
    except UnreadablePostError:
        return problem(400)
    if not raw:
        return None
    if takes_json(operation):
        return _why_no_json(request, raw)
    if (request.content_type or "").startswith("multipart/"):
        return _why_no_files(request, operation)
    return None


def takes_files(operation: Operation) -> bool:
    """Say whether an operation describes that it also takes files of a form."""
    described = (operation.openapi_extra or {}).get("requestBody", {})
    return MULTIPART in described.get("content", {})


def _why_no_files(request: HttpRequest, operation: Operation) -> HttpResponse | None:
    if not takes_files(operation) or request.content_type != MULTIPART:
        return problem(415, _("Send the report itself as the body, not as part of a form."))
    try:
        request.FILES  # noqa: B018  parsed when it is asked for
    except (MultiPartParserError, SuspiciousOperation):
        return problem(400)
    return None


def _why_no_json(request: HttpRequest, raw: bytes) -> HttpResponse | None:
    if request.content_type != "application/json":
        return problem(415)
    try:
        request.parsed = parse_json(raw)  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        message = _("The body is not JSON in UTF-8.")
        return invalid([FieldError(("body",), "json_invalid", message)])
    return None


def parse_json(raw: bytes) -> Any:
    """Parse JSON as RFC 8259 knows it: UTF-8, no NaN, no Infinity.

    Raises ValueError, and RecursionError for what is nested absurdly deep.
    """
    return json.loads(raw.decode("utf-8"), parse_constant=_no_such_number)


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(name)
