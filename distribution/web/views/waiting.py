"""The waiting list and the allocation board."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from distribution.waiting_list.places import WaitingList
from distribution.web.board import addresses, board, pages_of
from distribution.web.forms.allocations import AllocateForm
from distribution.web.pairs import open_pairs_of
from distribution.web.points import PointWords, name_in_lists
from distribution.web.standing import waiting_rows
from distribution.web.tables import WaitingTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.lists import headings_of, render_list
from refurb.web.pages import render_page

BOARD = "distribution/allocation_board.html"


@require_safe
@allow(Permission.SEE_WAITING_LIST)
def waiting_list(request: SignedInRequest) -> HttpResponse:
    """List who waits, in order, each with its points in words."""
    found = WaitingList()
    page = pages_of(request, found)
    context = {
        "rows": list(waiting_rows(page, PointWords(found.policy, name_in_lists))),
        "policy": found.policy,
        "waiting": len(found),
        "headings": headings_of(WaitingTable([]), request.GET),
        "export_url": reverse("waiting-export"),
        **addresses(request, page),
    }
    return render_list(request, "distribution/waiting_list.html", context)


@require_safe
@allow(Permission.ALLOCATE)
def allocation_board(request: SignedInRequest) -> HttpResponse:
    """Show who waits, households or institutions, beside what fits the line chosen."""
    line = request.GET.get("line", "")
    return render_page(request, BOARD, _board_context(request, line) | {"form": AllocateForm()})


@require_POST
@allow(Permission.ALLOCATE)
def allocation_add(request: SignedInRequest) -> HttpResponse:
    """Set a device aside for a line."""
    form = AllocateForm(request.POST)
    if form.does(lambda: form.allocate(actor=request.actor)):
        messages.success(request, _("The device is set aside. The workshop sees what to prepare."))
        return redirect("allocation", form.done.pk)
    context = _board_context(request, request.POST.get("line", "")) | {"form": form}
    return render_page(request, BOARD, context, status=form.status)


def _board_context(request: SignedInRequest, line: str) -> dict[str, object]:
    """Gather the board, and what is to be decided about the household chosen."""
    shown = board(request, line)
    nomination = shown.chosen.nomination if shown.chosen else None
    is_household = nomination is not None and nomination.institution_id is None
    pairs = open_pairs_of(nomination, request.actor) if nomination and is_household else []
    return {"board": shown, "pairs": pairs}
