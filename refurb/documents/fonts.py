"""The typefaces of every PDF, embedded as subsets of TrueType files.

DejaVu, from the npm package dejavu-fonts-ttf: one file per weight holds Latin, Cyrillic and
Arabic, so that a name in any of them needs no second font, and static data needs no upkeep.
Condensed, because German and two languages side by side must fit a page.
"""

from functools import cache
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

TEXT: Final = "DejaVuSansCondensed"
BOLD: Final = "DejaVuSansCondensed-Bold"
CODE: Final = "DejaVuSansMono-Bold"

# Cap height and descent of all three files, in parts of the font size (their OS/2 table).
CAP_HEIGHT: Final = 0.729
DESCENT: Final = 0.236


@cache
def register_fonts() -> None:
    """Make the typefaces known to reportlab, once per process (about 60 ms).

    Raises ImproperlyConfigured when the npm packages are not installed.
    """
    folder = settings.NPM_ROOT / "dejavu-fonts-ttf" / "ttf"
    for name in (TEXT, BOLD, CODE):
        try:
            pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
        except TTFError as missing:
            raise ImproperlyConfigured(
                f"The fonts of PDFs are not in {folder}. Run: make setup"
            ) from missing
    pdfmetrics.registerFontFamily(TEXT, normal=TEXT, bold=BOLD, italic=TEXT, boldItalic=BOLD)
