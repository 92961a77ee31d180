"""When an allocation that nobody fetches lapses, so that the machine serves the next in line. Pure.

Patience counts whole days and begins anew with each sign that somebody is seeing to it: the device
arrived where it is to be handed over, or whoever carries it says that they try again.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class SetAside:
    """What is known of an allocation that stands."""

    made_on: date
    seen_to_on: date | None = None  # the newest sign that somebody is seeing to it
    is_on_its_way: bool = False  # in a consignment, it or what goes with it; or missing from one


def lapses_on(facts: SetAside, patience_days: int) -> date | None:
    """Give the first day on which it lapses; None while it travels."""
    if facts.is_on_its_way:
        return None
    began = max(facts.made_on, facts.seen_to_on or facts.made_on)
    return began + timedelta(days=patience_days)


def is_due(facts: SetAside, patience_days: int, today: date) -> bool:
    """Say whether it lapses today."""
    day = lapses_on(facts, patience_days)
    return day is not None and day <= today
