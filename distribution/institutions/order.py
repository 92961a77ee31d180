"""Where each nomination for an institution stands: in the order of submission, in its own list."""

from __future__ import annotations

from distribution.models import InstitutionNomination


def institution_places() -> dict[int, int]:
    """Give the place of each that waits, by id; one query, for there are few institutions."""
    waiting = InstitutionNomination.objects.waiting().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(waiting, start=1)}
