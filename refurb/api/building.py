"""Build the API from the routers of the apps, and describe it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from ninja import NinjaAPI, Router
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from refurb.accounts.access import public
from refurb.api import me
from refurb.api.bodies import ParsedBefore
from refurb.api.doors import Token
from refurb.api.problems import CONTENT_TYPE, KINDS, handle_problems
from refurb.api.reading_matter import chapters_of

TITLE = "Refurb"
DESCRIPTION = """\
From a donated computer to a household's table, with a signed receipt: the same rules, acts and
audit trail as the pages.

Send `Authorization: Bearer <token>`; `manage.py create_token` makes one. Text in answers is in the
language of `Accept-Language` (fr, nl, de, en). A POST may carry an `Idempotency-Key`: the same
request with the same key gets its first answer again for 48 hours. Device codes are read in either
case, with or without dashes. Times are RFC 3339, sizes bytes, languages BCP 47, communes REFNIS.
"""
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details, RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "With 422: each part that is not right.",
            "items": {
                "type": "object",
                "required": ["loc", "code", "message"],
                "properties": {
                    "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
        "reasons": {
            "type": "array",
            "description": "With 409: every condition that is not met.",
            "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
OF_EVERY_OPERATION = (404, 405, 422)
OF_SIGNED_IN = (401, 403, 429)
OF_POSTS = (409,)
OF_BODIES = (413, 415)
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same request with the same key gets its first answer again for 48 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"},
}


class Docs(DocsBase):
    """A page of our own: no script, our own look, and readable with a screen reader."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Render the OpenAPI document for people."""
        schema = api.get_openapi_schema(path_params=kwargs)
        problems = [(status, kind) for status, kind in KINDS.items()]
        context = {"chapters": chapters_of(schema), "problems": problems, "schema": schema}
        context["openapi_url"] = self.get_openapi_url(api, kwargs)
        return render(request, "refurb/api.html", context)


class Api(NinjaAPI):
    """Ninja's API, with the problems of every operation in its description."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Describe the operations, and what all of them have in common; in English, made once."""
        return self._description

    @cached_property
    def _description(self) -> OpenAPISchema:
        with translation.override("en"):
            return self._describe()

    def _describe(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        for status, kind in KINDS.items():
            schema["components"].setdefault("responses", {})[kind.slug] = {
                "description": f"{status}: {kind.title}. {kind.detail}",
                "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete(operation, method)
        return schema


def _complete(operation: dict[str, Any], method: str) -> None:
    statuses = [*OF_EVERY_OPERATION]
    if operation.get("security"):
        statuses += OF_SIGNED_IN
    if method != "get":
        statuses += OF_POSTS
    if "requestBody" in operation:
        statuses += OF_BODIES
    for status in sorted(statuses):
        reference = {"$ref": f"#/components/responses/{KINDS[status].slug}"}
        operation["responses"].setdefault(status, reference)
    if method == "post":
        operation["parameters"] = [*operation["parameters"], IDEMPOTENCY_KEY]


def build_api(routers: Iterable[Router]) -> Api:
    """Build the API of these routers."""
    api = Api(
        title=TITLE,
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        auth=Token(),
        docs=Docs(),
        docs_decorator=public(reason="describes the API; holds no data"),
        parser=ParsedBefore(),
    )
    handle_problems(api)
    for router in (me.router, *routers):
        api.add_router("", router)
    return api
