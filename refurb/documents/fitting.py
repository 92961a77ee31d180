"""Make text fit a width: measured, never guessed by counting characters."""

import re
import unicodedata

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

ELLIPSIS = "…"

# Not str.split(): it would also lose the spaces that do not break.
_BREAKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")

# Control characters, halves of surrogate pairs and unassigned characters have no shape.
_SHAPELESS = frozenset({"Cc", "Cs", "Cn", "Co"})


def printable(text: str) -> str:
    """Put text on one line without characters that no font can draw."""
    line = _BREAKS.sub(" ", text).strip()
    return "".join(sign for sign in line if unicodedata.category(sign) not in _SHAPELESS)


def shorten(text: str, font: str, size: float, width: float) -> str:
    """Cut text to a width in points, ending in an ellipsis when something is lost."""
    if stringWidth(text, font, size) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if stringWidth(text[:middle].rstrip() + ELLIPSIS, font, size) <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + ELLIPSIS


def wrap(text: str, font: str, size: float, width: float, *, lines: int) -> list[str]:
    """Break text at its spaces into at most so many lines, the last one shortened."""
    broken = simpleSplit(text, font, size, width)
    if len(broken) > lines:
        broken[lines - 1 :] = [" ".join(broken[lines - 1 :])]
    return [shorten(line, font, size, width) for line in broken]
