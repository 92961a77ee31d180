"""A PDF's canvas, and a flow of blocks over as many pages as they need."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from refurb.documents.fitting import printable
from refurb.documents.fonts import register_fonts

# Streams stay binary: text armour would cost a fifth of a receipt's bytes and time.
rl_config.useA85 = 0


def new_canvas(
    pdf: BytesIO, size: tuple[float, float], *, title: str, author: str = "", language: str = ""
) -> Canvas:
    """Open a PDF whose bytes depend on nothing but what is drawn: no clock, no random id.

    size in points; language is BCP 47, for the reader's voice.
    """
    register_fonts()
    canvas = Canvas(pdf, pagesize=size, invariant=1, pageCompression=1, lang=language or None)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Refurb")
    return canvas


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its size found, and its lower left corner on its page in points."""

    block: Flowable
    x: float
    y: float

    def draw(self, canvas: Canvas) -> None:
        """Draw the block where it was placed."""
        self.block.drawOn(canvas, self.x, self.y)


def flow(
    blocks: Sequence[Flowable], *, left: float, width: float, spans: Sequence[tuple[float, float]]
) -> list[list[Placed]]:
    """Place blocks one under the other; spans are (top, bottom) of the first page, and of others.

    A block moves to the next page whole; only one taller than a page is split. Spacers vanish
    at the head of a page.
    """
    pages: list[list[Placed]] = [[]]
    y, bottom = spans[0]
    waiting = deque(blocks)
    while waiting:
        block = waiting.popleft()
        if isinstance(block, Spacer) and not pages[-1]:
            continue
        height = block.wrap(width, y - bottom)[1]
        if y - height < bottom:
            parts = [] if pages[-1] else block.split(width, y - bottom)
            if len(parts) > 1:
                waiting.extendleft(reversed(parts))
                continue
            if pages[-1]:
                waiting.appendleft(block)
                pages.append([])
                y, bottom = spans[min(len(pages), len(spans)) - 1]
                continue
        y -= height
        pages[-1].append(Placed(block, left, y))
    return pages


@dataclass(frozen=True, slots=True)
class Paper:
    """Blocks that begin on a page of their own; `frame` draws around them on each of its pages."""

    blocks: Sequence[Flowable]
    frame: Callable[[Canvas], None] | None = None


def draw_papers(  # noqa: PLR0913  the terms are by name
    papers: Sequence[Paper],
    *,
    title: str,
    author: str,
    language: str,
    left: float,
    span: tuple[float, float],
) -> bytes:
    """Draw papers on A4, as wide to the right as to the left; equal contents give equal bytes.

    Raises ValueError without a paper: a PDF without a page can't be opened.
    """
    if not papers:
        raise ValueError("There is no paper to draw.")
    pdf, width = BytesIO(), A4[0] - 2 * left
    canvas = new_canvas(
        pdf, A4, title=printable(title), author=printable(author), language=language
    )
    for paper in papers:
        for placed in flow(paper.blocks, left=left, width=width, spans=[span]):
            if paper.frame is not None:
                paper.frame(canvas)
            for block in placed:
                block.draw(canvas)
            canvas.showPage()
    canvas.save()
    return pdf.getvalue()
