"""The words of a paper one by one, each under a key, and a paper's words made from them. Pure.

A list of sentences is one text with a sentence a line, as people edit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from distribution.handovers.receipt_texts import ReceiptTexts
from distribution.notice_texts import NoticeTexts

type Texts = ReceiptTexts | NoticeTexts
type Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """One text of a paper: its key, such as terms_by_mode-gift, and whether it is a list."""

    key: str
    text: str
    is_list: bool


def spread(texts: Texts) -> list[Word]:
    """List every text of a paper in its order."""
    return list(_spread(texts, ""))


def _spread(value: Any, key: str) -> Iterator[Word]:
    match value:
        case str():
            yield Word(key, value, is_list=False)
        case tuple() if _is_lines(value):
            yield Word(key, "\n".join(value), is_list=True)
        case _:
            for name, part in _parts_of(value):
                yield from _spread(part, f"{key}-{name}" if key else name)


def worded(texts: Texts, words: Mapping[str, str]) -> Texts:
    """Give a paper's words with others in the place of those that `words` names.

    What a newer release knows and `words` does not stays as the release has it.
    """
    return cast("Texts", _worded(texts, "", words))


def _worded(value: Any, key: str, words: Mapping[str, str]) -> Any:
    match value:
        case str():
            return words.get(key, value)
        case tuple() if _is_lines(value):
            return tuple(words[key].split("\n")) if key in words else value
        case _:
            anew = {
                name: _worded(part, f"{key}-{name}" if key else name, words)
                for name, part in _parts_of(value)
            }
            return _like(value, anew)


def _is_lines(value: tuple[Any, ...]) -> bool:
    return all(isinstance(each, str) for each in value)


def _parts_of(value: Any) -> list[tuple[str, Any]]:
    match value:
        case tuple():
            return [(str(at), each) for at, each in enumerate(value)]
        case Mapping():
            return list(value.items())
        case _:
            return [(field.name, getattr(value, field.name)) for field in fields(value)]


def _like(value: Any, parts: dict[str, Any]) -> Any:
    match value:
        case tuple():
            return tuple(parts.values())
        case Mapping():
            return parts
        case _:
            return replace(value, **parts)
