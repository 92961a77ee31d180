"""How far along something is: what is done, what is now, what comes later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

type Status = Literal["done", "now", "later"]


@dataclass(frozen=True)
class Step:
    """One stage of a way, with where it stands."""

    label: Any  # text or a lazy translation
    status: Status


def steps_up_to(labels: Sequence[Any], now: int) -> list[Step]:
    """Make the steps of a straight way: those before `now` (from 0) are done, those after later."""
    statuses: list[Status] = [
        "done" if place < now else "now" if place == now else "later"
        for place in range(len(labels))
    ]
    return [Step(label, status) for label, status in zip(labels, statuses, strict=True)]
