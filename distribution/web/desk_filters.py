"""Filters of the desk's lists: what is to be prepared and handed over, sent, and looked at."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from distribution.appointments.standing import awaited_at
from distribution.deliveries import IrregularityCode
from distribution.fingerprints import FingerprintKind
from distribution.models import (
    Allocation,
    Consignment,
    ConsignmentLine,
    Irregularity,
    Nomination,
    PossibleDuplicate,
)
from distribution.models.nomination import OF_INSTITUTIONS
from distribution.verdicts import PairState
from distribution.web.filters import code_in, text_filter
from distribution.words import InstitutionKind, NominationState
from inventory.kinds import Kind
from refurb.accounts.models import Organisation


class HandoverFilters(django_filters.FilterSet):
    """By device or nomination, kind, whether it is prepared and awaited, and proposal."""

    q = text_filter("search", _("Device or nomination"))
    kind = django_filters.ChoiceFilter("device__kind", choices=Kind.choices, label=_("Kind"))
    prepared = django_filters.ChoiceFilter(
        method="by_preparation",
        label=_("Prepared"),
        choices=[("no", _("Not yet")), ("yes", _("Yes"))],
    )

    appointment = django_filters.ChoiceFilter(
        method="by_appointment",
        label=_("Appointment"),
        choices=[("no", _("Not yet")), ("yes", _("Booked"))],
    )
    run = django_filters.NumberFilter(
        "run__number", label=_("Proposal"), min_value=1, max_value=2**31 - 1
    )
    further = ("run",)  # folded away until it is used

    class Meta:
        model = Allocation
        fields: ClassVar[list[str]] = []

    @property
    def further_in_use(self) -> bool:
        """Say whether the filter that is folded away is set."""
        return any((self.data or {}).get(name) for name in self.further)

    def by_appointment(
        self, rows: QuerySet[Allocation], _name: str, booked: str
    ) -> QuerySet[Allocation]:
        """Keep what somebody comes for, or what nobody does yet."""
        expected = rows.alias(expected_at=awaited_at())
        return expected.filter(expected_at__isnull=booked == "no")

    def search(self, rows: QuerySet[Allocation], _name: str, text: str) -> QuerySet[Allocation]:
        """Find by the code on the label or the reference."""
        named = Q(line__nomination__reference__icontains=text)
        return rows.filter(named | Q(device__code=code_in(text)))

    def by_preparation(
        self, rows: QuerySet[Allocation], _name: str, prepared: str
    ) -> QuerySet[Allocation]:
        """Keep what was set up as its sheet asks, or what was not yet."""
        return rows.filter(prepared_at__isnull=prepared == "no")


class ConsignmentFilters(django_filters.FilterSet):
    """By number or device, and whether it is on its way."""

    q = text_filter("search", _("Consignment or device"))
    way = django_filters.ChoiceFilter(
        method="on_the_way",
        label=_("Where it is"),
        choices=[("open", _("On its way")), ("closed", _("Settled"))],
    )

    class Meta:
        model = Consignment
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Consignment], _name: str, text: str) -> QuerySet[Consignment]:
        """Find by its number, or by a device that was in it."""
        holding = ConsignmentLine.objects.filter(device__code=code_in(text)).values("consignment")
        return rows.filter(Q(reference__icontains=text) | Q(pk__in=holding))

    def on_the_way(
        self, rows: QuerySet[Consignment], _name: str, way: str
    ) -> QuerySet[Consignment]:
        """Keep those of which a device is still on its way, or none."""
        return rows.filter(closed_at__isnull=way == "open")


class IrregularityFilters(django_filters.FilterSet):
    """By what it is, whether it is open, and device."""

    is_open = django_filters.ChoiceFilter(
        method="by_state",
        label=_("State"),
        choices=[("open", _("Open")), ("resolved", _("Resolved"))],
    )
    code = django_filters.ChoiceFilter(choices=IrregularityCode.choices, label=_("What"))
    q = text_filter("search", _("Device"))

    class Meta:
        model = Irregularity
        fields: ClassVar[list[str]] = []

    def by_state(
        self, rows: QuerySet[Irregularity], _name: str, state: str
    ) -> QuerySet[Irregularity]:
        """Keep those that somebody has to look at, or those that are done."""
        return rows.filter(resolved_at__isnull=state == "open")

    def search(self, rows: QuerySet[Irregularity], _name: str, text: str) -> QuerySet[Irregularity]:
        """Find by the code on the label."""
        return rows.filter(device__code=code_in(text))


class InstitutionFilters(django_filters.FilterSet):
    """By reference or name, what it is, and whether it waits."""

    q = text_filter("search", _("Reference or institution"))
    kind = django_filters.ChoiceFilter(
        "institution__kind", choices=InstitutionKind.choices, label=_("What it is")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            (state.value, state.label) for state in NominationState if state in OF_INSTITUTIONS
        ],
    )

    class Meta:
        model = Nomination
        fields: ClassVar[list[str]] = []

    def search(self, rows: QuerySet[Nomination], _name: str, text: str) -> QuerySet[Nomination]:
        """Find by its reference, or by the institution's name."""
        return rows.filter(Q(reference__iexact=text) | Q(institution__name__icontains=text))


def still_to_prepare() -> Q:
    """Leave out what is prepared, and what is on its way and so at hand for no bench."""
    sent = ConsignmentLine.objects.filter(device=OuterRef("device"), arrival="")
    return Q(prepared_at=None) & Q(~Exists(sent))


def _holders(request: Any) -> QuerySet[Organisation]:
    holding = Allocation.objects.visible_to(request.actor).open().values("device__holder")
    return Organisation.objects.filter(pk__in=holding).order_by("name", "pk")


class PreparationFilters(django_filters.FilterSet):
    """By device, kind and place; without a word, what is still to be prepared and is at hand."""

    q = text_filter("search", _("Device"))
    kind = django_filters.ChoiceFilter("device__kind", choices=Kind.choices, label=_("Kind"))
    holder = django_filters.ModelChoiceFilter(
        field_name="device__holder",
        queryset=_holders,  # type: ignore[arg-type]  # a callable is documented
        label=_("Held by"),
        empty_label=_("All"),
    )
    standing = django_filters.ChoiceFilter(
        method="by_standing",
        label=_("Show"),
        empty_label=_("To prepare"),
        choices=[("prepared", _("Prepared")), ("all", _("All that is set aside"))],
    )

    class Meta:
        model = Allocation
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: QuerySet[Allocation]) -> QuerySet[Allocation]:
        """Filter as asked; unless somebody asks for more, keep what is shown at first."""
        rows: QuerySet[Allocation] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("standing") else rows.filter(still_to_prepare())

    def by_standing(
        self, rows: QuerySet[Allocation], _name: str, standing: str
    ) -> QuerySet[Allocation]:
        """Keep what is prepared, or leave all."""
        return rows.filter(prepared_at__isnull=False) if standing == "prepared" else rows

    def search(self, rows: QuerySet[Allocation], _name: str, text: str) -> QuerySet[Allocation]:
        """Find by the code on the label, of the machine or of what goes with it."""
        code = code_in(text)
        return rows.filter(Q(device__code=code) | Q(companions__device__code=code)).distinct()


def _services(request: Any) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(request.actor).filter(is_social_service=True)
    return rows.order_by("name", "pk")


class DuplicateFilters(django_filters.FilterSet):
    """By what was decided, how they met, service and nomination; never by a name."""

    state = django_filters.ChoiceFilter(choices=PairState.choices, label=_("State"))
    met = django_filters.ChoiceFilter(
        method="by_meeting",
        label=_("How they met"),
        choices=[
            ("same_person", FingerprintKind.PERSON.label),
            ("same_address", FingerprintKind.ADDRESS.label),
            ("alike", _("Alike")),
        ],
    )
    service = django_filters.ModelChoiceFilter(
        method="by_service",
        queryset=_services,  # type: ignore[arg-type]  # a callable is documented
        label=_("Service"),
        empty_label=_("All"),
    )
    q = text_filter("search", _("Nomination"))

    class Meta:
        model = PossibleDuplicate
        fields: ClassVar[list[str]] = []

    def by_meeting(
        self, rows: QuerySet[PossibleDuplicate], _name: str, met: str
    ) -> QuerySet[PossibleDuplicate]:
        """Keep those that met so."""
        return rows.filter(score__gt=0) if met == "alike" else rows.filter(**{met: True})

    def by_service(
        self, rows: QuerySet[PossibleDuplicate], _name: str, service: Organisation
    ) -> QuerySet[PossibleDuplicate]:
        """Keep those of which a service brought one."""
        return rows.filter(Q(first__organisation=service) | Q(second__organisation=service))

    def search(
        self, rows: QuerySet[PossibleDuplicate], _name: str, text: str
    ) -> QuerySet[PossibleDuplicate]:
        """Find those of a nomination, by its reference."""
        theirs = Nomination.objects.filter(reference__iexact=text).values("household")
        return rows.filter(Q(first__in=theirs) | Q(second__in=theirs))
