"""The packing list of a consignment: what is in the box, and nothing of whom it is for."""

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
SHARES = (0.24, 0.4, 0.24, 0.12)  # of the width: code, what it is, goes with, a box to tick


@dataclass(frozen=True, slots=True)
class PackedItem:
    """One device in the box, as people read it."""

    code: str
    name: str
    kind: str
    serial_number: str = ""
    note: str = ""  # what it goes with


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingList:
    """What the paper says, in words already translated."""

    title: str
    lead: str
    sender: str
    receiver: str
    headings: tuple[str, ...]
    items: tuple[PackedItem, ...]
    url: str
    signed: tuple[str, str]  # who packed it, who received it
    language: str


def draw_packing_list(content: PackingList) -> bytes:
    """Draw it as A4 pages; equal contents give equal bytes."""
    return draw_papers(
        [Paper(_blocks(content))],
        title=content.title,
        author=content.sender,
        language=content.language,
        left=MARGIN,
        span=(A4[1] - MARGIN, MARGIN),
    )


def _blocks(content: PackingList) -> list[Flowable]:
    setter, side = Setter(), 25 * mm
    head: list[Flowable] = [
        setter.text(content.sender, Look(10, BOLD, BRAND, after=3)),
        setter.text(content.title, Look(20, BOLD, after=3)),
        setter.text(content.lead, Look(10)),
        setter.text(content.receiver, Look(12, BOLD)),
    ]
    rows = [_row([setter.text(words, Look(8, color=MUTED)) for words in content.headings])]
    rows += [_item(setter, item) for item in content.items]
    half = (WIDTH - 8 * mm) / 2
    signing: list[list[Flowable]] = [
        [setter.text(who, Look(9)), SignatureBlock(half, 16 * mm)] for who in content.signed
    ]
    return [
        columns([[head, [QrBlock(content.url, side)]]], [WIDTH - side, side]),
        Spacer(0, 5 * mm),
        *rows,
        Spacer(0, 8 * mm),
        columns([signing], [half + 8 * mm, half]),
    ]


def _item(setter: Setter, item: PackedItem) -> Flowable:
    name = f"{item.name} · {item.kind}" if item.kind != item.name else item.name
    serial = setter.text(item.serial_number, Look(8, color=MUTED))
    what: list[Flowable] = [setter.text(name, Look(10)), serial]
    code, note = setter.text(item.code, Look(10, CODE)), setter.text(item.note, Look(9))
    return _row([code, what, note, setter.text("☐", Look(14))])


def _row(cells: list[Flowable | list[Flowable]]) -> Flowable:
    widths = [WIDTH * share for share in SHARES]
    stacked = [cell if isinstance(cell, list) else [cell] for cell in cells]
    return columns([stacked], widths, ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE), padding=(4, 5))
