"""Columns of the lists about accounts; rows are drawn by the pages."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _


class PeopleTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Memberships, newest first."""

    name = tables.Column(verbose_name=_("Name"), orderable=False)
    role = tables.Column(verbose_name=_("Role"), orderable=False)
    organisation = tables.Column(verbose_name=_("Organisation"), orderable=False)
    email = tables.Column(verbose_name=_("E-mail"), orderable=False)
    since = tables.Column(verbose_name=_("Since"), order_by=("created_at",))
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "-since"


class InvitationTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Open invitations, newest first."""

    email = tables.Column(verbose_name=_("E-mail"), orderable=False)
    role = tables.Column(verbose_name=_("Role"), orderable=False)
    organisation = tables.Column(verbose_name=_("Organisation"), orderable=False)
    sent = tables.Column(verbose_name=_("Sent"), order_by=("sent_at",))
    state = tables.Column(verbose_name=_("State"), orderable=False)
    act = tables.Column(verbose_name=_("What to do"), orderable=False)

    class Meta:
        order_by = "-sent"


class OrganisationTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Organisations by code."""

    code = tables.Column(verbose_name=_("Code"), order_by=("code",))
    name = tables.Column(verbose_name=_("Name"), orderable=False)
    sorts = tables.Column(verbose_name=_("What it is"), orderable=False)
    commune = tables.Column(verbose_name=_("Commune"), orderable=False)
    people = tables.Column(
        verbose_name=_("People"), orderable=False, attrs={"th": {"class": "number"}}
    )

    class Meta:
        order_by = "code"
