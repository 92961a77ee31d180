"""Chance."""

from random import Random


def happens(rng: Random, chance: float) -> bool:
    """Let chance decide: 0 never, 1 always."""
    return rng.random() < chance
