"""Which organisation trains the people of a commune."""

from __future__ import annotations

from refurb.accounts.models import Organisation


def trainer_of(commune: str) -> Organisation | None:
    """Find who trains people of a commune: first one that is there itself, then by name."""
    trainers = Organisation.objects.exclude(training_communes=[])  # some hundred at most
    near = [each for each in trainers if commune in each.training_communes]
    return min(near, key=lambda each: (each.commune != commune, each.name, each.code), default=None)
