"""Proposals for all: ask for one, review it, confirm it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from distribution.confirming import Unconfirmed, confirm_run
from distribution.models import AllocationRun
from distribution.models.run import RunState
from distribution.proposing import request_run
from distribution.web.filters import RunFilters
from distribution.web.forms.allocations import ConfirmForm
from distribution.web.review import is_under_way, review_of
from distribution.web.tables import RunTable
from inventory.codes import show_code
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

RUN = "distribution/run.html"


def visible(request: SignedInRequest) -> QuerySet[AllocationRun]:
    """List the runs the actor may read, with what pages read of them."""
    rows = AllocationRun.objects.visible_to(request.actor)
    return rows.select_related("policy", "requested_by__user", "confirmed_by__user")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_RUNS)
def run_list(request: SignedInRequest) -> HttpResponse:
    """List proposals; a coordinator asks for a new one here."""
    may_ask = request.actor.may(Permission.ALLOCATE)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied
        return redirect("run", request_run(actor=request.actor).number)
    rows = visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, RunTable, RunFilters, rows) | {"may_ask": may_ask}
    return render_list(request, "distribution/run_list.html", context)


@require_safe
@allow(Permission.SEE_RUNS)
def run(request: SignedInRequest, number: int) -> HttpResponse:
    """Show how far a proposal is, then every pair and every line left out, with why."""
    found = get_object_or_404(visible(request), number=number)
    return render_page(request, RUN, _context(request, found), part="progress")


def _context(request: SignedInRequest, run: AllocationRun) -> dict[str, object]:
    review = review_of(run)
    may_confirm = request.actor.may(Permission.ALLOCATE) and run.state == RunState.PROPOSED
    return {
        "run": run,
        "review": review,
        "is_under_way": is_under_way(run),
        "may_confirm": may_confirm,
        "may_open": request.actor.may(Permission.SEE_ALL_NOMINATIONS),
        "ticked": {pair.line for pair in review.pairs},
        "form": ConfirmForm(None, []),
    }


@require_POST
@allow(Permission.ALLOCATE)
def run_confirm(request: SignedInRequest, number: int) -> HttpResponse:
    """Reserve what stayed ticked, in one transaction."""
    found = get_object_or_404(visible(request), number=number)
    form = ConfirmForm(request.POST, [pair["line"] for pair in found.result.get("pairs", [])])
    if form.does(lambda: confirm_run(found, **form.said(), actor=request.actor)):
        _tell(request, form.done)
        return redirect("run", number)
    context = _context(request, found) | {"form": form, "ticked": form.ticked()}
    return render_page(request, RUN, context, status=form.status)


def _tell(request: SignedInRequest, moved: list[Unconfirmed]) -> None:
    messages.success(request, _("The proposal is confirmed: its devices are set aside."))
    for each in moved:
        why = " ".join(str(reason) for reason in each.reasons)
        sentence = _("%(device)s is not set aside for %(reference)s: %(why)s")
        told = {"device": show_code(each.device), "reference": each.reference, "why": why}
        messages.warning(request, sentence % told)
