"""Paragraphs, columns and blocks in the product's colours, for documents that people keep."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from refurb.documents.fitting import printable
from refurb.documents.fonts import TEXT, register_fonts
from refurb.documents.qr import draw_qr
from refurb.documents.signature import Stroke, draw_signature

INK: Final = HexColor("#1d2426")
MUTED: Final = HexColor("#4c5558")
BRAND: Final = HexColor("#0b5c52")
BAR: Final = HexColor("#0b3d37")
ACCENT: Final = HexColor("#f2b84b")
PAPER: Final = HexColor("#f6f5f1")
LINE: Final = HexColor("#d5d2c8")

# A command of reportlab's TableStyle: name, from (column, row), to (column, row), values.
type Rule = (
    tuple[str, tuple[int, int], tuple[int, int], *tuple[object, ...]]
    | tuple[Literal["ROUNDEDCORNERS"], list[float]]
)

# No line begins with these signs or with the unit of hours, nor ends with an opening sign.
_TIED = re.compile(r" (?=[:;?!%€»])|(?<=\d) (?=[hu]\b)|(?<=[€«]) ")


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks; size in points, after is the space below it in points."""

    size: float
    font: str = TEXT
    color: Color = INK
    after: float = 0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Setter:
    """Set text at a scale (1 is the size designed for) and in a direction of writing."""

    scale: float = 1
    direction: Literal["ltr", "rtl"] = "ltr"

    def text(self, words: str, look: Look, *, bullet: str = "") -> Paragraph:
        """Set one paragraph; nothing in words is read as markup."""
        register_fonts()
        size = look.size * self.scale
        rtl = self.direction == "rtl"
        style = ParagraphStyle(
            name="text",
            fontName=look.font,
            bulletFontName=look.font,
            fontSize=size,
            bulletFontSize=size,
            leading=size * 1.3,
            textColor=look.color,
            bulletColor=BRAND,
            spaceAfter=look.after * self.scale,
            leftIndent=1.2 * size if bullet else 0,
            alignment=TA_CENTER if look.centred else TA_RIGHT if rtl else TA_LEFT,
            wordWrap="RTL" if rtl else None,
        )
        tied = _TIED.sub("\u00a0", printable(words))
        return Paragraph(escape(tied), style, bulletText=bullet or None)


def columns(
    rows: Sequence[Sequence[Sequence[Flowable]]],
    widths: Sequence[float],
    *rules: Rule,
    padding: tuple[float, float] = (0, 0),
) -> Table:
    """Stand cells of blocks side by side; padding is (sides, above and below) in points.

    The outer edges have no side padding unless a rule of reportlab's TableStyle gives it.
    """
    sides, ends = padding
    cells = [[list(cell) for cell in row] for row in rows]
    # A row taller than a page is split inside its cells, or it would run off the paper.
    table = Table(cells, colWidths=list(widths), splitInRow=1)
    base: list[Rule] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), sides),
        ("RIGHTPADDING", (0, 0), (-1, -1), sides),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), ends),
        ("BOTTOMPADDING", (0, 0), (-1, -1), ends),
    ]
    table.setStyle(TableStyle([*base, *rules]))
    return table


class QrBlock(Flowable):
    """A QR code in a square of this side, that also opens its address when clicked."""

    def __init__(self, url: str, side: float) -> None:
        super().__init__()
        self.url = url
        self.width = self.height = side

    def draw(self) -> None:
        """Draw it at the place that the flow found."""
        draw_qr(self.canv, self.url, 0, 0, self.width)
        self.canv.linkURL(self.url, (0, 0, self.width, self.height), relative=1)


class SignatureBlock(Flowable):
    """A place to sign, with what was drawn on a screen in it, and a line below."""

    def __init__(self, width: float, height: float, strokes: Sequence[Stroke] = ()) -> None:
        super().__init__()
        self.width = width
        self.height = height
        self.strokes = strokes

    def draw(self) -> None:
        """Draw it at the place that the flow found."""
        draw_signature(self.canv, self.strokes, (2, 3, self.width - 4, self.height - 4))
        self.canv.setStrokeColor(MUTED)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 1, self.width, 1)
