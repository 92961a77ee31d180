"""Where each nomination for an institution stands: in the order of submission, in its own list.

A machine that broke while it was set aside stands before all others, as in the households' list.
"""

from __future__ import annotations

from django.db.models import F, QuerySet

from distribution.models import Nomination, RequestLine
from distribution.models.nomination import NominationQuerySet
from distribution.words import PUBLIC_ACCESS, LineState, NominationState


def in_order() -> NominationQuerySet:
    """List those that wait for a machine: first who was submitted first."""
    rows = Nomination.institutions.filter(state=NominationState.WAITING)
    return rows.order_by("submitted_at", "pk")


def institution_places() -> dict[int, int]:
    """Give the place of each that waits, by id; one query, for there are few institutions."""
    return {pk: place for place, pk in enumerate(in_order().values_list("pk", flat=True), start=1)}


def lines_in_order() -> QuerySet[RequestLine]:
    """List the machines that institutions wait for, in the order of their list; one query."""
    rows = RequestLine.objects.filter(purpose=PUBLIC_ACCESS, state=LineState.WAITING)
    rows = rows.select_related("nomination__institution", "nomination__organisation")
    broke_first = F("ahead_since").asc(nulls_last=True)
    return rows.order_by(broke_first, "nomination__submitted_at", "nomination", "number")
