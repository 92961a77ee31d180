"""The invitation that a household receives: when, where, what to bring, whom to phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from refurb.documents.fitting import printable, shorten
from refurb.documents.fonts import BOLD, TEXT
from refurb.documents.page import Paper, draw_papers
from refurb.documents.typesetting import (
    ACCENT,
    BAR,
    BRAND,
    LINE,
    MUTED,
    PAPER,
    Look,
    Setter,
    columns,
)

MARGIN: Final = 22 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
SPAN: Final = (A4[1] - 15 * mm, 18 * mm)
LABEL: Final = 0.22  # of the width
WINDOW: Final = 34 * mm  # below the edge of the paper the address shows in an envelope's window


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What one letter says, in words already translated; of the device nothing but that it is."""

    language: str
    service: str
    contact: tuple[str, ...]  # of the service, one a line
    receiver: tuple[str, ...]  # name and address, one a line
    title: str
    lead: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]  # when, where: the first line is set large
    bring: str
    items: tuple[str, ...]
    otherwise: str
    advice: tuple[str, ...]  # whom to phone, and what follows if nobody comes
    footer: str


def draw_invitations(invitations: Sequence[Invitation]) -> bytes:
    """Draw each from a page of its own, at least one; equal contents give equal bytes."""
    return draw_papers(
        [Paper(_blocks(each), partial(_draw_frame, each)) for each in invitations],
        title=invitations[0].title,
        author=invitations[0].service,
        language=invitations[0].language,
        left=MARGIN,
        span=SPAN,
    )


def _blocks(invitation: Invitation) -> list[Flowable]:
    setter = Setter()
    head: list[Flowable] = [
        setter.text(invitation.service, Look(11, BOLD, BRAND, after=2)),
        *(setter.text(line, Look(9, color=MUTED)) for line in invitation.contact),
    ]
    receiver: list[Flowable] = [
        Spacer(0, WINDOW - 15 * mm),
        *(setter.text(line, Look(11)) for line in invitation.receiver),
    ]
    return [
        columns([[head, receiver]], [WIDTH / 2, WIDTH / 2]),
        Spacer(0, 18 * mm),
        setter.text(invitation.title, Look(18, BOLD, after=6)),
        setter.text(invitation.lead, Look(11)),
        Spacer(0, 6 * mm),
        _facts(setter, invitation),
        Spacer(0, 6 * mm),
        *_listed(setter, invitation.bring, invitation.items),
        Spacer(0, 5 * mm),
        *_listed(setter, invitation.otherwise, invitation.advice),
    ]


def _facts(setter: Setter, invitation: Invitation) -> Flowable:
    rows: list[list[list[Flowable]]] = []
    for name, lines in invitation.facts:
        first, *others = lines
        said: list[Flowable] = [
            setter.text(first, Look(14, BOLD, after=2)),
            *(setter.text(line, Look(11)) for line in others),
        ]
        rows.append([[setter.text(name, Look(10, color=MUTED))], said])
    widths = [WIDTH * LABEL, WIDTH * (1 - LABEL)]
    corner = (-1, -1)
    return columns(
        rows,
        widths,
        ("BACKGROUND", (0, 0), corner, PAPER),
        ("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE),
        ("LINEBELOW", (0, 0), corner, 0.6, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 8),
        padding=(8, 8),
    )


def _listed(setter: Setter, heading: str, lines: Sequence[str]) -> list[Flowable]:
    return [
        setter.text(heading, Look(12, BOLD, BRAND, after=3)),
        *(setter.text(line, Look(11, after=2), bullet="•") for line in lines),
    ]


def _draw_frame(invitation: Invitation, canvas: Canvas) -> None:
    width, height = A4
    canvas.setFillColor(BAR)
    canvas.rect(0, height - 5 * mm, width, 5 * mm, stroke=0, fill=1)
    canvas.setFillColor(ACCENT)
    canvas.rect(0, height - 5.8 * mm, width, 0.8 * mm, stroke=0, fill=1)
    canvas.setFillColor(MUTED)
    canvas.setFont(TEXT, 8)
    footer = shorten(printable(invitation.footer), TEXT, 8, WIDTH)
    canvas.drawString(MARGIN, 10 * mm, footer)
