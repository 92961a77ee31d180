"""The preparation sheet: what the bench does to a machine before it leaves, and not for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from refurb.documents.fonts import BOLD, CODE
from refurb.documents.page import Paper, draw_papers
from refurb.documents.typesetting import (
    BRAND,
    LINE,
    MUTED,
    Look,
    QrBlock,
    Setter,
    SignatureBlock,
    columns,
)

MARGIN = 17 * mm
WIDTH = A4[0] - 2 * MARGIN
SPAN = (A4[1] - MARGIN, MARGIN)
QR_SIDE = 34 * mm


@dataclass(frozen=True, slots=True)
class Ticks:
    """What is done one by one, under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationSheet:
    """What the paper says of one machine, in words already translated; nobody is named."""

    title: str
    workshop: str  # that holds it
    code: str
    name: str
    url: str  # of its label
    facts: tuple[tuple[str, str], ...]
    ticks: tuple[Ticks, ...]
    signed: tuple[str, str]  # who did it, when
    language: str


def draw_sheets(sheets: Sequence[PreparationSheet]) -> bytes:
    """Draw each from a page of its own, at least one; equal contents give equal bytes."""
    return draw_papers(
        [Paper(_blocks(sheet)) for sheet in sheets],
        title=sheets[0].title,
        author=sheets[0].workshop,
        language=sheets[0].language,
        left=MARGIN,
        span=SPAN,
    )


def _blocks(sheet: PreparationSheet) -> list[Flowable]:
    setter = Setter()
    head: list[Flowable] = [
        setter.text(sheet.workshop, Look(10, BOLD, BRAND, after=3)),
        setter.text(sheet.title, Look(20, BOLD, after=5)),
        setter.text(sheet.code, Look(16, CODE, after=3)),
        setter.text(sheet.name, Look(12)),
    ]
    half = (WIDTH - 8 * mm) / 2
    by, on = (
        [setter.text(words, Look(9)), SignatureBlock(half, 14 * mm)] for words in sheet.signed
    )
    return [
        columns([[head, [QrBlock(sheet.url, QR_SIDE)]]], [WIDTH - QR_SIDE, QR_SIDE]),
        Spacer(0, 4 * mm),
        *(_fact(setter, name, wanted) for name, wanted in sheet.facts),
        *(block for ticks in sheet.ticks if ticks.lines for block in _ticked(setter, ticks)),
        Spacer(0, 8 * mm),
        columns([[by, on]], [half + 8 * mm, half]),
    ]


def _fact(setter: Setter, name: str, wanted: str) -> Flowable:
    return _row([setter.text(name, Look(9, color=MUTED)), setter.text(wanted, Look(11))], 0.34)


def _ticked(setter: Setter, ticks: Ticks) -> list[Flowable]:
    heading = setter.text(ticks.heading, Look(12, BOLD))
    rows = [
        _row([setter.text("☐", Look(15)), setter.text(line, Look(11))], 0.06)
        for line in ticks.lines
    ]
    return [Spacer(0, 5 * mm), heading, *rows]


def _row(cells: list[Flowable], share: float) -> Flowable:
    """Stand two cells beside each other, the first a share of the width; a line below."""
    widths = [WIDTH * share, WIDTH * (1 - share)]
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE)
    return columns([[[cell] for cell in cells]], widths, rule, padding=(4, 4))
