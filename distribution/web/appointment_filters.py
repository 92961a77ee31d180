"""Filters of the list of appointments: when, where it stands, how, of which proposal; no name."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import AppointmentState
from distribution.models import Allocation, Appointment
from distribution.web.appointments import COMING, LATE, TODAY, turn
from distribution.web.filters import text_filter

WHEN = {"today": TODAY, "late": LATE, "coming": COMING}


class AppointmentFilters(django_filters.FilterSet):
    """By when, day, state, nomination, how, and the proposal that set its machines aside."""

    when = django_filters.ChoiceFilter(
        method="by_turn",
        label=_("When"),
        choices=[
            ("today", _("Today")),
            ("coming", _("The coming days")),
            ("late", _("Past, and nobody said what came of it")),
        ],
    )
    day = django_filters.DateFilter(
        "starts_at__date", label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    state = django_filters.ChoiceFilter(choices=AppointmentState.choices, label=_("State"))
    how = django_filters.ChoiceFilter(
        method="by_way",
        label=_("How"),
        choices=[("collected", _("Collected")), ("brought", _("Brought to their door"))],
    )
    q = text_filter("search", _("Nomination"))
    run = django_filters.NumberFilter(
        method="by_run", label=_("Proposal"), min_value=1, max_value=2**31 - 1
    )
    further = ("how", "q", "run")  # folded away until one is used

    class Meta:
        model = Appointment
        fields: ClassVar[list[str]] = []

    @property
    def further_in_use(self) -> bool:
        """Say whether one of the filters that are folded away is set."""
        return any((self.data or {}).get(name) for name in self.further)

    def by_turn(self, rows: QuerySet[Appointment], _name: str, when: str) -> QuerySet[Appointment]:
        """Keep those of today, to come, or to be settled."""
        return rows.alias(asked=turn()).filter(asked=WHEN[when])

    def by_way(self, rows: QuerySet[Appointment], _name: str, how: str) -> QuerySet[Appointment]:
        """Keep what is collected, or what is brought."""
        return rows.filter(at_home=how == "brought")

    def search(self, rows: QuerySet[Appointment], _name: str, text: str) -> QuerySet[Appointment]:
        """Find by the nomination's reference."""
        return rows.filter(nomination__reference__icontains=text)

    def by_run(self, rows: QuerySet[Appointment], _name: str, run: int) -> QuerySet[Appointment]:
        """Keep those for what a proposal set aside."""
        theirs = Allocation.objects.filter(run__number=int(run)).values("line__nomination")
        return rows.filter(nomination__in=theirs)
