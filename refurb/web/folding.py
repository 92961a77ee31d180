"""Search that takes écran, Ecran and ECRAN for one word, on both databases: `name__folded=typed`.

PostgreSQL folds what is stored and looks for what was typed, folded by the same table; a trigram
index over the same expression makes that quick. SQLite has no function that folds, and one of ours
would have to be there whenever a row is written by any tool: there each letter that was typed looks
for all its spellings.
"""

from __future__ import annotations

import re
import unicodedata
from string import ascii_uppercase, digits
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

# The letters of Latin-1 and Latin Extended-A: all that western, northern and central Europe writes.
_ACCENTED = [chr(number) for number in range(0xC0, 0x180)]
_TWO_LETTERS = {"Œ": "OE", "œ": "OE", "Æ": "AE", "æ": "AE", "ß": "SS", "Ĳ": "IJ", "ĳ": "IJ"}
_STROKED = {
    "Ø": "O",
    "ø": "O",
    "\N{LATIN SMALL LETTER N PRECEDED BY APOSTROPHE}": "N",
    "Ł": "L",
    "ł": "L",
    "Đ": "D",
    "đ": "D",
    "\N{LATIN SMALL LETTER DOTLESS I}": "I",
    "Ð": "D",
    "ð": "D",
}


def _plain(letter: str) -> str:
    """Give the capital that a letter stands for, without its accents."""
    bare = unicodedata.normalize("NFKD", letter)[0]
    return _STROKED.get(letter) or (bare if bare.isascii() else letter).upper()


ONE_LETTER = {
    letter: _plain(letter)
    for letter in _ACCENTED
    if letter not in _TWO_LETTERS and _plain(letter) != letter
}
_FOLD = str.maketrans(ONE_LETTER | _TWO_LETTERS)
_LIGATURES = {
    two: "".join(one for one, to in _TWO_LETTERS.items() if to == two)
    for two in _TWO_LETTERS.values()
}


_ACCENTABLE = "".join((*ONE_LETTER.values(), *_TWO_LETTERS.values()))
_SPELT_ONE_WAY = re.compile("[" + "".join(set(ascii_uppercase + digits) - set(_ACCENTABLE)) + "]+")


def fold(text: str) -> str:
    """Write a text in capitals without accents."""
    return unicodedata.normalize("NFC", text).translate(_FOLD).upper()


def pattern_of(typed: str) -> str:
    """Write a regular expression that finds what was typed, in all its spellings."""
    folded, parts, at = fold(typed), [], 0
    while at < len(folded):
        two = folded[at : at + 2]
        if two in _LIGATURES:
            parts.append(f"({_spellings(two[0])}{_spellings(two[1])}|[{_LIGATURES[two]}])")
        else:
            parts.append(_spellings(two[0]))
        at += 2 if two in _LIGATURES else 1
    return "".join(parts)


def _spellings(letter: str) -> str:
    accented = "".join(one for one, to in ONE_LETTER.items() if to == letter)
    if letter.lower() == letter:
        return re.escape(letter)
    return f"[{letter}{letter.lower()}{accented}]"


def folded_sql(column: str) -> str:
    """Write PostgreSQL's expression for a column in capitals without accents."""
    letters, plain = "".join(ONE_LETTER), "".join(ONE_LETTER.values())
    sql = f"upper(translate({column}, '{letters}', '{plain}'))"
    for one, two in _TWO_LETTERS.items():
        sql = f"replace({sql}, '{one}', '{two}')"
    return sql


@models.CharField.register_lookup
@models.TextField.register_lookup
class Folded(models.Lookup):
    """Contains, whatever the case and the accents."""

    lookup_name = "folded"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Fold what is stored, and look for what was typed."""
        column, params = self.process_lhs(compiler, connection)
        typed = connection.ops.prep_for_like_query(fold(str(self.rhs)))
        return f"{folded_sql(column)} LIKE %s", (*params, f"%{typed}%")

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_rest: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Look for every spelling of what was typed."""
        column, params = self.process_lhs(compiler, connection)
        plain = max(_SPELT_ONE_WAY.findall(fold(str(self.rhs))), key=len, default="")
        sure = connection.ops.prep_for_like_query(plain)
        # What can't be spelt otherwise SQLite looks for itself; the rest calls Python, row by row.
        return (
            f"({column} LIKE %s ESCAPE '\\' AND {column} REGEXP %s)",
            (*params, f"%{sure}%", *params, pattern_of(str(self.rhs))),
        )
