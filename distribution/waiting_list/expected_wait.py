"""How long a line is likely to wait still, from the deliveries of the last 90 days: pure.

Taken for granted: machines of a kind keep coming at the pace of those 90 days, and lines are served
in the order in which they stand today. Neither is promised: points decide, so others may come in
before it, and nobody knows what will be given.

The rule: of n lines served in 90 days and a place p, deliveries being a Poisson process of unknown
rate, the time until the p-th delivery divided by 90 days is distributed as p / n times F with 2p
and 2n degrees of freedom (both times are sums of exponentials: gamma over gamma). Said is the range
from its 10th to its 90th percentile, so the truth lies outside in one case of five, even if the
pace lasts. The percentile of F is approximated as by E. Paulson, "An approximate normalization of
the analysis of variance distribution", Annals of Mathematical Statistics 13 (1942), 233-235; with
n of 5 or more it is within 3 percent of the tables. Weekly bursts (a donor's hundred machines) make
the truth vary more than this says.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

DAYS = 90
FEWEST = 5  # fewer deliveries would tell of single households, and of chance
Z_OF_NINE_IN_TEN = 1.2816  # of the normal distribution
WEEK, MONTH = 7, 365.25 / 12
MONTHS_FROM = 63  # days; shorter ranges are said in weeks
LONGEST = 3 * 365  # days; what lies further is not said


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    """A range of days, from how many lines of the kind were served in the last 90."""

    served: int
    least_days: int
    most_days: int

    @property
    def in_weeks(self) -> bool:
        """Tell whether it is short enough to be said in weeks."""
        return self.most_days < MONTHS_FROM

    @property
    def is_beyond(self) -> bool:
        """Tell whether it is longer than can be said."""
        return self.least_days > LONGEST

    @property
    def least(self) -> int:
        """Round down to weeks or months; 0 is less than one."""
        return int(self.least_days / (WEEK if self.in_weeks else MONTH))

    @property
    def most(self) -> int:
        """Round up to weeks or months."""
        return int(self.most_days / (WEEK if self.in_weeks else MONTH)) + 1


def expected_wait(served: int, place: int) -> ExpectedWait | None:
    """Estimate how long the line at a place of its kind still waits; None: not enough data.

    `served`: lines of that kind served in the last 90 days. Raises ValueError for a place below 1.
    """
    if place < 1:
        raise ValueError(place)
    if served < FEWEST:
        return None
    pace = DAYS * place / served
    low, high = (
        pace * f_percentile(2 * place, 2 * served, z) for z in (-Z_OF_NINE_IN_TEN, Z_OF_NINE_IN_TEN)
    )
    return ExpectedWait(served, int(low), int(high) + 1)


def f_percentile(above: int, below: int, z: float) -> float:
    """Approximate the percentile of F that the normal distribution has at z (Paulson 1942).

    The cube root x of F solves ((1 - b) x - (1 - a))² = z² (b x² + a), where a = 2 / (9 above) and
    b = 2 / (9 below). Of its two solutions the greater one belongs to a z above 0.
    """
    a, b = 2 / (9 * above), 2 / (9 * below)
    square = (1 - b) ** 2 - z * z * b
    half = (1 - a) * (1 - b)
    rest = (1 - a) ** 2 - z * z * a
    root = sqrt(half * half - square * rest)
    x: float = (half + (root if z > 0 else -root)) / square
    return x**3
