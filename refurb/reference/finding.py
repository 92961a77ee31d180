"""The commune that somebody means by what they wrote."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from refurb.reference.territory import commune_exists, communes

REFNIS = re.compile(r"^(\d{5})\b")


def find_commune(text: str) -> str | None:
    """Find the commune that a text names: by its code, else by a name in any language."""
    code = REFNIS.match(text)
    if code:
        return code[1] if commune_exists(code[1]) else None
    return _by_name().get(_folded(text))


@cache
def _by_name() -> dict[str, str]:
    """Map names to codes; as of 2025 no two communes share one."""
    return {
        _folded(name): each.refnis
        for each in communes()
        for name in _names(each.name_fr, each.name_nl, each.name_de)
    }


def _names(french: str, dutch: str, german: str) -> Iterator[str]:
    yield from (name for name in (french, dutch, german) if name)
    yield f"{french} / {dutch}"  # as Brussels' communes are named in English and German


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(kept.casefold().replace("-", " ").split())
