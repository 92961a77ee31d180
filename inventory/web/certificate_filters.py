"""What the list of certificates can be narrowed by."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.codes import InvalidCode, parse_code
from inventory.models import Certificate

MOST_DIGITS = 9  # of a number that the database can hold


class CertificateFilters(django_filters.FilterSet):
    """Narrow the certificates of erasure."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Search"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("Number, device, donation")}),
    )
    standing = django_filters.ChoiceFilter(
        choices=[
            ("in_force", _("In force")),
            ("interim", _("In force, with drives left open")),
            ("superseded", _("Superseded")),
        ],
        method="by_standing",
        label=_("Standing"),
        empty_label=_("All"),
    )

    class Meta:
        model = Certificate
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Certificate], _name: str, words: str) -> QuerySet[Certificate]:
        """Keep those of a donation or a device, or with a number; by whole words."""
        asked = words.strip().upper()
        found = Q(donation__reference=asked)
        last = asked.rpartition("-")[2]
        if last.isascii() and last.isdecimal() and len(last) <= MOST_DIGITS:
            found |= Q(number=int(last))
        try:
            found |= Q(device__code=parse_code(asked))
        except InvalidCode:
            return rows.filter(found)
        return rows.filter(found)

    def by_standing(
        self, rows: QuerySet[Certificate], _name: str, chosen: str
    ) -> QuerySet[Certificate]:
        """Keep those that count, those among them that leave drives open, or the older ones."""
        rows = rows.filter(superseded_by__isnull=chosen != "superseded")
        return rows.filter(is_complete=False) if chosen == "interim" else rows
