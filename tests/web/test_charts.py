"""Charts are pictures with a name; a count that may not be told is not drawn either."""

import re

import pytest

from refurb.web.charts import Bar, Stack, columns_chart, rows_chart, stacks_chart

BARS = [Bar("Oct", 10), Bar("<Nov>", None), Bar("Dec", 0)]


@pytest.mark.parametrize("draw", [columns_chart, rows_chart])
def test_bars_are_as_long_as_their_counts(draw: object) -> None:
    svg = draw(BARS, "Delivered & kept")  # type: ignore[operator]
    size = "height" if draw is columns_chart else "width"
    marks = re.findall(rf'<rect class="mark"[^>]* {size}="([\d.]+)"', svg)
    assert [float(mark) > 0 for mark in marks] == [True, False, False]
    assert 'role="img" aria-label="Delivered &amp; kept"' in svg
    assert "&lt; 5" in svg
    assert "&lt;Nov&gt;" in svg
    assert "style=" not in svg


def test_a_stack_says_its_sum_only_when_every_part_is_told() -> None:
    whole = Stack("Ready", (Bar("new", 6), Bar("old", 7)))
    hidden = Stack("Wipe", (Bar("new", None), Bar("old", 8)))
    svg = stacks_chart([whole, hidden], "By age")
    assert ">13</text>" in svg
    assert ">8</text>" not in svg
    assert re.findall(r'data-part="1"[^>]* width="([\d.]+)"', svg) == ["226.2", "258.5"]


def test_no_bars_make_an_empty_picture() -> None:
    assert "<rect" not in columns_chart([], "Nothing") + rows_chart([], "Nothing")
