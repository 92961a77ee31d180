"""Draw an information notice as a PDF: A4, on one page when it fits."""

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from distribution.information.content import InformationNotice
from refurb.documents.fitting import printable
from refurb.documents.fonts import BOLD, TEXT
from refurb.documents.page import Placed, flow, new_canvas
from refurb.documents.typesetting import ACCENT, BAR, BRAND, LINE, MUTED, Look, Setter

MARGIN: Final = 18 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
SCALES: Final = (1.1, 1.0, 0.94)  # below that it is hard to read: then it takes two pages
_SPAN: Final = (A4[1] - 13 * mm, 16 * mm)
_SMALL: Final = 7.5


def draw_notice(notice: InformationNotice) -> bytes:
    """Draw a notice; equal contents give equal bytes."""
    pages = _fit(notice)
    pdf = BytesIO()
    title, author = printable(notice.texts.title), printable(notice.service)
    canvas = new_canvas(pdf, A4, title=title, author=author, language=notice.language)
    for page, placed in enumerate(pages, start=1):
        _draw_frame(canvas, notice, page, len(pages))
        for block in placed:
            block.draw(canvas)
        canvas.showPage()
    canvas.save()
    return pdf.getvalue()


def count_notice_pages(notice: InformationNotice) -> int:
    """Say how many pages a notice takes, set as small as it may be."""
    return len(_fit(notice))


def _fit(notice: InformationNotice) -> list[list[Placed]]:
    for scale in (*SCALES, 1.0):
        pages = flow(_blocks(notice, scale), left=MARGIN, width=WIDTH, spans=[_SPAN])
        if len(pages) == 1:
            break
    return pages


def _blocks(notice: InformationNotice, scale: float) -> list[Flowable]:
    setter = Setter(scale, notice.texts.direction)
    blocks: list[Flowable] = [
        setter.text(notice.service, Look(11, BOLD, BRAND)),
        *(setter.text(line, Look(9, color=MUTED)) for line in notice.contact),
        Spacer(0, 5 * mm * scale),
        setter.text(notice.texts.title, Look(17, BOLD, after=6)),
        setter.text(notice.lead, Look(10.5)),
    ]
    for section in notice.sections():
        blocks += [
            Spacer(0, 4 * mm * scale),
            setter.text(section.heading, Look(11.5, BOLD, BRAND, after=2)),
            *(setter.text(line, Look(10, after=1.5), bullet="•") for line in section.lines),
        ]
    return blocks


def _draw_frame(canvas: Canvas, notice: InformationNotice, page: int, pages: int) -> None:
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
    footer = notice.texts.footer.format(version=notice.text_version, page=page, pages=pages)
    canvas.drawString(MARGIN, 9.5 * mm, printable(footer))
