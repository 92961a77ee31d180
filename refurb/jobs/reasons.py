"""Reasons as JSON: a line remembers why, and says it in the language of whoever reads it later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from refurb.reasons import Reason

PLAIN = (str, int, float, bool, type(None))


def pack(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Write reasons down: the code, the English sentence before it is filled in, and the values."""
    with translation.override("en"):
        return [
            {
                "code": reason.code,
                "message": str(reason.message),
                "params": {
                    name: value if isinstance(value, PLAIN) else str(value)
                    for name, value in reason.params.items()
                },
            }
            for reason in reasons
        ]


def unpack(packed: Iterable[dict[str, Any]]) -> tuple[Reason, ...]:
    """Read reasons back, in the language that is active now."""
    return tuple(Reason(each["code"], gettext(each["message"]), each["params"]) for each in packed)


def in_general(reason: Reason) -> str:
    """Say a reason without the names in it, so that a hundred devices share one sentence."""
    values = {
        name: "…" if isinstance(value, str) else value for name, value in reason.params.items()
    }
    return str(Reason(reason.code, reason.message, values))
