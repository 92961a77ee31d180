"""The frame around the pages of a numbered paper."""

from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from refurb.documents.fitting import printable, shorten
from refurb.documents.fonts import TEXT
from refurb.documents.typesetting import ACCENT, BAR, LINE, MUTED

MARGIN: Final = 17 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
SPAN: Final = (A4[1] - 12 * mm, 15 * mm)  # top and bottom of what fills a page
_SMALL: Final = 6.5


def draw_frame(canvas: Canvas, footer: str, address: str) -> None:
    """Draw the bar at the head of an A4 page, and at its foot what it is and where to verify it."""
    width, height = A4
    canvas.setFillColor(BAR)
    canvas.rect(0, height - 5 * mm, width, 5 * mm, stroke=0, fill=1)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, height - 5.8 * mm, width, 0.8 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, 13.5 * mm, width - MARGIN, 13.5 * mm)
    canvas.setFillColor(MUTED)
    canvas.setFont(TEXT, _SMALL)
    footer = shorten(printable(footer), TEXT, _SMALL, WIDTH / 2)
    left = WIDTH - stringWidth(footer, TEXT, _SMALL) - 5 * mm
    canvas.drawString(MARGIN, 9.5 * mm, footer)
    shown = shorten(printable(address), TEXT, _SMALL, left)
    canvas.drawRightString(width - MARGIN, 9.5 * mm, shown)
