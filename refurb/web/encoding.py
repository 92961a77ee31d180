"""Accept text in UTF-8 only.

Another encoding can hold what no database stores: UTF-7 writes half a surrogate pair. Browsers send
forms in the encoding of the page, which is UTF-8.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})


def utf8_only(get_response: Handler) -> Handler:
    """Answer 400 to a body that says it is in another encoding."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"' ").casefold() not in UTF8:
            raise BadRequest("The body is not in UTF-8.")
        return get_response(request)

    return middleware
