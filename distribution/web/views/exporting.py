"""The lists of distribution as files."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from distribution.models import Nomination
from distribution.waiting_list.places import WaitingList
from distribution.web.desk_filters import HandoverFilters
from distribution.web.filters import NominationFilters, ReceiptFilters
from distribution.web.points import PointWords, name_in_lists
from distribution.web.seeing import all_seen
from distribution.web.standing import NominationRow, rows_of, waiting_rows
from distribution.web.tables import HandoverTable, OwnNominationTable, ReceiptTable, WaitingTable
from distribution.web.views.handovers import to_hand_over
from distribution.web.views.nominations import nominations_for_list, table_for
from distribution.web.views.receipts import listed
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.exports.lists import export_list, export_rows
from refurb.exports.words import ListName


@require_POST
@allow(Permission.SEE_NOMINATIONS)
def nomination_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the nominations as a file: what the list shows, and no ground."""
    rows, table = nominations_for_list(request.actor), table_for(request.actor)

    def put(found: Sequence[Nomination]) -> list[NominationRow]:
        if table is OwnNominationTable:
            all_seen(request, (each.household for each in found))
        return rows_of(found)

    return export_list(request, ListName.NOMINATIONS, table, NominationFilters, rows, put)


@require_POST
@allow(Permission.SEE_WAITING_LIST)
def waiting_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the waiting list as a file, in its order."""
    found = WaitingList()
    rows = waiting_rows(found, PointWords(found.policy, name_in_lists))
    return export_rows(request, ListName.WAITING, WaitingTable, rows)


@require_POST
@allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
def receipt_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the receipts as a file."""
    rows = listed(request).fetch_mode(models.FETCH_RAISE)
    return export_list(request, ListName.RECEIPTS, ReceiptTable, ReceiptFilters, rows)


@require_POST
@allow(Permission.HAND_OVER)
def handover_export(request: SignedInRequest) -> HttpResponseBase:
    """Give what is to be handed over as a file."""
    rows = to_hand_over(request.actor)
    return export_list(request, ListName.HANDOVERS, HandoverTable, HandoverFilters, rows)
