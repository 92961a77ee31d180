"""The columns of the list of tasks, and what it can be narrowed by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from refurb.jobs.models import Job, JobState


class JobTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Tasks, newest first."""

    task = tables.Column(verbose_name=_("Task"), orderable=False)
    asked = tables.Column(verbose_name=_("Asked for"), order_by=("pk",))
    progress = tables.Column(
        verbose_name=_("Progress"), orderable=False, attrs={"th": {"class": "number"}}
    )
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "-asked"


class JobFilters(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        choices=[choice for choice in JobState.choices if choice[0] != JobState.DRAFT],
        label=_("State"),
        empty_label=_("All"),
    )

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = []
