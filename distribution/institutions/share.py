"""What institutions may have of a quarter's machines. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

QUOTA = "institutions"
"""The name under which runs count it."""


@dataclass(frozen=True)
class InstitutionShare:
    """Of a quarter: what institutions may have, what they have got, and when it begins anew."""

    machines: int
    used: int
    renews_on: date

    @property
    def left(self) -> int:
        """Count what is left; never less than none, though a quota may be lowered below its use."""
        return max(0, self.machines - self.used)
