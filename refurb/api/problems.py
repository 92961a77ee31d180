"""Problem details (RFC 9457): how the API says no."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pydantic
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from refurb.reasons import NotYet, Reason, Refused
from refurb.web.not_yet import AGAIN_SECONDS

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its anchor in the documentation, its title, what it usually means."""

    slug: str
    title: Promise
    detail: Promise


KINDS: dict[int, Kind] = {
    400: Kind("unreadable", _("Unreadable request"), _("The request could not be read.")),
    401: Kind(
        "token",
        _("No valid token"),
        _("Send “Authorization: Bearer …” with a token that is still valid."),
    ),
    403: Kind(
        "not-allowed", _("Not allowed"), _("The role or the scope of the token may not do this.")
    ),
    404: Kind("not-found", _("Not found"), _("It is not there, or it is not yours.")),
    405: Kind("method", _("No such method here"), _("The address knows other methods: see Allow.")),
    409: Kind(
        "refused", _("Refused by a rule"), _("The rules say no now; the reasons name each of them.")
    ),
    413: Kind("too-large", _("Too large"), _("The body is larger than what is taken here.")),
    415: Kind("media-type", _("Unsupported media type"), _("Send application/json in UTF-8.")),
    422: Kind("invalid", _("Invalid request"), _("The errors name each part that is not right.")),
    429: Kind("too-many", _("Too many requests"), _("Wait as long as Retry-After says.")),
    503: Kind("not-yet", _("Not ready yet"), _("Ask again after what Retry-After says.")),
}


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one part of a request; never what was sent."""

    loc: Sequence[str | int]
    code: str
    message: str


class Invalid(Exception):
    """The request says something that can't be; `errors` names each part (422)."""

    def __init__(self, *errors: FieldError) -> None:
        self.errors = errors
        super().__init__(", ".join(error.code for error in errors))


def invalid_field(name: str, code: str, message: str | Promise) -> Invalid:
    """Say that one field of the body is not right."""
    return Invalid(FieldError(("body", name), code, str(message)))


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """Answer with a problem; `more` are members such as errors and reasons."""
    kind = KINDS[status]
    body = {
        "type": f"{settings.PUBLIC_URL}/api/v1/docs#{kind.slug}",
        "title": str(kind.title),
        "status": status,
        "detail": detail or str(kind.detail),
    }
    response = HttpResponse(json.dumps(body | more), status=status, content_type=CONTENT_TYPE)
    if status == 401:  # noqa: PLR2004  RFC 9110 asks for this header with it
        response["WWW-Authenticate"] = 'Bearer realm="refurb"'
    return response


def invalid(errors: Iterable[FieldError]) -> HttpResponse:
    """Answer 422 with each error."""
    return problem(422, errors=[asdict(error) for error in errors])


def refused(reasons: Iterable[Reason]) -> HttpResponse:
    """Answer 409 with each reason, in the reader's language."""
    said = [{"code": reason.code, "message": str(reason)} for reason in reasons]
    return problem(409, reasons=said)


def not_yet(reason: Reason) -> HttpResponse:
    """Answer 503: it is being worked out, and when to ask again."""
    answer = problem(503, str(reason))
    answer["Retry-After"] = str(AGAIN_SECONDS)
    return answer


def handle_problems(api: NinjaAPI) -> None:
    """Teach an API to answer with problems."""
    handlers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        Refused: lambda refusal: refused(refusal.reasons),
        NotYet: lambda early: not_yet(early.reason),
        Invalid: lambda error: invalid(error.errors),
        ValidationError: _validation,
        pydantic.ValidationError: _merged,
        Http404: lambda _error: problem(404),
        PermissionDenied: lambda _error: problem(403),
        AuthenticationError: lambda _error: problem(401),
        HttpError: _http,
        Exception: _unexpected,
    }
    for error, handler in handlers.items():
        api.add_exception_handler(error, _without_request(handler))


def _without_request(
    handler: Callable[[Any], HttpResponse],
) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: handler(error)


def _validation(error: ValidationError) -> HttpResponse:
    return invalid(_field_error(each) for each in error.errors)


def _merged(error: pydantic.ValidationError) -> HttpResponse:
    """Answer for a change that, with what is stored, makes no valid whole."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return invalid(FieldError(("body", *each["loc"]), each["type"], each["msg"]) for each in found)


def _field_error(error: dict[str, Any]) -> FieldError:
    loc = tuple(error["loc"])
    # The name of the operation's parameter says nothing to a client.
    return FieldError(
        loc[:1] + loc[2:] if loc[:1] == ("body",) else loc, error["type"], error["msg"]
    )


def _http(error: HttpError) -> HttpResponse:
    return problem(error.status_code if error.status_code in KINDS else 400)


def _unexpected(error: Exception) -> HttpResponse:
    raise error
