"""Filters of the lists: by state, by reference or code; never by a name."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.delivered import with_a_part_of
from distribution.entitlement import proofs_to_renew
from distribution.lifecycle import OPEN
from distribution.models import (
    AllocationRun,
    Handover,
    HouseholdView,
    Nomination,
    Notice,
    Receipt,
)
from distribution.models.run import RunState
from distribution.words import NominationState, NoticeCode
from inventory.codes import InvalidCode, parse_code
from refurb.accounts.models import Organisation
from refurb.reference import communes_of_postcode

LONGEST_TYPED = 60
TASKS = [
    ("renew", _("Proof to renew")),
    ("exception", _("Exception to approve")),
    ("review", _("Review asked for")),
]


class DayInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"


def text_filter(method: str, label: Any) -> django_filters.CharFilter:
    """Make a filter for what is typed, as long as anybody would."""
    return django_filters.CharFilter(method=method, label=label, max_length=LONGEST_TYPED)


def _day(lookup: str, label: Any) -> django_filters.DateFilter:
    field, _separator, comparison = lookup.rpartition("__")
    widget = forms.DateInput(attrs={"type": "date"})
    return django_filters.DateFilter(field, comparison, label=label, widget=widget)


def code_in(text: str) -> str:
    """Read a device's code in whatever was typed; what is none matches nothing."""
    try:
        return parse_code(text)
    except InvalidCode:
        return ""


class NominationFilters(django_filters.FilterSet):
    """By state, by what is to be done, reference, commune and service."""

    state = django_filters.ChoiceFilter(choices=NominationState.choices, label=_("State"))
    todo = django_filters.ChoiceFilter(method="by_task", label=_("To do"), choices=TASKS)
    q = text_filter("search", _("Reference, or your own"))
    commune = text_filter("of_commune", _("Postcode, or code of the commune"))
    organisation = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.filter(is_social_service=True).order_by("name", "pk"),
        label=_("Service"),
        empty_label=_("All"),
    )
    further = ("commune", "organisation")  # folded away until one is used

    class Meta:
        model = Nomination
        fields: ClassVar[list[str]] = []

    @property
    def further_in_use(self) -> bool:
        """Say whether one of the filters that are folded away is set."""
        return any((self.data or {}).get(name) for name in self.further)

    def of_commune(self, rows: QuerySet[Nomination], _name: str, text: str) -> QuerySet[Nomination]:
        """Keep the households of a commune, named by REFNIS code or by one of its postcodes."""
        found = {text, *(each.refnis for each in communes_of_postcode(text))}
        return rows.filter(household__commune__in=found)

    def by_task(self, rows: QuerySet[Nomination], _name: str, task: str) -> QuerySet[Nomination]:
        """Keep those that wait for somebody to act."""
        if task == "renew":
            return proofs_to_renew(rows, timezone.localdate())
        if task == "review":
            return rows.filter(state=NominationState.SUBMITTED, review_asked_at__isnull=False)
        asked = rows.filter(exception_asked_by__isnull=False, exception_approved_by=None)
        return asked.filter(state__in=OPEN)

    def search(self, rows: QuerySet[Nomination], _name: str, text: str) -> QuerySet[Nomination]:
        """Find by our reference or the service's own."""
        return rows.filter(Q(reference__icontains=text) | Q(case_reference__folded=text))


class NoticeFilters(django_filters.FilterSet):
    """By what it is about, read or not, and reference."""

    unread = django_filters.ChoiceFilter(
        method="by_reading", label=_("Read"), choices=[("no", _("Not yet")), ("yes", _("Yes"))]
    )
    code = django_filters.ChoiceFilter(choices=NoticeCode.choices, label=_("News"))
    q = text_filter("search", _("Reference"))

    class Meta:
        model = Notice
        fields: ClassVar[list[str]] = []

    def by_reading(self, rows: QuerySet[Notice], _name: str, read: str) -> QuerySet[Notice]:
        """Keep those read, or those not read yet."""
        return rows.filter(read_at__isnull=read == "no")

    def search(self, rows: QuerySet[Notice], _name: str, text: str) -> QuerySet[Notice]:
        """Find by our reference or the service's own."""
        named = Q(nomination__reference__icontains=text)
        return rows.filter(named | Q(case_reference__folded=text))


class RunFilters(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(choices=RunState.choices, label=_("State"))

    class Meta:
        model = AllocationRun
        fields: ClassVar[list[str]] = []


class ReceiptFilters(django_filters.FilterSet):
    """By number, device or nomination."""

    q = text_filter("search", _("Number, device or nomination"))
    since = _day("handover__handed_over_on__gte", _("Handed over from"))
    until = _day("handover__handed_over_on__lte", _("Handed over until"))
    kept = django_filters.ChoiceFilter(
        choices=[("yes", _("Still with the household")), ("no", _("Returned"))],
        method="by_kept",
        label=_("Where the device is"),
        empty_label=_("All"),
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.order_by("name", "pk"),
        method="of_organisation",
        label=_("Organisation"),
        empty_label=_("All"),
    )
    further = ("since", "until", "kept", "organisation")  # folded away until one is used

    class Meta:
        model = Receipt
        fields: ClassVar[list[str]] = []

    @property
    def further_in_use(self) -> bool:
        """Say whether one of the filters that are folded away is set."""
        return any((self.data or {}).get(name) for name in self.further)

    def by_kept(self, rows: QuerySet[Receipt], _name: str, chosen: str) -> QuerySet[Receipt]:
        """Keep the receipts in force of what was not returned, or those of what was."""
        if chosen == "no":
            return rows.filter(handover__returned__isnull=False)
        return rows.filter(handover__returned=None, superseded_by=None)

    def of_organisation(
        self, rows: QuerySet[Receipt], _name: str, chosen: Organisation
    ) -> QuerySet[Receipt]:
        """Keep what the organisation gave, handed over or asked for."""
        return rows.filter(handover__in=Handover.objects.filter(with_a_part_of(chosen.pk)))

    def search(self, rows: QuerySet[Receipt], _name: str, text: str) -> QuerySet[Receipt]:
        """Find by what stands on the paper."""
        found = Q(handover__allocation__line__nomination__reference__icontains=text)
        return rows.filter(found | named(text))


def named(text: str) -> Q:
    """Match the receipts of a device's code, or of a number."""
    found = Q(handover__allocation__device__code=code_in(text))
    number = text.strip().rpartition("-")[2]
    if number.isdecimal() and number.isascii() and len(number) <= len("2147483647") - 1:
        found |= Q(number=int(number))
    return found


def _organisations(request: Any) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(request.actor).order_by("name", "pk")


class HouseholdViewFilters(django_filters.FilterSet):
    """By household, who looked, and when."""

    q = text_filter("search", _("Nomination, or the service's own case reference"))
    organisation = django_filters.ModelChoiceFilter(
        field_name="viewer__organisation",
        queryset=_organisations,  # type: ignore[arg-type]  # a callable is documented
        label=_("Organisation that looked"),
        empty_label=_("All"),
    )
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From"), widget=DayInput
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("To"), widget=DayInput
    )

    class Meta:
        model = HouseholdView
        fields: ClassVar[list[str]] = []

    def search(
        self, rows: QuerySet[HouseholdView], _name: str, text: str
    ) -> QuerySet[HouseholdView]:
        """Find the households of a reference, ours or the service's own."""
        named = Q(reference__iexact=text) | Q(case_reference__iexact=text)
        return rows.filter(household__in=Nomination.objects.filter(named).values("household"))
