"""The stage: lives that take turns, in the order of the story's time."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from itertools import count
from random import Random

from refurb.demo.clock import MINUTES_A_DAY, Clock
from refurb.demo.dice import happens

HOUR = 60
DAY = MINUTES_A_DAY

# What somebody or something does, act by act; each yield is the working minutes until the next.
type Life = Generator[int, None, None]


class Story:
    """Who is on stage, and whose turn it is; same seed and size, same story."""

    def __init__(self, clock: Clock, rng: Random) -> None:
        self.clock = clock
        self.rng = rng
        self._turns: list[tuple[int, int, Life]] = []
        self._order = count()

    def begin(self, life: Life, at: int | None = None) -> None:
        """Let a life begin, now or at a minute of the story."""
        start = self.clock.minute if at is None else at
        heappush(self._turns, (start, next(self._order), life))

    def play(self) -> None:
        """Give everybody their turns until the evening of the last day; later ones don't come."""
        while self._turns and self._turns[0][0] < self.clock.end:
            minute, _turn, life = heappop(self._turns)
            self.clock.turn(minute)
            pause = next(life, None)
            if pause is not None:
                self.begin(life, minute + pause)

    def between(self, least: int, most: int) -> int:
        """Draw a number of minutes, both ends included."""
        return self.rng.randint(least, most)

    def happens(self, chance: float) -> bool:
        """Let chance decide."""
        return happens(self.rng, chance)
