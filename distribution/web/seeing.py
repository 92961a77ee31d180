"""Say which households a page shows: each view of one is noted."""

from __future__ import annotations

from collections.abc import Iterable

from distribution.models import Household, Nomination
from distribution.nominations.viewing import note_views
from refurb.accounts.access import SignedInRequest


def seen(request: SignedInRequest, *households: Household) -> None:
    """Note that the page asked for shows these households."""
    all_seen(request, households)


def receiver_seen(request: SignedInRequest, nomination: Nomination) -> None:
    """Note that the page shows whom a nomination is for; an institution is nobody's secret."""
    if nomination.institution_id is None:
        seen(request, nomination.household)


def all_seen(request: SignedInRequest, households: Iterable[Household]) -> None:
    """Note the same for a list."""
    match = request.resolver_match
    page = (match.url_name if match else None) or request.path
    note_views(households, page=page[:60], actor=request.actor)
