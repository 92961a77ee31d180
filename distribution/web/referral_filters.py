"""Filters of the list of referrals: what, where it stands, how old; never a name."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models import Referral
from distribution.words import OPEN_REFERRALS, ReferralState
from refurb.accounts.offers import Service

AGES = [
    ("14", _("More than 2 weeks")),
    ("30", _("More than a month")),
    ("90", _("More than 3 months")),
]


class ReferralFilters(django_filters.FilterSet):
    """By where it stands, what is wanted, and age."""

    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("State"),
        choices=[
            ("open", _("Open")),
            ("nowhere", _("Without a place")),
            *ReferralState.choices,
        ],
    )
    service = django_filters.ChoiceFilter(choices=Service.choices, label=_("What is wanted"))
    age = django_filters.ChoiceFilter(method="by_age", label=_("How old"), choices=AGES)

    class Meta:
        model = Referral
        fields: ClassVar[list[str]] = []

    def by_state(self, rows: QuerySet[Referral], _name: str, state: str) -> QuerySet[Referral]:
        """Keep what stands there; open ones as a whole, or those for which nobody is near."""
        if state == "open":
            return rows.filter(state__in=OPEN_REFERRALS)
        if state == "nowhere":
            return rows.filter(state=ReferralState.PROPOSED, organisation=None)
        return rows.filter(state=state)

    def by_age(self, rows: QuerySet[Referral], _name: str, days: str) -> QuerySet[Referral]:
        """Keep those proposed longer ago."""
        return rows.filter(created_at__lt=timezone.now() - timedelta(days=int(days)))
