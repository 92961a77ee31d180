"""The audit trail as a file: of the floor, since accounts, whose page it is, knows no exports."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.audit.models import Entry
from refurb.exports.lists import Values, export_rows
from refurb.exports.words import ListName

ROWS_AT_ONCE = 2_000


class TrailTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """What was done, newest first."""

    at = tables.Column(verbose_name=_("When"))
    who = tables.Column(verbose_name=_("Who"))
    organisation = tables.Column(verbose_name=_("Organisation"))
    what = tables.Column(verbose_name=_("What was done"))

    values: ClassVar[Values] = {
        "at": lambda entry: entry.at,
        "who": lambda entry: entry.actor.user.name if entry.actor else _("The system"),
        "organisation": lambda entry: entry.actor.organisation.name if entry.actor else "",
        "what": lambda entry: entry.sentence,
    }


@require_POST
@allow(Permission.SEE_AUDIT)
def audit_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the trail as a file."""
    rows = Entry.objects.visible_to(request.actor).order_by("-pk")
    rows = rows.select_related("actor__user", "actor__organisation")
    found = rows.iterator(chunk_size=ROWS_AT_ONCE)
    return export_rows(request, ListName.AUDIT, TrailTable, found)
