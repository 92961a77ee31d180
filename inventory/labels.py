"""Labels for devices: QR code, code, model and owner, on sheets and rolls, as a PDF.

Sizes are those of LibreOffice's labels.xml and of glabels' templates, which agree to 0.4 mm;
the roll's printable width is brother_ql's. Print one sheet on plain paper and hold it against
the labels before trusting a format on a new printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import batched
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from inventory.codes import show_code
from refurb.documents.fitting import printable, shorten, wrap
from refurb.documents.fonts import BOLD, CAP_HEIGHT, CODE, TEXT
from refurb.documents.page import new_canvas
from refurb.documents.qr import draw_qr


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """Where the labels of one product are on its page, and how a label is set; in mm.

    margin is what stays white inside a label; qr is the code's side, its own white border
    included; code_lines is 2 where the code is larger on two lines than on one.
    """

    code: str
    name: str | Promise
    page: tuple[float, float]
    label: tuple[float, float]
    grid: tuple[int, int]
    corner: tuple[float, float]
    pitch: tuple[float, float]
    margin: tuple[float, float]
    qr: float
    code_lines: int
    text_points: float

    @property
    def per_page(self) -> int:
        """Count the labels on one page."""
        return self.grid[0] * self.grid[1]

    def origin(self, place: int) -> tuple[float, float]:
        """Find the lower left corner, in points, of a place on the page, from 0, row by row."""
        row, column = divmod(place, self.grid[0])
        x = self.corner[0] + column * self.pitch[0]
        y = self.page[1] - self.corner[1] - row * self.pitch[1] - self.label[1]
        return x * mm, y * mm


FORMATS: Final = MappingProxyType(
    {
        "L7160": LabelFormat(
            code="L7160",
            name=gettext_lazy("Avery L7160, 63.5 by 38.1 mm"),
            page=(210, 297),
            label=(63.5, 38.1),
            grid=(3, 7),
            corner=(7.20, 15.15),
            pitch=(66.04, 38.10),
            margin=(1.5, 3),
            qr=30,
            code_lines=1,
            text_points=8,
        ),
        "L7651": LabelFormat(
            code="L7651",
            name=gettext_lazy("Avery L7651, 38.1 by 21.2 mm"),
            page=(210, 297),
            label=(38.1, 21.17),
            grid=(5, 13),
            corner=(4.67, 10.90),
            pitch=(40.64, 21.17),
            margin=(1, 1),
            qr=19,
            code_lines=2,
            text_points=5.5,
        ),
        "62mm": LabelFormat(
            code="62mm",
            name=gettext_lazy("Brother DK-22205, 62 by 29 mm"),
            page=(62, 29),
            label=(62, 29),
            grid=(1, 1),
            corner=(0, 0),
            pitch=(62, 29),
            margin=(1.6, 2),
            qr=25,
            code_lines=1,
            text_points=8,
        ),
    }
)


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


def draw_labels(contents: Sequence[LabelContent], format_code: str, *, start: int = 1) -> bytes:
    """Draw labels as a PDF, the first on place `start` of a part-used sheet, counted from 1.

    About 1 ms a label: more than a thousand belong in a task.
    Raises NothingToLabel, UnknownLabelFormat and LabelStartOutOfRange.
    """
    if not contents:
        raise NothingToLabel
    if format_code not in FORMATS:
        raise UnknownLabelFormat(format_code)
    layout = FORMATS[format_code]
    if not 1 <= start <= layout.per_page:
        raise LabelStartOutOfRange(start, layout.per_page)
    pdf = BytesIO()
    width, height = layout.page
    canvas = new_canvas(pdf, (width * mm, height * mm), title=_("Device labels"))
    places: list[LabelContent | None] = [None] * (start - 1) + list(contents)
    for page in batched(places, layout.per_page):
        for place, content in enumerate(page):
            if content is not None:
                _draw_label(canvas, content, layout, layout.origin(place))
        canvas.showPage()
    canvas.save()
    return pdf.getvalue()


def _draw_label(
    canvas: Canvas, content: LabelContent, layout: LabelFormat, corner: tuple[float, float]
) -> None:
    side, height = layout.qr * mm, layout.label[1] * mm
    left = corner[0] + layout.margin[0] * mm
    # In capitals the address takes the QR code's alphanumeric mode; parse_code reads either.
    draw_qr(canvas, content.url.upper(), left, corner[1] + (height - side) / 2, side)
    left += side + 0.5 * mm
    width = corner[0] + (layout.label[0] - layout.margin[0]) * mm - left
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
    large = width / (0.602 * max(map(len, code)))
    small = layout.text_points
    model = wrap(printable(content.model), BOLD, small, width, lines=3 - layout.code_lines)
    owner = wrap(printable(content.owner), TEXT, small, width, lines=3 - layout.code_lines)
    contact = printable(content.contact) or (urlsplit(content.url).hostname or "")
    # Half an address helps nobody: it is set smaller before it is cut.
    tiny = min(small, max(4.5, small * width / max(1, stringWidth(contact, TEXT, small))))
    return [
        *((line, CODE, large, large * 1.15) for line in code),
        *((line, BOLD, small, small * 1.25) for line in model),
        *((line, TEXT, small, small * 1.25) for line in owner),
        (shorten(contact, TEXT, tiny, width), TEXT, tiny, small * 1.25),
    ]
