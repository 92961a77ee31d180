"""Where the labels of each product are on their sheet or roll, and how a label is set.

Sizes are those of LibreOffice's labels.xml, of glabels' templates and of brother_ql's table of
rolls; where two of them have a product, they agree to 0.4 mm, but for L7163 (glabels: left 3.35,
pitch 103.0). Nobody but its maker publishes L4731REV: it is computed as centred. Hold a test page
against the labels before trusting a format on a new printer.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from reportlab.lib.units import mm

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFormat:
    """Where the labels of one product are on its page, and how a label is set; in mm.

    margin is what stays white inside a label on its left and right; qr is the code's side, its own
    white border included. code_lines is 2 where the code is larger on two lines than on one, and
    code_points is as large as it gets; name_lines is how often model and owner may break each.
    """

    code: str
    name: str | Promise
    page: tuple[float, float] = A4
    label: tuple[float, float]
    grid: tuple[int, int] = (1, 1)
    corner: tuple[float, float] = (0, 0)
    pitch: tuple[float, float] = (0, 0)
    margin: tuple[float, float]
    qr: float
    code_lines: int = 1
    code_points: float = 26
    text_points: float = 8
    name_lines: int = 2

    @property
    def per_page(self) -> int:
        """Count the labels on one page."""
        return self.grid[0] * self.grid[1]

    @property
    def is_sheet(self) -> bool:
        """Say whether a page holds several labels, so that some may be gone already."""
        return self.per_page > 1

    def origin(self, place: int) -> tuple[float, float]:
        """Find the lower left corner, in points, of a place on the page, from 0, row by row."""
        row, column = divmod(place, self.grid[0])
        x = self.corner[0] + column * self.pitch[0]
        y = self.page[1] - self.corner[1] - row * self.pitch[1] - self.label[1]
        return x * mm, y * mm


_SHEETS = (
    LabelFormat(
        code="L7160",
        name=_("Avery L7160: 21 labels of 63.5 by 38.1 mm"),
        label=(63.5, 38.1),
        grid=(3, 7),
        corner=(7.20, 15.15),
        pitch=(66.04, 38.10),
        margin=(1.5, 1.5),
        qr=30,
    ),
    LabelFormat(
        code="L7651",
        name=_("Avery L7651: 65 labels of 38.1 by 21.2 mm"),
        label=(38.1, 21.17),
        grid=(5, 13),
        corner=(4.67, 10.90),
        pitch=(40.64, 21.17),
        margin=(1, 1),
        qr=19,
        code_lines=2,
        text_points=5.5,
        name_lines=1,
    ),
    LabelFormat(
        code="L6009",
        name=_("Avery L6009, silver polyester: 48 labels of 45.7 by 21.2 mm"),
        label=(45.72, 21.17),
        grid=(4, 12),
        corner=(9.75, 21.41),
        pitch=(48.26, 21.17),
        margin=(1, 1),
        qr=20,
        code_lines=2,
        code_points=14,
        text_points=5.5,
        name_lines=1,
    ),
    LabelFormat(
        code="L4731REV",
        name=_("Avery L4731REV, for chargers and parts: 189 labels of 25.4 by 10 mm"),
        label=(25.4, 10.0),
        grid=(7, 27),
        corner=(8.48, 13.5),
        pitch=(27.94, 10.0),
        margin=(0.5, 0.8),
        qr=9,  # at 10 mm the codes of two rows run into one another when a page is read at once
        code_lines=2,
        code_points=8.5,
        text_points=4.5,
        name_lines=0,
    ),
    LabelFormat(
        code="L7163",
        name=_("Avery L7163, for boxes: 14 labels of 99.1 by 38.1 mm"),
        label=(99.06, 38.1),
        grid=(2, 7),
        corner=(4.67, 15.15),
        pitch=(101.60, 38.10),
        margin=(1.5, 3),
        qr=35,
        text_points=9,
    ),
    LabelFormat(
        code="3475",
        name=_("Avery Zweckform 3475: 24 labels of 70 by 36 mm"),
        label=(70, 36),
        grid=(3, 8),
        corner=(0, 4.43),
        pitch=(70, 36),
        margin=(2, 5),  # the labels reach the edge of the sheet, where printers don't
        qr=30,
    ),
    LabelFormat(
        code="3474",
        name=_("Avery Zweckform 3474: 24 labels of 70 by 37 mm"),
        label=(70, 37),
        grid=(3, 8),
        corner=(0, 0),
        pitch=(70, 37.1),
        margin=(2, 5),
        qr=30,
    ),
)
_ROLLS = (
    LabelFormat(
        code="DK-11209",
        name=_("Brother DK-11209: 62 by 29 mm, one by one"),
        page=(62, 29),
        label=(62, 29),
        margin=(0.5, 2),
        qr=27,  # its white border reaches into what the printer can't print: 3 mm on each side
        text_points=7,
    ),
    LabelFormat(
        code="62mm",
        name=_("Brother DK-22205: 62 mm wide, cut at 29 mm"),
        page=(62, 29),
        label=(62, 29),
        margin=(1.6, 1.6),
        qr=25,
    ),
    LabelFormat(
        code="62x40mm",
        name=_("Brother DK-22205: 62 mm wide, cut at 40 mm"),
        page=(62, 40),
        label=(62, 40),
        margin=(0.5, 2),
        qr=32,
    ),
    LabelFormat(
        code="99012",
        name=_("Dymo 99012: 89 by 36 mm"),
        page=(89, 36),
        label=(89, 36),
        margin=(1, 3),
        qr=32,
        text_points=9,
    ),
    LabelFormat(
        code="11354",
        name=_("Dymo 11354: 57 by 32 mm"),
        page=(57, 32),
        label=(57, 32),
        margin=(0.5, 2),
        qr=28,
        text_points=7,
    ),
)
FORMATS: Final = MappingProxyType({one.code: one for one in (*_SHEETS, *_ROLLS)})
USUAL_FORMAT = "L7160"
