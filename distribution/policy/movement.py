"""Who would stand where under another policy: two orders of the same lines, compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from distribution.priority import SortKey


@dataclass(frozen=True, slots=True)
class Standing:
    """One waiting line, by the key that each of two policies gives it."""

    reference: str  # of the nomination
    number: int  # of the line
    before: SortKey
    after: SortKey


@dataclass(frozen=True, slots=True)
class Mover:
    """A line whose place changes; places count from 1, so a smaller one is better."""

    reference: str
    number: int
    place_before: int
    place_after: int
    points_before: int
    points_after: int

    @property
    def by(self) -> int:
        """Count the places moved: more than 0 is towards the front."""
        return self.place_before - self.place_after


@dataclass(frozen=True, slots=True)
class Movement:
    """How many move, and those who move furthest, each way; `up` and `down` are capped."""

    waiting: int
    moving_up: int
    moving_down: int
    up: tuple[Mover, ...]
    down: tuple[Mover, ...]

    @property
    def staying(self) -> int:
        """Count the lines that keep their place."""
        return self.waiting - self.moving_up - self.moving_down


def written_down(movement: Movement) -> dict[str, Any]:
    """Write a comparison as JSON."""
    return asdict(movement)


def read_back(written: Mapping[str, Any]) -> Movement:
    """Read what `written_down` wrote."""
    movers = {way: tuple(Mover(**each) for each in written[way]) for way in ("up", "down")}
    return Movement(**{**written, **movers})


def compare(lines: Sequence[Standing], most: int) -> Movement:
    """Compare two orders; of each way the `most` who move furthest, then by their new place."""
    first = sorted(range(len(lines)), key=lambda index: lines[index].before)
    then = sorted(range(len(lines)), key=lambda index: lines[index].after)
    now = {index: place for place, index in enumerate(first, start=1)}
    moved = [(now[index] - place, place, index) for place, index in enumerate(then, start=1)]
    up = [each for each in moved if each[0] > 0]
    down = [each for each in moved if each[0] < 0]
    furthest_up = sorted(up, key=lambda each: (-each[0], each[1]))[:most]
    furthest_down = sorted(down)[:most]

    def mover(by: int, place: int, index: int) -> Mover:
        line = lines[index]
        points = (-line.before[1], -line.after[1])
        return Mover(line.reference, line.number, by + place, place, *points)

    return Movement(
        waiting=len(lines),
        moving_up=len(up),
        moving_down=len(down),
        up=tuple(mover(*each) for each in furthest_up),
        down=tuple(mover(*each) for each in furthest_down),
    )
