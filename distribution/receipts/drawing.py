"""Draw a receipt as a PDF: A4, on one page when it fits."""

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from distribution.receipt_texts import PREVAILING, RECEIPT_TEXT_VERSION, RECEIPT_TEXTS
from distribution.receipts.blocks import Receipt
from distribution.receipts.content import ReceiptContent
from refurb.documents.fitting import printable, shorten
from refurb.documents.fonts import TEXT, register_fonts
from refurb.documents.page import Placed, flow, new_canvas
from refurb.documents.typesetting import ACCENT, BAR, LINE, MUTED

MARGIN: Final = 17 * mm
WIDTH: Final = A4[0] - 2 * MARGIN

# The largest text that stays on one page wins; when none does, the pages are set at scale 1.
# Below nine tenths, text of 9 points is too small to sign.
SCALES: Final = (1.12, 1.0, 0.95, 0.9)

_SPAN: Final = (A4[1] - 12 * mm, 15 * mm)
_SMALL: Final = 6.5


def draw_receipt(content: ReceiptContent) -> bytes:
    """Draw a receipt in its own language; the text that binds stands beside any other.

    Equal contents give equal bytes, so a digest proves a copy. About 15 ms: draw it in the
    transaction that takes its number.
    """
    pdf = BytesIO()
    texts = RECEIPT_TEXTS[content.language]
    number = texts.number.format(number=content.number)
    title = f"{texts.title_by_mode[content.mode.code]} {number}"
    author = printable(content.giver.legal_name)
    canvas = new_canvas(pdf, A4, title=title, author=author, language=content.language)
    pages = _fit(content)
    for page, placed in enumerate(pages, start=1):
        _draw_frame(canvas, content, page, len(pages))
        for block in placed:
            block.draw(canvas)
        canvas.showPage()
    canvas.save()
    return pdf.getvalue()


def _fit(content: ReceiptContent) -> list[list[Placed]]:
    register_fonts()
    # Two languages never fit at the largest scale: it is not worth a try.
    scales = SCALES if content.language in PREVAILING else SCALES[1:]
    for scale in (*scales, 1.0):
        blocks = Receipt.of(content, scale, WIDTH).blocks()
        pages = flow(blocks, left=MARGIN, width=WIDTH, spans=[_SPAN])
        if len(pages) == 1:
            break
    return pages


def _draw_frame(canvas: Canvas, content: ReceiptContent, page: int, pages: int) -> None:
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
    footer = RECEIPT_TEXTS[content.language].footer.format(
        number=content.number, version=RECEIPT_TEXT_VERSION, page=page, pages=pages
    )
    footer = shorten(printable(footer), TEXT, _SMALL, WIDTH / 2)
    left = WIDTH - stringWidth(footer, TEXT, _SMALL) - 5 * mm
    address = shorten(printable(content.verification_url), TEXT, _SMALL, left)
    canvas.drawString(MARGIN, 9.5 * mm, footer)
    canvas.drawRightString(width - MARGIN, 9.5 * mm, address)
