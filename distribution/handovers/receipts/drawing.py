"""Draw a receipt as a PDF: A4, on one page when it fits."""

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4

from distribution.handovers.receipt_texts import PREVAILING
from distribution.handovers.receipts.blocks import Receipt
from distribution.handovers.receipts.content import ReceiptContent
from refurb.documents.fitting import printable
from refurb.documents.frame import MARGIN, SPAN, WIDTH, draw_frame
from refurb.documents.page import Placed, flow, new_canvas

# The largest text that stays on one page wins; when none does, the pages are set at scale 1.
# Below nine tenths, text of 9 points is too small to sign.
SCALES: Final = (1.12, 1.0, 0.95, 0.9)


def draw_receipt(content: ReceiptContent) -> bytes:
    """Draw a receipt in its own language; the text that binds stands beside any other.

    Equal contents give equal bytes, so a digest proves a copy. About 15 ms: draw it in the
    transaction that takes its number.
    """
    pdf = BytesIO()
    texts = content.texts[content.language]
    number = texts.number.format(number=content.number)
    title = f"{texts.title_by_mode[content.mode.code]} {number}"
    author = printable(content.giver.legal_name)
    canvas = new_canvas(pdf, A4, title=title, author=author, language=content.language)
    pages = _fit(content)
    for page, placed in enumerate(pages, start=1):
        footer = texts.footer.format(
            number=content.number, version=content.text_version, page=page, pages=len(pages)
        )
        draw_frame(canvas, footer, content.verification_url)
        for block in placed:
            block.draw(canvas)
        canvas.showPage()
    canvas.save()
    return pdf.getvalue()


def count_receipt_pages(content: ReceiptContent) -> int:
    """Say how many pages a receipt takes, set as small as it may be."""
    return len(_fit(content))


def _fit(content: ReceiptContent) -> list[list[Placed]]:
    # Two languages never fit at the largest scale: it is not worth a try.
    scales = SCALES if content.language in PREVAILING else SCALES[1:]
    for scale in (*scales, 1.0):
        blocks = Receipt.of(content, scale, WIDTH).blocks()
        pages = flow(blocks, left=MARGIN, width=WIDTH, spans=[SPAN])
        if len(pages) == 1:
            break
    return pages
