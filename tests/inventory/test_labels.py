"""Labels: what a scanner reads, where they are on the sheet, what fits on them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm

from inventory.codes import new_code, parse_code, show_code
from inventory.label_formats import FORMATS
from inventory.labels import (
    LabelContent,
    LabelStartOutOfRange,
    NothingToLabel,
    Printing,
    UnknownLabelFormat,
    draw_labels,
    draw_test_page,
)
from tests.documents.raster import Glyph, decoded, glyphs, images, text

OWNER = "Centre public d'action sociale de Watermael-Boitsfort, service informatique"
MODEL = "Lenovo ThinkPad X1 Carbon Gen 6 with a name that nobody would print on a label"


def label(code: str = "7H3K9QWX1", model: str = "HP EliteBook 840 G5") -> LabelContent:
    url = f"https://refurb.example/d/{code}"
    return LabelContent(code=code, url=url, model=model, owner="Relais Molenbeek asbl")


def place_of(glyph: Glyph, format_code: str) -> int | None:
    """Find the label that holds a character entirely, counted from 0 over all pages."""
    layout = FORMATS[format_code]
    for place in range(layout.per_page):
        x, y = layout.origin(place)
        width, height = layout.label[0] * mm, layout.label[1] * mm
        if (
            x <= glyph.left
            and glyph.right <= x + width
            and y <= glyph.bottom
            and glyph.top <= y + height
        ):
            return glyph.page * layout.per_page + place
    return None


@pytest.mark.parametrize("format_code", FORMATS)
def test_every_code_of_a_full_page_is_read_back(format_code: str) -> None:
    codes = [new_code() for _place in range(FORMATS[format_code].per_page + 2)]
    read = decoded(draw_labels([label(code) for code in codes], Printing(format_code)))
    assert sorted(read) == sorted(f"HTTPS://REFURB.EXAMPLE/D/{code}" for code in codes)
    assert {parse_code(url) for url in read} == set(codes)


@pytest.mark.parametrize("format_code", FORMATS)
def test_a_label_says_code_model_owner_and_host(format_code: str) -> None:
    said = text(draw_labels([label()], Printing(format_code))).replace("7H3K- ", "7H3K-")
    assert show_code("7H3K9QWX1") in said
    assert "refurb.example" in said
    has_room = FORMATS[format_code].name_lines > 0
    assert ("HP EliteBook" in said, "Relais" in said) == (has_room, has_room)


def test_only_the_smallest_label_has_no_room_for_names() -> None:
    assert [code for code, one in FORMATS.items() if not one.name_lines] == ["L4731REV"]


def test_the_code_is_the_largest_on_every_label() -> None:
    for code, layout in FORMATS.items():
        drawn = list(glyphs(draw_labels([label()], Printing(code))))
        heights = [glyph.top - glyph.bottom for glyph in drawn if glyph.sign in "7H3K9QWX"]
        assert max(heights) > 0.55 * layout.text_points, code


def test_a_telephone_number_takes_the_place_of_the_host() -> None:
    content = LabelContent(
        "7H3K9QWX1", "https://refurb.example/d/1", "HP", "Relais", "02 555 12 34"
    )
    said = text(draw_labels([content], Printing("62mm")))
    assert "02 555 12 34" in said
    assert "refurb.example" not in said


@pytest.mark.parametrize("format_code", FORMATS)
def test_long_names_stay_inside_their_label(format_code: str) -> None:
    url = "https://a-rather-long-host-name.refurb.example.brussels/d/7H3K9QWX1"
    content = LabelContent("7H3K9QWX1", url, MODEL, OWNER)
    count = FORMATS[format_code].per_page
    pdf = draw_labels([content] * count, Printing(format_code))
    places = [place_of(glyph, format_code) for glyph in glyphs(pdf)]
    assert None not in places
    assert set(places) == set(range(count))


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_whatever_a_name_holds_it_stays_inside(model: str, owner: str, format_code: str) -> None:
    content = LabelContent("7H3K9QWX1", "https://refurb.example/d/7H3K9QWX1", model, owner)
    pdf = draw_labels([content], Printing(format_code))
    assert None not in {place_of(glyph, format_code) for glyph in glyphs(pdf)}


@pytest.mark.parametrize(("format_code", "start"), [("L7160", 5), ("L7160", 21), ("L7651", 65)])
def test_places_before_the_start_stay_blank(format_code: str, start: int) -> None:
    pdf = draw_labels([label(), label()], Printing(format_code, start=start))
    places = {place_of(glyph, format_code) for glyph in glyphs(pdf)}
    assert places == {start - 1, start}
    first = images(pdf, dpi=72)[0]
    ink = first.point(lambda grey: 255 * (grey < 200)).getbbox()
    layout = FORMATS[format_code]
    row = (start - 1) // layout.grid[0]
    assert ink is not None
    assert ink[1] >= int((layout.corner[1] + row * layout.pitch[1]) * mm)


@pytest.mark.parametrize(
    ("format_code", "start", "last"), [("L7160", 22, 21), ("L7651", 0, 65), ("62mm", 2, 1)]
)
def test_a_start_off_the_sheet_is_refused(format_code: str, start: int, last: int) -> None:
    with pytest.raises(LabelStartOutOfRange) as refused:
        draw_labels([label()], Printing(format_code, start=start))
    assert refused.value.last == last
    assert str(last) in str(refused.value)


def test_an_unknown_format_and_an_empty_choice_are_refused() -> None:
    with pytest.raises(UnknownLabelFormat):
        draw_labels([label()], Printing("A4"))
    with pytest.raises(NothingToLabel):
        draw_labels([], Printing("L7160"))


@pytest.mark.parametrize("format_code", FORMATS)
def test_labels_fit_their_page_and_leave_the_code_its_white_border(format_code: str) -> None:
    layout = FORMATS[format_code]
    x, y = layout.origin(layout.per_page - 1)
    assert x + layout.label[0] * mm <= layout.page[0] * mm + 0.01
    assert y >= -0.01
    assert layout.qr <= layout.label[1]
    # 0.4 mm per module is what telephones still read (screens, 5): 33 with the border. The
    # smallest is for chargers and parts, and for a scanner held close.
    assert layout.qr / 33 >= (0.27 if format_code == "L4731REV" else 0.4)


def test_what_edge_to_edge_labels_say_stays_where_printers_reach() -> None:
    for format_code in ("3474", "3475"):
        pdf = draw_labels([label()] * 24, Printing(format_code))
        (page,) = images(pdf, dpi=72)
        box = page.point(lambda grey: 255 * (grey < 200)).getbbox()
        assert box is not None
        left, top, right, bottom = box
        least = 5 * mm
        assert min(left, top, page.width - right, page.height - bottom) >= least - 1


def test_a_roll_cut_by_the_printer_leaves_its_margins_white() -> None:
    # brother_ql: 58.9 by 22.9 mm of a DK-11209 can be printed.
    (page,) = images(draw_labels([label(model=MODEL)], Printing("DK-11209")), dpi=288)
    box = page.point(lambda grey: 255 * (grey < 200)).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / 4 / mm for edge in box)
    assert left >= 1.5
    assert top >= 3
    assert right <= 60.5
    assert bottom <= 26


def test_copies_stand_beside_each_other() -> None:
    read = decoded(
        draw_labels([label("7H3K9QWX1"), label("000000000")], Printing("L7160", copies=3))
    )
    assert sorted(url[-9:] for url in read) == ["000000000"] * 3 + ["7H3K9QWX1"] * 3


def test_a_shift_moves_everything_right_and_down() -> None:
    before = next(glyphs(draw_labels([label()], Printing("L7160"))))
    after = next(glyphs(draw_labels([label()], Printing("L7160", shift=(2, 1.5)))))
    assert after.left - before.left == pytest.approx(2 * mm, abs=0.05)
    assert before.bottom - after.bottom == pytest.approx(1.5 * mm, abs=0.05)


@pytest.mark.parametrize("format_code", FORMATS)
def test_the_test_page_outlines_and_measures_each_label(format_code: str) -> None:
    layout = FORMATS[format_code]
    pdf = draw_test_page(Printing(format_code))
    (page,) = images(pdf, dpi=144)
    said = text(pdf)
    assert f"{layout.label[0]:g} \N{MULTIPLICATION SIGN} {layout.label[1]:g} mm" in said
    assert str(layout.per_page) in said
    x, y = layout.origin(layout.per_page - 1)
    middle = (x + layout.label[0] * mm / 2, layout.page[1] * mm - y)
    around = (int(middle[0] * 2), int(middle[1] * 2) - 2)
    edge = page.crop((*around, around[0] + 1, around[1] + 4))
    darkest, _lightest = edge.getextrema()
    assert isinstance(darkest, (int, float))
    assert darkest < 200


def test_a_test_page_of_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownLabelFormat):
        draw_test_page(Printing("A4"))


def test_the_same_labels_give_the_same_bytes() -> None:
    assert draw_labels([label()], Printing("L7160")) == draw_labels([label()], Printing("L7160"))
