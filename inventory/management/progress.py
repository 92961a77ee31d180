"""A bar for long commands: on a terminal it moves, in a log it stays away."""

from __future__ import annotations

from typing import Any, Self

from django.core.management.base import OutputWrapper

WIDTH = 40


class Progress:
    """Draw `[####    ] 12/30` on a terminal, over and over the same line."""

    def __init__(self, total: int, stream: OutputWrapper) -> None:
        self.total, self.stream, self.done = total, stream, 0
        self.is_shown = total > 0 and stream.isatty()

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(self, *_raised: Any) -> None:
        if self.is_shown:
            self.stream.write("")

    def advance(self, steps: int = 1) -> None:
        """Count steps that are done."""
        self.done += steps
        self._draw()

    def _draw(self) -> None:
        if self.is_shown:
            filled = WIDTH * min(self.done, self.total) // self.total
            bar = "#" * filled + " " * (WIDTH - filled)
            self.stream.write(f"\r[{bar}] {self.done}/{self.total}", ending="")
            self.stream.flush()
