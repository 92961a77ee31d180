"""What every PDF shares: codes, fonts, text that fits, signatures, pages."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from refurb.documents.fitting import printable, shorten, wrap
from refurb.documents.fonts import BOLD, CODE, TEXT, register_fonts
from refurb.documents.page import flow, new_canvas
from refurb.documents.qr import draw_qr, qr_modules
from refurb.documents.signature import draw_signature
from refurb.documents.typesetting import Look, Setter
from tests.documents.raster import decoded, glyphs, images

PAGE = (200.0, 200.0)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register_fonts()


def test_capitals_make_a_smaller_code_than_lower_case() -> None:
    assert len(qr_modules("HTTPS://REFURB.EXAMPLE/D/7H3K9QWX1")) == 25
    assert len(qr_modules("https://refurb.example/d/7h3k9qwx1")) == 29


@pytest.mark.parametrize(
    "written", ["HTTPS://REFURB.EXAMPLE/D/7H3K9QWX1", "https://é.example/ü?x=1"]
)
def test_a_drawn_code_is_read_back(written: str) -> None:
    pdf = BytesIO()
    canvas = new_canvas(pdf, PAGE, title="Code")
    draw_qr(canvas, written, 50, 50, 80)
    canvas.save()
    assert decoded(pdf.getvalue()) == [written]


def test_fonts_are_embedded_as_subsets() -> None:
    pdf = BytesIO()
    canvas = new_canvas(pdf, PAGE, title="Fonts")
    for line, font in enumerate((TEXT, BOLD, CODE)):
        canvas.setFont(font, 10)
        canvas.drawString(10, 20 * line, "Été Œuvre Ĳ Ґанок Şükrü")
    canvas.save()
    embedded = set(re.findall(rb"/BaseFont /([A-Z]{6}\+\w+(?:#2D|-)?\w*)", pdf.getvalue()))
    assert {name.split(b"+")[1] for name in embedded} == {
        TEXT.encode(),
        BOLD.encode(),
        CODE.encode(),
    }
    assert len(pdf.getvalue()) < 60_000


def test_missing_fonts_say_what_to_run(settings: Settings, tmp_path: Path) -> None:
    settings.NPM_ROOT = tmp_path
    register_fonts.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        register_fonts()


@given(st.text(max_size=120), st.floats(min_value=12, max_value=300))
def test_shortened_text_never_passes_its_width(words: str, width: float) -> None:
    line = printable(words)
    shown = shorten(line, TEXT, 9, width)
    assert stringWidth(shown, TEXT, 9) <= width
    assert shown == line or shown.endswith("…")


@given(st.text(max_size=200), st.floats(min_value=12, max_value=300), st.integers(1, 3))
def test_wrapped_text_never_passes_its_box(words: str, width: float, lines: int) -> None:
    shown = wrap(printable(words), TEXT, 9, width, lines=lines)
    assert len(shown) <= lines
    assert all(stringWidth(line, TEXT, 9) <= width for line in shown)


def test_text_that_fits_is_left_alone() -> None:
    assert shorten("HP EliteBook", TEXT, 9, 200) == "HP EliteBook"
    assert wrap("HP EliteBook 840 G5", BOLD, 9, 70, lines=2) == ["HP EliteBook", "840 G5"]


def test_what_no_font_can_draw_is_left_out() -> None:
    assert printable(" a\x00b\r\n\tc\ud800\N{NO-BREAK SPACE}d ") == "ab c\N{NO-BREAK SPACE}d"


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0, 0), (300, 100)], [(0, 100), (300, 0)]],
        [[(5, 5)]],
        [[(0, 0), (0, 4000)]],
        [[(0, 0), (4000, 0)]],
    ],
)
def test_a_signature_shows_and_stays_in_its_box(strokes: list[list[tuple[float, float]]]) -> None:
    pdf = BytesIO()
    canvas = new_canvas(pdf, PAGE, title="Signature")
    draw_signature(canvas, strokes, (50, 80, 100, 40))
    canvas.save()
    ink = images(pdf.getvalue(), dpi=72)[0].point(lambda grey: 255 * (grey < 200)).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    assert left >= 50
    assert right <= 150
    assert top >= 200 - 120
    assert bottom <= 200 - 80


def test_no_strokes_draw_nothing() -> None:
    pdf = BytesIO()
    canvas = new_canvas(pdf, PAGE, title="Signature")
    draw_signature(canvas, [[]], (50, 80, 100, 40))
    canvas.showPage()
    canvas.save()
    assert images(pdf.getvalue(), dpi=72)[0].getextrema() == (255, 255)


def test_blocks_go_to_the_next_page_whole_and_spacers_vanish_at_its_head() -> None:
    blocks: list[Flowable] = [Spacer(0, 5), *_lines(3), Spacer(0, 5), *_lines(1)]
    pages = flow(blocks, left=0, width=100, spans=[(40, 0)])
    assert [len(page) for page in pages] == [3, 1]
    assert [placed.y for placed in pages[0]] == pytest.approx([27, 14, 1])


def test_a_block_taller_than_a_page_is_split() -> None:
    paragraph = Setter().text("word " * 60, Look(10))
    pages = flow([paragraph], left=0, width=100, spans=[(40, 0)])
    assert len(pages) > 1
    assert all(placed.y >= 0 for page in pages for placed in page)


def test_markup_in_a_text_is_text() -> None:
    pdf = BytesIO()
    canvas = new_canvas(pdf, PAGE, title="Markup")
    for placed in flow([Setter().text("a<b>&amp;", Look(10))], left=9, width=99, spans=[(99, 0)])[
        0
    ]:
        placed.draw(canvas)
    canvas.save()
    assert "".join(glyph.sign for glyph in glyphs(pdf.getvalue())) == "a<b>&amp;"


def test_french_signs_stay_with_their_word() -> None:
    words = Setter().text("Besoin d'aide ?", Look(10))
    # Two lines, the second of which is "d'aide ?" and not "?" alone.
    assert words.wrap(60, 100)[1] == pytest.approx(2 * 13)
    assert stringWidth("Besoin d'aide", TEXT, 10) > 60 > stringWidth("d'aide ?", TEXT, 10)


def _lines(count: int) -> list[Flowable]:
    return [Setter().text(f"line {number}", Look(10)) for number in range(count)]
