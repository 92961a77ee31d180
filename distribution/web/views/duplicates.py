"""Possible duplicates: who may be one household, and what a coordinator decides."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.models import PossibleDuplicate
from distribution.web.desk_filters import DuplicateFilters
from distribution.web.forms.duplicates import VerdictForm
from distribution.web.pairs import rows_of, with_both
from distribution.web.seeing import seen
from distribution.web.tables import DuplicateTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


def _visible(request: SignedInRequest) -> models.QuerySet[PossibleDuplicate]:
    return with_both(PossibleDuplicate.objects.visible_to(request.actor))


@require_safe
@allow(Permission.DECIDE)
def duplicate_list(request: SignedInRequest) -> HttpResponse:
    """List pairs that may be one household, those to decide first; no name stands here."""
    rows = _visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, DuplicateTable, DuplicateFilters, rows)
    context["rows"] = rows_of(context["rows"], request.actor)
    return render_list(request, "distribution/duplicate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.DECIDE)
def duplicate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a pair without names, and decide whether it is one household."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = VerdictForm(**sent(request), state=found.state)
    if form.does(lambda: form.decide(found, actor=request.actor)):
        messages.success(request, _("Your decision on %(it)s is recorded.") % {"it": found})
        return redirect("duplicate", pk)
    context = _context(found, request.actor) | {"form": form}
    return render_page(request, "distribution/duplicate.html", context, status=form.status)


@require_safe
@allow(Permission.DECIDE)
def duplicate_names(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a pair: names and addresses beside each other. Both views are noted."""
    rows = with_both(PossibleDuplicate.objects.known_to(request.actor))
    found = get_object_or_404(rows, pk=pk)
    seen(request, found.first, found.second)
    context = _context(found, request.actor) | {"is_opened": True}
    context["form"] = VerdictForm(state=found.state)
    return render_page(request, "distribution/duplicate.html", context)


def _context(pair: PossibleDuplicate, actor: Membership) -> dict[str, object]:
    rows = pair.decisions.select_related("decided_by__user").order_by("-pk")
    decisions = list(rows)
    return {
        "pair": pair,
        "row": rows_of([pair], actor)[0],
        "decisions": decisions,
        "seen": decisions[0].pk if decisions else 0,
    }
