"""Note who was shown which household: the one thing that looking at a page writes.

A table of its own, apart from the audit trail: it is read by coordinators alone, and its rows go
with their household.
"""

from __future__ import annotations

from collections.abc import Iterable

from distribution.models import Household, HouseholdView
from refurb.accounts.models import Membership


def note_views(households: Iterable[Household], *, page: str, actor: Membership) -> None:
    """Note that these households were shown, each once; in one statement."""
    once = {each.pk: each for each in households}
    HouseholdView.objects.bulk_create(
        HouseholdView(household=each, viewer=actor, page=page) for each in once.values()
    )
