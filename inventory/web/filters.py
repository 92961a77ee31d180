"""What inventory's lists can be narrowed by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.ages import Age, begun_between
from inventory.codes import InvalidCode, parse_code
from inventory.grade import Grade
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.milestones import Milestone, having_reached
from inventory.models import (
    Device,
    DeviceQuerySet,
    Donation,
    Drive,
    Erasure,
    Incident,
    Repair,
    RepairWork,
    WipeResult,
)
from inventory.models.donation import Purpose
from inventory.sanitisation import Result, Technology
from inventory.spare_drives import Standing, standing_at
from inventory.waiting_wipes import IN_REVIEW, UNVERIFIED
from refurb.accounts.models import Organisation

SHORTEST_SEARCH = 3  # a trigram index finds nothing shorter


def _holders(request: Any) -> QuerySet[Organisation]:
    """List who can hold devices."""
    rows = Organisation.objects.filter(is_workshop=True)
    return (rows | Organisation.objects.filter(is_partner=True)).order_by("name", "pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(method: str, label: Any) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date"})
    return django_filters.DateFilter(method=method, label=label, widget=widget)


class DeviceFilters(django_filters.FilterSet):
    """Narrow the devices."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Search"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": _("Code, model, serial, shelf")}),
    )
    state = django_filters.ChoiceFilter(
        choices=State.choices, label=_("State"), empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"), empty_label=_("All"))
    grade = django_filters.ChoiceFilter(
        choices=[(grade.value, grade.value) for grade in Grade],
        label=_("Grade"),
        empty_label=_("All"),
    )
    holder = django_filters.ModelChoiceFilter(
        queryset=_holders,  # type: ignore[arg-type]  # a callable is documented
        label=_("Held by"),
        empty_label=_("All"),
    )
    shelf = django_filters.CharFilter(label=_("Shelf"), max_length=30)
    age = django_filters.ChoiceFilter(
        choices=Age.choices, method="by_age", label=_("In this state for"), empty_label=_("All")
    )
    reached = django_filters.ChoiceFilter(
        choices=Milestone.choices, method="by_milestone", label=_("Came to"), empty_label=_("All")
    )
    since = _day("received_since", _("Received from"))
    until = _day("received_until", _("Received until"))
    organisation = django_filters.ModelChoiceFilter(
        queryset=_holders,  # type: ignore[arg-type]  # a callable is documented
        method="of_organisation",
        label=_("Steward or holder"),
        empty_label=_("All"),
    )
    further = ("age", "reached", "since", "until", "organisation")  # folded away until one is used

    class Meta:
        model = Device
        fields: ClassVar[list[str]] = []

    @property
    def further_in_use(self) -> bool:
        """Say whether one of the filters that are folded away is set."""
        return any((self.data or {}).get(name) for name in self.further)

    def of_organisation(
        self, rows: DeviceQuerySet, _name: str, chosen: Organisation
    ) -> QuerySet[Device]:
        """Keep what the organisation answers for or holds."""
        return rows.filter(Q(steward=chosen) | Q(holder=chosen))

    def by_age(self, rows: DeviceQuerySet, _name: str, chosen: str) -> QuerySet[Device]:
        """Keep what has been in its state for so long."""
        after, up_to = begun_between(Age(chosen), timezone.now())
        rows = rows if after is None else rows.filter(state_since__gt=after)
        return rows if up_to is None else rows.filter(state_since__lte=up_to)

    def by_milestone(self, rows: DeviceQuerySet, _name: str, chosen: str) -> QuerySet[Device]:
        """Keep what has come so far, whatever became of it since."""
        return having_reached(rows, Milestone(chosen))

    def received_since(self, rows: DeviceQuerySet, _name: str, day: date) -> QuerySet[Device]:
        """Keep what came on this day or later."""
        return rows.filter(received_at__gte=_midnight(day))

    def received_until(self, rows: DeviceQuerySet, _name: str, day: date) -> QuerySet[Device]:
        """Keep what came on this day or before."""
        last = min(day, date.max - timedelta(days=1))  # there is no day after the last one
        return rows.filter(received_at__lt=_midnight(last + timedelta(days=1)))

    def search(self, rows: QuerySet[Device], _name: str, typed: str) -> QuerySet[Device]:
        """Find a code in any spelling, else the words among code, serial, model and shelf."""
        try:
            return rows.filter(code=parse_code(typed))
        except InvalidCode:
            pass
        if len(typed) < SHORTEST_SEARCH:
            return rows.filter(code__startswith=typed.upper())
        return rows.filter(search__folded=typed)


class DonationFilters(django_filters.FilterSet):
    """Narrow the donations: by reference, never by name, since filters stand in addresses."""

    reference = django_filters.CharFilter(
        lookup_expr="istartswith", label=_("Reference"), max_length=12
    )
    purpose = django_filters.ChoiceFilter(
        choices=Purpose.choices, label=_("Given for"), empty_label=_("All")
    )

    class Meta:
        model = Donation
        fields: ClassVar[list[str]] = []


class SpareDriveFilters(django_filters.FilterSet):
    """Narrow the drives in stock."""

    q = django_filters.CharFilter(
        field_name="serial_number",
        lookup_expr="istartswith",
        label=_("Serial number"),
        max_length=80,
    )
    technology = django_filters.ChoiceFilter(
        choices=Technology.choices, label=_("Technology"), empty_label=_("All")
    )
    standing = django_filters.ChoiceFilter(
        choices=Standing.choices,
        method="by_standing",
        label=_("Sanitisation"),
        empty_label=_("All"),
    )

    class Meta:
        model = Drive
        fields: ClassVar[list[str]] = []

    def by_standing(self, rows: QuerySet[Drive], _name: str, chosen: str) -> QuerySet[Drive]:
        """Keep those that are so far."""
        return standing_at(rows, Standing(chosen))


class WaitingWipeFilters(django_filters.FilterSet):
    """Narrow the wipes that wait for a second person."""

    waits = django_filters.ChoiceFilter(
        choices=[("verifier", _("To verify")), ("lead", _("In review"))],
        method="by_whom",
        label=_("Waits for"),
        empty_label=_("All"),
    )
    mine = django_filters.BooleanFilter(
        method="without_mine",
        label=_("Without my own wipes"),
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Erasure
        fields: ClassVar[list[str]] = []

    def by_whom(self, rows: QuerySet[Erasure], _name: str, chosen: str) -> QuerySet[Erasure]:
        """Keep those that wait for any colleague, or for a lead."""
        return rows.filter(UNVERIFIED if chosen == "verifier" else IN_REVIEW)

    def without_mine(
        self, rows: QuerySet[Erasure], _name: str, chosen: object
    ) -> QuerySet[Erasure]:
        """Leave out what the reader wiped: nobody verifies their own."""
        actor = getattr(self.request, "actor", None)
        return rows.exclude(operator=actor.user_id) if chosen and actor else rows


class RepairFilters(django_filters.FilterSet):
    """Narrow the open repairs."""

    kind = django_filters.ChoiceFilter(
        field_name="device__kind", choices=Kind.choices, label=_("Kind"), empty_label=_("All")
    )
    mine = django_filters.BooleanFilter(
        method="only_mine", label=_("Only those I worked on"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Repair
        fields: ClassVar[list[str]] = []

    def only_mine(self, rows: QuerySet[Repair], _name: str, chosen: object) -> QuerySet[Repair]:
        """Keep the repairs that the reader worked on or opened."""
        actor = getattr(self.request, "actor", None)
        if not chosen or actor is None:
            return rows
        mine = RepairWork.objects.filter(repair=OuterRef("pk"), worker=actor.user_id)
        return rows.filter(Exists(mine) | Q(opened__actor__user=actor.user_id))


class IncidentFilters(django_filters.FilterSet):
    """Narrow the incidents."""

    standing = django_filters.ChoiceFilter(
        choices=[
            ("open", _("Open")),
            ("mine", _("Open, and mine to see to")),
            ("resolved", _("Resolved")),
        ],
        method="by_standing",
        label=_("Standing"),
        empty_label=_("All"),
    )

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = []

    def by_standing(self, rows: QuerySet[Incident], _name: str, chosen: str) -> QuerySet[Incident]:
        """Keep those that are open, the reader's own among them, or those that are resolved."""
        if chosen == "mine":
            actor = getattr(self.request, "actor", None)
            rows = rows.filter(owner=actor)
        return rows.filter(resolved_at__isnull=chosen != "resolved")


class WipeResultFilters(django_filters.FilterSet):
    """Narrow what wipe logs proved."""

    verdict = django_filters.ChoiceFilter(
        choices=Result.choices, label=_("Verdict"), empty_label=_("All")
    )
    standing = django_filters.ChoiceFilter(
        choices=[("waiting", _("Waits for its drive")), ("matched", _("Drive found"))],
        method="by_standing",
        label=_("Standing"),
        empty_label=_("All"),
    )

    class Meta:
        model = WipeResult
        fields: ClassVar[list[str]] = []

    def by_standing(
        self, rows: QuerySet[WipeResult], _name: str, chosen: str
    ) -> QuerySet[WipeResult]:
        """Keep those whose drive nobody knows yet, or those whose drive was found."""
        return rows.filter(drive__isnull=chosen == "waiting")
