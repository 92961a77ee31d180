"""Read side: what was delivered, net of what came back."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from distribution.models import Handover


def with_a_part_of(organisation: int) -> Q:
    """Write the condition on handovers that an organisation gave, made or had asked for."""
    asked = Q(allocation__line__nomination__organisation=organisation)
    return Q(giver=organisation) | Q(recorded_by__organisation=organisation) | asked


def delivered(organisation: int | None = None) -> QuerySet[Handover]:
    """List the handovers whose device is still with its household."""
    rows = Handover.objects.filter(returned=None)
    return rows if organisation is None else rows.filter(with_a_part_of(organisation))
