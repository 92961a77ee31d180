"""Read JSON that may be wrapped, cut or malformed in the ways that lshw is known for."""

import json
import math
import re
from dataclasses import dataclass
from itertools import islice

from inventory.hardware.wording import fits

MAX_DEPTH = 100
"""Brackets within brackets; the deepest real lshw tree has about thirty."""

MAX_PIECES = 500_000
"""Brackets, words and colons that lenient reading takes: a real report has some 20,000."""

# Possessive, and with a way out for every cut: a string is scanned once, never again from inside.
_STRING = r'"(?:[^"\\]|\\.|\\\Z)*+"?'
_NO_BRACKETS = re.compile(rf'{_STRING}|[^"\[{{\]}}]++', re.DOTALL)
_PIECES = re.compile(rf"{_STRING}|[\[\]{{}}:,]|[^\s\"\[\]{{}}:,]++", re.DOTALL)

# "[sudo] password for anna:" may stand before it, so a lone "[" does not start a document.
_START = re.compile(r'[\[{]\s*+(?:\{\s*+)?(?:"|[\]}])')

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


@dataclass(frozen=True)
class LooseJson:
    """What was read: the top-level objects in order, and how far the text could be trusted."""

    objects: tuple[dict[str, Json], ...]
    is_list: bool = False
    is_repaired: bool = False
    is_cut: bool = False
    is_too_deep: bool = False


def read_loose_json(text: str) -> LooseJson:
    """Read every object of a document, strictly when it is JSON and leniently when it is not.

    Lenient reading keeps an object that stands inside another without a key (lshw B.02.19) as a
    member of the outer one's "children", and closes whatever a cut file left open.
    """
    start = _START.search(text)
    if start is None:
        return LooseJson(objects=())
    body = text[start.start() :]
    if is_too_deep(body):
        return LooseJson(objects=(), is_too_deep=True)
    try:
        strict, end = _DECODER.raw_decode(body)
    except ValueError:
        return _read_leniently(body)
    if "{" in body[end:]:  # `-class` of lshw B.02.18 writes {…}, {…} without brackets
        return _read_leniently(body)
    members = strict if isinstance(strict, list) else [strict]
    objects = tuple(member for member in members if isinstance(member, dict))
    return LooseJson(objects=objects, is_list=isinstance(strict, list))


def is_too_deep(text: str) -> bool:
    """Say whether brackets are nested beyond MAX_DEPTH, without building anything."""
    depth = 0
    for mark in _NO_BRACKETS.sub("", text):
        depth += 1 if mark in "[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _bounded_int(digits: str) -> int | None:
    return int(digits) if fits(digits) else None


def _bounded_float(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _nothing(_name: str) -> None:
    return None


_DECODER = json.JSONDecoder(
    strict=False, parse_int=_bounded_int, parse_float=_bounded_float, parse_constant=_nothing
)


def _read_leniently(body: str) -> LooseJson:
    builder = _Builder()
    for match in islice(_PIECES.finditer(body), MAX_PIECES):
        builder.take(match[0])
    return LooseJson(
        objects=tuple(builder.objects),
        is_list=True,
        is_repaired=True,
        is_cut=bool(builder.open),
    )


class _Builder:
    """Put pieces together again; a comma carries no meaning, a bracket always does."""

    def __init__(self) -> None:
        self.objects: list[dict[str, Json]] = []
        self.open: list[dict[str, Json] | list[Json]] = []
        self.key: str | None = None
        self.word: str | None = None

    def take(self, piece: str) -> None:
        if piece == ":":
            self.key, self.word = self.word, None
        elif piece in "{[":
            self._open({} if piece == "{" else [])
        elif piece in "}]":
            self._close(dict if piece == "}" else list)
        elif piece != ",":
            self._value(piece)

    def _open(self, fresh: dict[str, Json] | list[Json]) -> None:
        self._attach(fresh)
        self.open.append(fresh)
        self.key = self.word = None

    def _attach(self, fresh: dict[str, Json] | list[Json]) -> None:
        parent = self.open[-1] if self.open else None
        if parent is None or (isinstance(parent, list) and len(self.open) == 1):
            # A list at the top is only a wrapper: its objects are the document's.
            if isinstance(fresh, dict):
                self.objects.append(fresh)
        elif isinstance(parent, list):
            parent.append(fresh)
        elif self.key is not None:
            parent[self.key] = fresh
        elif isinstance(fresh, dict):
            siblings = parent.setdefault("children", [])
            if isinstance(siblings, list):
                siblings.append(fresh)

    def _close(self, kind: type) -> None:
        # Up to the nearest of its kind: B.02.19 closes its root by the "]" of the wrapper alone.
        if any(isinstance(one, kind) for one in self.open):
            while not isinstance(self.open.pop(), kind):
                pass
        self.key = self.word = None

    def _value(self, piece: str) -> None:
        value = _scalar(piece)
        parent = self.open[-1] if self.open else None
        if isinstance(parent, list):
            parent.append(value)
        elif parent is not None and self.key is not None:
            parent[self.key] = value
            self.key = None
        else:
            self.word = value if isinstance(value, str) else None


def _scalar(piece: str) -> Json:
    if piece.startswith('"') and "\\" not in piece:
        return piece.strip('"')
    try:
        value: Json = _DECODER.decode(piece)
    except ValueError:
        return piece.strip('"')
    return value
