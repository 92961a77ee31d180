"""What the matching is given and what it answers: lines, devices, pairs, companions, explanations.

Shapes alone: `matching` makes a proposal, `objections` judges one, and they share nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from distribution.fit import Need, Supply


@dataclass(frozen=True, slots=True)
class Line:
    """A waiting request line: the smaller its `order`, the higher its priority; then its key.

    `quota` names the quota that it counts towards, "" for none.
    """

    key: str
    need: Need
    order: int
    quota: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A device that is ready to be allocated."""

    key: str
    supply: Supply


@dataclass(frozen=True, slots=True)
class Pair:
    """A device for a line: the rank of its kind there (0 is preferred most) and its waste."""

    line: str
    item: str
    rank: int
    waste: int
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line left waiting: the devices that fit it, and the lines that hold them.

    `quota` names its quota if that is used up; it then stays out whatever there is. Otherwise each
    device that fits is held, by a line that stands higher or is pinned. No device that fits: both
    are empty. By key and in priority order; lines of the same need share what they hold.
    """

    line: str
    fitting: Sequence[str]
    held_by: Sequence[str]
    quota: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule gives, both parts in priority order; every line is in exactly one."""

    pairs: tuple[Pair, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """What goes with the machine of a line: a device, or the code of the reason there is none."""

    line: str
    machine: str
    item: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run gives: who receives what, and what goes with it, in priority order.

    `companions` is None for runs on record from before there were any.
    """

    proposal: Proposal
    companions: tuple[Companion, ...] | None = None
