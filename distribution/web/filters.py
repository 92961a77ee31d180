"""Filters of the lists: by state, by reference or code; never by a name."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from distribution.models import Allocation, AllocationRun, Nomination, Receipt
from distribution.models.allocation import RunState
from distribution.words import NominationState
from inventory.codes import InvalidCode, parse_code

LONGEST_TYPED = 60


def _text(method: str, label: Any) -> django_filters.CharFilter:
    return django_filters.CharFilter(method=method, label=label, max_length=LONGEST_TYPED)


def code_in(text: str) -> str:
    """Read a device's code in whatever was typed; what is none matches nothing."""
    try:
        return parse_code(text)
    except InvalidCode:
        return ""


class NominationFilters(django_filters.FilterSet):
    """By state and reference."""

    state = django_filters.ChoiceFilter(choices=NominationState.choices, label=_("State"))
    q = _text("search", _("Reference"))

    class Meta:
        model = Nomination
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Nomination], _name: str, text: str) -> QuerySet[Nomination]:
        """Find by our reference or the service's own."""
        return rows.filter(Q(reference__icontains=text) | Q(case_reference__icontains=text))


class HandoverFilters(django_filters.FilterSet):
    """By device or nomination."""

    q = _text("search", _("Device or nomination"))

    class Meta:
        model = Allocation
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Allocation], _name: str, text: str) -> QuerySet[Allocation]:
        """Find by the code on the label or the reference."""
        named = Q(line__nomination__reference__icontains=text)
        return rows.filter(named | Q(device__code=code_in(text)))


class RunFilters(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(choices=RunState.choices, label=_("State"))

    class Meta:
        model = AllocationRun
        fields: ClassVar[list[str]] = []


class ReceiptFilters(django_filters.FilterSet):
    """By number, device or nomination."""

    q = _text("search", _("Number, device or nomination"))

    class Meta:
        model = Receipt
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Receipt], _name: str, text: str) -> QuerySet[Receipt]:
        """Find by what stands on the paper."""
        found = Q(handover__allocation__line__nomination__reference__icontains=text)
        found |= Q(handover__allocation__device__code=code_in(text))
        number = text.strip().rpartition("-")[2]
        if number.isdecimal() and number.isascii() and len(number) <= len("2147483647") - 1:
            found |= Q(number=int(number))
        return rows.filter(found)
