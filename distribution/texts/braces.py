"""What an edited text must keep: words, and in braces exactly what is filled in there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from refurb.reasons import Reason

LONGEST: Final = 2000
_MARK: Final = re.compile(r"\{(\w+)\}")


def marks(text: str) -> list[str]:
    """List what is filled in, in the order of its first place: {giver} is giver."""
    return list(dict.fromkeys(_MARK.findall(text)))


def tidy(text: str) -> str:
    """Take away what only the typing left: spaces at the ends of lines, and empty lines."""
    lines = (re.sub(r"[ \t]+", " ", line).strip(" ") for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Join the lines of a text that is no list: the paper breaks its own."""
    return " ".join(tidy(text).split("\n"))


def faults(text: str, usual: str) -> tuple[Reason, ...]:
    """Name everything for which a text can't stand where the usual one stood."""
    return tuple(_faults(text, usual))


def _faults(text: str, usual: str) -> Iterator[Reason]:
    if not text.strip():
        yield Reason("text_empty", _("A text can't be left empty: the paper would miss it."))
        return
    if len(text) > LONGEST:
        yield Reason("text_long", _("At most %(most)s characters."), {"most": LONGEST})
    known, found = marks(usual), marks(text)
    for name in found:
        if name not in known:
            message = _("Nothing is filled in for {%(name)s} here.")
            yield Reason("mark_unknown", message, {"name": name})
    for name in known:
        if name not in found:
            message = _("{%(name)s} is missing: write it where it is to be filled in.")
            yield Reason("mark_missing", message, {"name": name})
    if set("{}") & set(_MARK.sub("", text)):
        message = _("A brace stands alone. Braces only hold the name of what is filled in.")
        yield Reason("brace_alone", message)
