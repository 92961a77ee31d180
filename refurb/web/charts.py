"""Charts as SVG, drawn on the server: their colours come from classes, so themes and paper work.

A count that may not be told is None: nothing is drawn for it, and its words say so. The numbers
stand in a table beside each chart; to a screen reader the chart is one picture with a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HIDDEN = "< 5"
WIDTH, HEIGHT, BASE, TOP = 400, 180, 152, 22
ROW_WIDTH, ROW_HEIGHT, BAR_HEIGHT = 420, 52, 18


@dataclass(frozen=True)
class Bar:
    """A count with its name, and the list it opens when the reader may open it."""

    label: Any
    count: int | None
    url: str = ""

    @property
    def told(self) -> str:
        """Write the count as the reader's language does."""
        return HIDDEN if self.count is None else number_format(self.count, use_l10n=True)


@dataclass(frozen=True)
class Stack:
    """One name with several counts, in the order of the legend."""

    label: Any
    parts: tuple[Bar, ...]


def _highest(bars: Iterable[Bar]) -> int:
    return max((bar.count or 0 for bar in bars), default=0) or 1


def _picture(width: int, height: int, label: Any, drawn: SafeString) -> SafeString:
    shape = "columns" if width == WIDTH else "rows"
    return format_html(
        '<svg class="chart" data-shape="{}" viewBox="0 0 {} {}"'
        ' role="img" aria-label="{}" focusable="false">{}</svg>',
        shape,
        width,
        height,
        label,
        drawn,
    )


def columns_chart(bars: Sequence[Bar], label: Any) -> SafeString:
    """Draw upright bars side by side, for what happened month by month."""
    step = WIDTH / max(1, len(bars))
    scale = (BASE - TOP) / _highest(bars)
    columns = format_html_join(
        "",
        '<rect class="mark" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text x="{}" y="{}">{}</text><text x="{}" y="{}">{}</text>',
        (
            (
                round(place * step + step * 0.2, 1),
                round(BASE - (bar.count or 0) * scale, 1),
                round(step * 0.6, 1),
                round((bar.count or 0) * scale, 1),
                round((place + 0.5) * step, 1),
                round(BASE - (bar.count or 0) * scale - 5, 1),
                bar.told,
                round((place + 0.5) * step, 1),
                BASE + 20,
                bar.label,
            )
            for place, bar in enumerate(bars)
        ),
    )
    axis = format_html('<path class="axis" d="M0 {}H{}"/>', BASE, WIDTH)
    return _picture(WIDTH, HEIGHT, label, columns + axis)


def rows_chart(bars: Sequence[Bar], label: Any) -> SafeString:
    """Draw bars below each other, each under its name, for what is compared."""
    scale = ROW_WIDTH / _highest(bars)
    rows = format_html_join(
        "",
        '<text class="start" x="0" y="{}">{}</text><text class="end" x="{}" y="{}">{}</text>'
        '<rect class="ground" x="0" y="{}" width="{}" height="{}" rx="3"/>'
        '<rect class="mark" x="0" y="{}" width="{}" height="{}" rx="3"/>',
        (
            (
                *(place * ROW_HEIGHT + 17, bar.label),
                *(ROW_WIDTH, place * ROW_HEIGHT + 17, bar.told),
                *(place * ROW_HEIGHT + 24, ROW_WIDTH, BAR_HEIGHT),
                place * ROW_HEIGHT + 24,
                round((bar.count or 0) * scale, 1),
                BAR_HEIGHT,
            )
            for place, bar in enumerate(bars)
        ),
    )
    return _picture(ROW_WIDTH, max(1, len(bars)) * ROW_HEIGHT, label, rows)


def stacks_chart(stacks: Sequence[Stack], label: Any) -> SafeString:
    """Draw bars below each other, each cut into its parts."""
    most = max((sum(part.count or 0 for part in stack.parts) for stack in stacks), default=0) or 1
    rows = [
        _stack(stack, place * ROW_HEIGHT, ROW_WIDTH / most) for place, stack in enumerate(stacks)
    ]
    drawn = format_html_join("", "{}", ((row,) for row in rows))
    return _picture(ROW_WIDTH, max(1, len(stacks)) * ROW_HEIGHT, label, drawn)


def _stack(stack: Stack, top: int, scale: float) -> SafeString:
    parts, left = [], 0.0
    for place, part in enumerate(stack.parts):
        width = round((part.count or 0) * scale, 1)
        parts.append((place, round(left, 1), top + 24, width, BAR_HEIGHT))
        left += width
    total = sum(part.count or 0 for part in stack.parts)
    said = Bar("", total).told if all(p.count is not None for p in stack.parts) else ""
    return format_html(
        '<text class="start" x="0" y="{}">{}</text><text class="end" x="{}" y="{}">{}</text>'
        '<rect class="ground" x="0" y="{}" width="{}" height="{}" rx="3"/>{}',
        *(top + 17, stack.label, ROW_WIDTH, top + 17, said),
        *(top + 24, ROW_WIDTH, BAR_HEIGHT),
        format_html_join("", '<rect data-part="{}" x="{}" y="{}" width="{}" height="{}"/>', parts),
    )
