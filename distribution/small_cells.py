"""Counts that may be published: small ones hidden, and sums that would betray them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 5
"""A count under it could tell who is meant: design/domain.md, "Personal data"."""


@dataclass(frozen=True, slots=True)
class Told:
    """Counts by key and their sum; None where it is not told."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def hides(self) -> bool:
        """Say whether anything is not told."""
        return self.total is None or None in self.cells.values()


def tell(counts: Mapping[str, int]) -> Told:
    """Hide counts from 1 to 4, and the sum where the hidden ones could be worked out from it.

    With the sum everybody knows what the hidden ones make together: one alone is then known, and so
    are all of them when they can only be 1 each, or 4 each; and together they must not be few
    themselves. A zero tells nothing of anybody.
    """
    cells = {key: count if count == 0 or count >= SMALL else None for key, count in counts.items()}
    hidden = [counts[key] for key, cell in cells.items() if cell is None]
    together, total = sum(hidden), sum(counts.values())
    is_open = len(hidden) < together < len(hidden) * (SMALL - 1) and len(hidden) > 1
    return Told(cells, total if not hidden or (is_open and together >= SMALL) else None)
