"""Why a device goes to a line, and what is missing for a line that receives none. Pure.

Codes and counts, so that a run can keep them; the pages and the API put them into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from distribution import fit
from distribution.fit import Need, Supply, needed_spec_class, why_not
from distribution.spec import spec_rank
from refurb.reasons import Reason

MOST_NEAR = 3
REASONS: Mapping[str, Reason] = {
    each.code: each for each in vars(fit).values() if isinstance(each, Reason)
}
"""The reasons and remarks of the fit, by code."""
UNKNOWN = frozenset(
    each.code
    for each in (fit.SPEC_UNKNOWN, fit.SCREEN_UNKNOWN, fit.PAD_UNKNOWN, fit.CAMERA_UNKNOWN)
)
"""Reasons that only say that nobody has looked yet."""
WEIGHTS = {"class": 20, "stickers": 10, "large_screen": 3, "numeric_pad": 2, "camera": 1}
"""What each thing left over weighs in `fit.waste`; `class` for each class too many."""

Stock = Mapping[Supply, int]
"""How many devices offer the same."""


def left_over(need: Need, supply: Supply) -> tuple[str, ...]:
    """Name what a device that fits has beyond the need, as codes of WEIGHTS; `class` repeats."""
    surplus = 0
    if supply.kind in fit.COMPUTERS:
        surplus = spec_rank(supply.spec_class) - spec_rank(needed_spec_class(need))
    found = {
        "stickers": fit.needs_stickers(need, supply),
        "large_screen": fit.is_large(supply) and not need.large_screen,
        "numeric_pad": supply.has_numeric_pad is True and not need.numeric_pad,
        "camera": supply.has_camera is True and not need.camera,
    }
    return (*["class"] * max(0, surplus), *(code for code, applies in found.items() if applies))


@dataclass(frozen=True, slots=True)
class Near:
    """Ready devices of an acceptable kind that just fail, for the same reasons."""

    kind: str
    reasons: tuple[str, ...]
    count: int


def nearest(need: Need, ready: Stock) -> tuple[Near, ...]:
    """Tell what the ready devices of an acceptable kind fail for; those that fail for least first.

    Only those with the fewest reasons, the most frequent first; empty when there is no device of
    such a kind, or when one fits.
    """
    failing: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for supply, count in ready.items():
        if supply.kind in need.kinds:
            failing[supply.kind, tuple(each.code for each in why_not(need, supply))] += count
    least = min((len(reasons) for _kind, reasons in failing), default=0)
    if not least:
        return ()
    found = [Near(*why, count) for why, count in failing.items() if len(why[1]) == least]
    return tuple(sorted(found, key=lambda near: (-near.count, near.kind, near.reasons))[:MOST_NEAR])


@dataclass(frozen=True, slots=True)
class Coming:
    """Devices not ready yet: how many would fit, by state, and of how many nobody knows it yet."""

    by_state: Mapping[str, int]
    unknown: int


def coming(need: Need, in_work: Mapping[str, Stock]) -> Coming:
    """Count the devices, by state, that would fit a need once they are ready."""
    by_state: Counter[str] = Counter()
    unknown = 0
    for state, stock in in_work.items():
        for supply, count in stock.items():
            against = {each.code for each in why_not(need, supply)}
            if not against:
                by_state[state] += count
            elif against <= UNKNOWN:
                unknown += count
    return Coming(dict(sorted(by_state.items())), unknown)


def excluded(need: Need, devices: Iterable[Supply]) -> int:
    """Count the devices that would fit, but are kept from this line."""
    return sum(not why_not(need, supply) for supply in devices)
