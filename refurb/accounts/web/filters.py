"""What the lists about accounts can be narrowed by; never a name or address of a person."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Invitation, Membership, Organisation
from refurb.accounts.roles import Role


def _organisations(request: Any) -> QuerySet[Organisation]:
    """List the organisations whose people the reader may see."""
    return Organisation.objects.visible_to(request.actor).order_by("name", "pk")


def _by_organisation() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        queryset=_organisations,  # type: ignore[arg-type]  # a callable is documented
        label=_("Organisation"),
        empty_label=_("All"),
    )


class PeopleFilters(django_filters.FilterSet):
    """By organisation, role and standing."""

    organisation = _by_organisation()
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Role"), empty_label=_("All"))
    standing = django_filters.ChoiceFilter(
        choices=[("active", _("Active")), ("ended", _("Ended")), ("closed", _("Account closed"))],
        method="by_standing",
        label=_("State"),
        empty_label=_("All"),
    )

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = []

    def by_standing(
        self, rows: QuerySet[Membership], _name: str, chosen: str
    ) -> QuerySet[Membership]:
        """Keep those in force, those that ended, or those of closed accounts."""
        kept = {
            "active": Q(ended_at=None, user__is_active=True),
            "ended": Q(ended_at__isnull=False),
            "closed": Q(user__is_active=False),
        }
        return rows.filter(kept[chosen])


class InvitationFilters(django_filters.FilterSet):
    """By organisation and role."""

    organisation = _by_organisation()
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Role"), empty_label=_("All"))

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = []


class OrganisationFilters(django_filters.FilterSet):
    """By name and by what it is."""

    q = django_filters.CharFilter(method="search", label=_("Name or code"), max_length=60)
    sort_of = django_filters.ChoiceFilter(
        choices=[
            ("is_workshop", _("Workshop")),
            ("is_social_service", _("Social service")),
            ("is_partner", _("Partner")),
            ("is_coordination", _("Coordination body")),
        ],
        method="by_sort",
        label=_("What it is"),
        empty_label=_("All"),
    )

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def search(
        self, rows: QuerySet[Organisation], _name: str, typed: str
    ) -> QuerySet[Organisation]:
        """Find by part of the name or of the code."""
        return rows.filter(Q(name__folded=typed) | Q(code__icontains=typed))

    def by_sort(
        self, rows: QuerySet[Organisation], _name: str, chosen: str
    ) -> QuerySet[Organisation]:
        """Keep those that are this, whatever else they are."""
        return rows.filter(**{chosen: True})
