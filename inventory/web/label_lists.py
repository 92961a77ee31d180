"""The lists of labels printed before: their columns, and what they can be narrowed by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.models import Label, LabelBatch
from inventory.models.label import LabelQuerySet, LabelState
from inventory.web.tables import NUMBER


class LabelBatchTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Batches of labels, newest first."""

    reference = tables.Column(verbose_name=_("Reference"), orderable=False)
    printed_at = tables.Column(verbose_name=_("Prepared on"), order_by=("pk",))
    printed_by = tables.Column(verbose_name=_("By"), orderable=False)
    free = tables.Column(verbose_name=_("Free"), orderable=False, attrs=NUMBER)
    bound = tables.Column(verbose_name=_("On a device"), orderable=False, attrs=NUMBER)
    void = tables.Column(verbose_name=_("Void"), orderable=False, attrs=NUMBER)

    class Meta:
        order_by = "-printed_at"


class LabelTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """The labels of a batch, in the order of the sheet."""

    code = tables.Column(verbose_name=_("Code"), order_by=("pk",))
    state = tables.Column(verbose_name=_("What became of it"), orderable=False)
    device = tables.Column(verbose_name=_("Device"), orderable=False)

    class Meta:
        order_by = "code"


class LabelBatchFilters(django_filters.FilterSet):
    """Narrow the batches of labels."""

    reference = django_filters.CharFilter(
        lookup_expr="istartswith", label=_("Reference"), max_length=12
    )
    left = django_filters.ChoiceFilter(
        choices=[("free", _("With free labels"))],
        method="with_free_labels",
        label=_("Labels"),
        empty_label=_("All"),
    )

    class Meta:
        model = LabelBatch
        fields: ClassVar[list[str]] = []

    def with_free_labels(
        self, rows: QuerySet[LabelBatch], _name: str, _chosen: str
    ) -> QuerySet[LabelBatch]:
        """Keep those of which a label can still be stuck on a device."""
        return rows.filter(Exists(Label.objects.filter(batch=OuterRef("pk")).free()))


class LabelFilters(django_filters.FilterSet):
    """Narrow the labels of a batch."""

    state = django_filters.ChoiceFilter(
        choices=LabelState.choices,
        method="by_state",
        label=_("What became of it"),
        empty_label=_("All"),
    )

    class Meta:
        model = Label
        fields: ClassVar[list[str]] = []

    def by_state(self, rows: LabelQuerySet, _name: str, chosen: str) -> LabelQuerySet:
        """Keep those that are free, on a device, or void."""
        if chosen == LabelState.PRINTED:
            return rows.free()
        if chosen == LabelState.VOID:
            return rows.filter(voided_at__isnull=False)
        return rows.filter(device__isnull=False)
