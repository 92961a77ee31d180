"""See a PDF as a reader's eye or scanner would: its pixels, its codes, its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image
from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page, with its box in points from the lower left corner."""

    page: int
    sign: str
    left: float
    bottom: float
    right: float
    top: float


def images(pdf: bytes, *, dpi: int = 300) -> list[Image.Image]:
    """Draw every page in grey."""
    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def decoded(pdf: bytes, *, dpi: int = 300) -> list[str]:
    """Read every QR code, page by page."""
    return [code.text for image in images(pdf, dpi=dpi) for code in zxingcpp.read_barcodes(image)]


def text(pdf: bytes) -> str:
    """Read all text, each run of white space as one space."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def glyphs(pdf: bytes) -> Iterator[Glyph]:
    """Find every printed character; white space has no box."""
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            written = page.get_textpage()
            for index in range(written.count_chars()):
                sign = written.get_text_range(index, 1)
                if sign.strip():
                    yield Glyph(number, sign, *written.get_charbox(index))
