"""Acts that take one press of a button and no form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from refurb.reasons import Refused


def tell[T](request: HttpRequest, act: Callable[[], T], done: Any) -> T | None:
    """Act, and say that it is done, or why it was refused; gives what the act returned."""
    try:
        result = act()
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return None
    messages.success(request, done)
    return result
