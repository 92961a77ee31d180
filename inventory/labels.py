"""Labels for devices: QR code, code, model and owner, on sheets and rolls, as a PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import batched
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from inventory.codes import show_code
from inventory.label_formats import FORMATS, LabelFormat
from refurb.documents.fitting import printable, shorten, wrap
from refurb.documents.fonts import BOLD, CAP_HEIGHT, CODE, TEXT
from refurb.documents.page import new_canvas
from refurb.documents.qr import draw_qr

FURTHEST_SHIFT_MM = 10


@dataclass(frozen=True, slots=True)
class LabelContent:
    """What one label says; contact is a telephone number, else the address's host is shown.

    Never personal data: a label is read by whoever picks the machine up.
    """

    code: str
    url: str
    model: str
    owner: str
    contact: str = ""


class UnknownLabelFormat(ValueError):
    """Say that no label format has this code."""

    def __init__(self, format_code: str) -> None:
        super().__init__(_("No label format is called “%(code)s”.") % {"code": format_code})


class LabelStartOutOfRange(ValueError):
    """Say which places the first page has."""

    def __init__(self, start: int, last: int) -> None:
        message = _("The first label to print on is from 1 to %(last)d on this sheet.")
        super().__init__(message % {"last": last})
        self.start = start
        self.last = last


class NothingToLabel(ValueError):
    """Say that no device was chosen: a PDF without a page cannot be opened."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one device to print a label for."))


@dataclass(frozen=True, slots=True)
class Printing:
    """How labels are put on the paper.

    `start` is the first place to print on, from 1, row by row; `shift` moves everything right and
    down by so many mm, for a printer that doesn't feed straight.
    """

    format_code: str
    start: int = 1
    copies: int = 1
    shift: tuple[float, float] = (0, 0)


def draw_labels(
    contents: Sequence[LabelContent],
    printing: Printing,
    told: Callable[[int], None] | None = None,
) -> bytes:
    """Draw labels as a PDF, the copies of each beside each other.

    About 1 ms a label: more than a thousand belong in a task, which is `told` some twenty times
    of how many labels are drawn.
    Raises NothingToLabel, UnknownLabelFormat and LabelStartOutOfRange.
    """
    if not contents:
        raise NothingToLabel
    layout = _layout(printing)
    if not 1 <= printing.start <= layout.per_page:
        raise LabelStartOutOfRange(printing.start, layout.per_page)
    each = [content for content in contents for _copy in range(printing.copies)]
    places: list[LabelContent | None] = [*[None] * (printing.start - 1), *each]
    pdf = BytesIO()
    canvas = _canvas(pdf, layout, _("Device labels"))
    pages = -(-len(places) // layout.per_page)
    for number, page in enumerate(batched(places, layout.per_page), start=1):
        _shift(canvas, printing)
        for place, content in enumerate(page):
            if content is not None:
                _draw_label(canvas, content, layout, layout.origin(place))
        canvas.showPage()
        if told and number % (pages // 20 + 1) == 0:
            told(min(number * layout.per_page // printing.copies, len(contents)))
    canvas.save()
    return pdf.getvalue()


def draw_test_page(printing: Printing) -> bytes:
    """Draw the outline of each label with its measures, to hold against the labels.

    Raises UnknownLabelFormat.
    """
    layout = _layout(printing)
    pdf = BytesIO()
    canvas = _canvas(pdf, layout, _("Test page for labels"))
    _shift(canvas, printing)
    canvas.setLineWidth(0.3)
    for place in range(layout.per_page):
        x, y = layout.origin(place)
        canvas.rect(x, y, layout.label[0] * mm, layout.label[1] * mm)
        _write_measures(canvas, layout, place)
    canvas.showPage()
    canvas.save()
    return pdf.getvalue()


def _write_measures(canvas: Canvas, layout: LabelFormat, place: int) -> None:
    width, height = layout.label
    size = min(9, height / 2)
    lines = [f"{place + 1}", f"{width:g} × {height:g} mm"]  # noqa: RUF001  the sign for times
    if place == 0 and layout.is_sheet:
        lines[0] = f"1: ← {layout.corner[0]:g} ↑ {layout.corner[1]:g} mm"
    x, y = layout.origin(place)
    canvas.setFont(TEXT, size)
    for number, line in enumerate(lines, start=1):
        below = y + height * mm - size * (0.2 + 1.15 * number)
        canvas.drawString(x + 3, below, shorten(line, TEXT, size, width * mm - 6))


def _layout(printing: Printing) -> LabelFormat:
    if printing.format_code not in FORMATS:
        raise UnknownLabelFormat(printing.format_code)
    return FORMATS[printing.format_code]


def _canvas(pdf: BytesIO, layout: LabelFormat, title: str) -> Canvas:
    return new_canvas(pdf, (layout.page[0] * mm, layout.page[1] * mm), title=title)


def _shift(canvas: Canvas, printing: Printing) -> None:
    if any(printing.shift):
        canvas.translate(printing.shift[0] * mm, -printing.shift[1] * mm)


def _draw_label(
    canvas: Canvas, content: LabelContent, layout: LabelFormat, corner: tuple[float, float]
) -> None:
    side, height = layout.qr * mm, layout.label[1] * mm
    left = corner[0] + layout.margin[0] * mm
    # In capitals the address takes the QR code's alphanumeric mode; parse_code reads either.
    draw_qr(canvas, content.url.upper(), left, corner[1] + (height - side) / 2, side)
    left += side + 0.5 * mm
    width = corner[0] + (layout.label[0] - layout.margin[1]) * mm - left
    lines = _lines(content, layout, width)
    block = sum(leading for _text, _font, _size, leading in lines)
    y = corner[1] + (height + block) / 2
    for text, font, size, leading in lines:
        # A line's capitals stand in the middle of its leading.
        canvas.setFont(font, size)
        canvas.drawString(left, y - (leading + CAP_HEIGHT * size) / 2, text)
        y -= leading


def _lines(
    content: LabelContent, layout: LabelFormat, width: float
) -> list[tuple[str, str, float, float]]:
    """Set a label's text as (text, font, size, leading), none wider than width."""
    shown = show_code(content.code)
    code = [shown] if layout.code_lines == 1 else [shown[:5], shown[5:]]
    # Every glyph of the monospaced face is 0.602 of its size wide.
    large = min(layout.code_points, width / (0.602 * max(map(len, code))))
    small = layout.text_points
    model = _names(content.model, BOLD, layout, width)
    owner = _names(content.owner, TEXT, layout, width)
    contact = printable(content.contact) or (urlsplit(content.url).hostname or "")
    # Half an address helps nobody: it is set smaller before it is cut.
    tiny = min(small, max(4.5, small * width / max(1, stringWidth(contact, TEXT, small))))
    return [
        *((line, CODE, large, large * 1.15) for line in code),
        *((line, BOLD, small, small * 1.25) for line in model),
        *((line, TEXT, small, small * 1.25) for line in owner),
        (shorten(contact, TEXT, tiny, width), TEXT, tiny, small * 1.25),
    ]


def _names(name: str, font: str, layout: LabelFormat, width: float) -> list[str]:
    if not layout.name_lines:
        return []
    return wrap(printable(name), font, layout.text_points, width, lines=layout.name_lines)
