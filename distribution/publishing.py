"""Grounds and the policy that a new installation starts with, made once and edited from then on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from distribution.criteria import DEFAULT_CRITERIA
from distribution.grounds import DEFAULT_GROUNDS
from distribution.models import Criterion, Ground, Policy
from distribution.priority import DEFAULT_POINTS, DEFAULT_POINTS_PER_MONTH
from refurb.reference.names import Names

GROUNDS_SINCE = date(2020, 1, 1)


def _columns(field: str, names: Names) -> dict[str, str]:
    return {f"{field}_{lang}": getattr(names, lang) for lang in ("fr", "nl", "de", "en")}


@transaction.atomic
def make_default_grounds() -> int:
    """Make the default grounds whose code is not there yet; return how many were made."""
    known = set(Ground.objects.values_list("code", flat=True))
    made = Ground.objects.bulk_create(
        Ground(
            code=ground.code,
            **_columns("name", ground.names),
            validity_days=ground.validity_days,
            is_sensitive=ground.is_sensitive,
            shown_as=ground.shown_as,
            active_from=GROUNDS_SINCE,
        )
        for ground in DEFAULT_GROUNDS
        if ground.code not in known
    )
    return len(made)


@transaction.atomic
def publish_default_policy(
    published_at: datetime, need_by_commune: Mapping[str, int] | None = None
) -> Policy | None:
    """Publish the default policy as version 1; None when a policy is published already."""
    if Policy.objects.exists():
        return None
    policy = Policy.objects.create(
        version=1,
        published_at=published_at,
        points_per_month=DEFAULT_POINTS_PER_MONTH,
        need_by_commune=dict(need_by_commune or {}),
    )
    circumstances = [
        Criterion(
            policy=policy,
            code=criterion.code,
            points=DEFAULT_POINTS.get(criterion.code, 0),
            **_columns("name", criterion.names),
            **_columns("sentence", criterion.sentences),
        )
        for criterion in DEFAULT_CRITERIA
    ]
    grounds = [
        Criterion(
            policy=policy,
            code=ground.code,
            points=ground.points,
            **_columns("name", ground.names),
            **_columns("sentence", ground.names),
        )
        for ground in DEFAULT_GROUNDS
    ]
    Criterion.objects.bulk_create([*circumstances, *grounds])
    return policy
