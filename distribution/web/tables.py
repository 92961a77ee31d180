"""Columns of the lists, and how each may be sorted; rows are drawn by the pages."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _


class NominationTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Nominations, newest first."""

    reference = tables.Column(verbose_name=_("Nomination"), order_by=("reference",))
    service = tables.Column(verbose_name=_("Service"), orderable=False)
    wanted = tables.Column(verbose_name=_("Asked for"), orderable=False)
    commune = tables.Column(verbose_name=_("Commune"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)
    place = tables.Column(
        verbose_name=_("Place"), orderable=False, attrs={"th": {"class": "number"}}
    )
    created = tables.Column(verbose_name=_("Drafted"), order_by=("created_at",))

    class Meta:
        order_by = "-created"


class OwnNominationTable(NominationTable):
    """The same for a social service, which knows its households."""

    service = tables.Column(verbose_name=_("Household"), orderable=False)

    class Meta(NominationTable.Meta):
        pass


class HandoverTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """What is to be handed over, the longest set aside first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    model = tables.Column(verbose_name=_("Model"), orderable=False)
    shelf = tables.Column(verbose_name=_("Shelf"), orderable=False)
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    since = tables.Column(verbose_name=_("Set aside"), order_by=("made_at",))

    class Meta:
        order_by = "since"


class RunTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Allocation runs, newest first."""

    number = tables.Column(verbose_name=_("Proposal"), order_by=("number",))
    asked = tables.Column(verbose_name=_("Asked for"), orderable=False)
    pairs = tables.Column(verbose_name=_("Pairs"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "-number"


class ReceiptTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Receipts, newest first."""

    number = tables.Column(verbose_name=_("Receipt"), orderable=False)
    device = tables.Column(verbose_name=_("Device"), orderable=False)
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    language = tables.Column(verbose_name=_("Language"), orderable=False)
    issued = tables.Column(verbose_name=_("Issued"), order_by=("issued_on",))

    class Meta:
        order_by = "-issued"
