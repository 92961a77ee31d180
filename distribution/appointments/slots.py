"""A place's weekly blocks as times on days to come, and how many households still fit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, order=True)
class Block:
    """Part of a weekday, 1 being Monday, in which a place receives so many households."""

    weekday: int
    opens: time
    closes: time
    households: int


@dataclass(frozen=True, order=True)
class Slot:
    """A block on one day; times in UTC."""

    starts_at: datetime
    ends_at: datetime
    households: int
    taken: int = 0

    @property
    def free(self) -> int:
        """Say how many more fit; a block made smaller since is full, no less."""
        return max(0, self.households - self.taken)


def overlap(block: Block, others: Iterable[Block]) -> bool:
    """Say whether a block has time in common with one of others."""
    return any(
        block.weekday == each.weekday and block.opens < each.closes and each.opens < block.closes
        for each in others
    )


def slot_on(block: Block, day: date, zone: tzinfo, taken: int = 0) -> Slot:
    """Put a block on a day."""
    starts, ends = (
        datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for at in (block.opens, block.closes)
    )
    return Slot(starts, ends, block.households, taken)


def slots_of(
    blocks: Iterable[Block],
    taken: Mapping[datetime, int],
    *,
    after: datetime,
    days: int,
    zone: tzinfo,
) -> list[Slot]:
    """List the slots that begin after a moment and within so many days, the first one first.

    `taken` counts by beginning, in UTC.
    """
    known = list(blocks)
    first = after.astimezone(zone).date()
    return sorted(
        Slot(each.starts_at, each.ends_at, each.households, taken.get(each.starts_at, 0))
        for ahead in range(days + 1)
        for each in _on(known, first + timedelta(days=ahead), zone)
        if after < each.starts_at <= after + timedelta(days=days)
    )


def _on(blocks: Iterable[Block], day: date, zone: tzinfo) -> Iterator[Slot]:
    return (slot_on(each, day, zone) for each in blocks if each.weekday == day.isoweekday())
