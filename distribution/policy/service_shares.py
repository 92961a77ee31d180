"""Read side: how many lines of each social service wait and were served lately.

What coordinators look at before they balance the services in the policy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from distribution.models import Handover, RequestLine
from distribution.waiting_list.usual_waits import LATELY
from distribution.words import PUBLIC_ACCESS
from refurb.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class ServiceShare:
    """A social service; `served`: its lines handed over in the last 90 days."""

    code: str
    name: str
    waiting: int
    served: int


def service_shares(today: date | None = None) -> list[ServiceShare]:
    """List all social services by name, in three queries."""
    since = (today or timezone.localdate()) - LATELY
    waiting = _by_service(RequestLine.objects.waiting(), "nomination__organisation")
    recent = Handover.objects.filter(handed_over_on__gt=since)
    recent = recent.exclude(allocation__line__purpose=PUBLIC_ACCESS)
    served = _by_service(recent, "allocation__line__nomination__organisation")
    services = Organisation.objects.filter(is_social_service=True).order_by("name", "pk")
    return [
        ServiceShare(each.code, each.name, waiting.get(each.pk, 0), served.get(each.pk, 0))
        for each in services
    ]


def _by_service(rows: QuerySet[Any], service: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(service).annotate(Count("pk")))


def service_names(codes: Collection[str]) -> dict[str, str]:
    """Name the services of these codes; no query for none."""
    if not codes:
        return {}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
