"""Proposals for all: ask for one, follow it, review it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from distribution.appointments.standing import unbooked
from distribution.models import AllocationRun
from distribution.models.run import COMPUTED, RunState
from distribution.runs.proposing import request_run
from distribution.runs.reviewed import Otherwise
from distribution.web.filters import RunFilters
from distribution.web.forms.runs import ConfirmForm, ExcludeForm
from distribution.web.review import review_of
from distribution.web.run_papers import letter_parts, slip_parts
from distribution.web.run_wishes import wish_rows, wishes_of
from distribution.web.run_words import why_failed
from distribution.web.tables import RunTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import ActForm
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

RUN = "distribution/run.html"


def visible(request: SignedInRequest) -> QuerySet[AllocationRun]:
    """List the runs the actor may read, with what pages read of them."""
    rows = AllocationRun.objects.visible_to(request.actor)
    return rows.select_related(
        "policy", "requested_by__user", "confirmed_by__user", "based_on", "compared_with"
    )


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
    found = find(request, number)
    return render_page(request, RUN, run_context(request, found), part="progress")


def find(request: SignedInRequest, number: int) -> AllocationRun:
    """Find a run by its number; 404 for who may not read runs."""
    return get_object_or_404(visible(request), number=number)


def run_context(
    request: SignedInRequest, run: AllocationRun, form: ActForm | None = None
) -> dict[str, object]:
    """Gather what the page of a run shows; `form`: the one that was refused."""
    may_act = request.actor.may(Permission.ALLOCATE)
    is_reviewed = run.state in COMPUTED and not run.is_under_way
    context: dict[str, object] = {
        "run": run,
        "may_act": may_act,
        "may_change": may_act and run.state == RunState.PROPOSED,
        "may_open": request.actor.may(Permission.SEE_ALL_NOMINATIONS),
        "query": request.GET.urlencode(),
        "form": form,
        "exclusion": form if isinstance(form, ExcludeForm) else ExcludeForm(),
        "confirmation": form if isinstance(form, ConfirmForm) else ConfirmForm(),
    }
    failure = why_failed(run.failure) if run.failure else ""
    if is_reviewed:
        shown = {"review": review_of(run, request), **_leaving(run, may_act=may_act)}
        return context | shown | {"failure": failure}
    return context | {"failure": failure, "wishes": wish_rows(run, wishes_of(run), Otherwise())}


def _leaving(run: AllocationRun, *, may_act: bool) -> dict[str, object]:
    """Give what follows once a run is confirmed: slips to print, households to invite."""
    if not may_act or run.state != RunState.CONFIRMED:
        return {}
    return {
        "slips": slip_parts(run),
        "letters": letter_parts(run),
        "unbooked": unbooked(run.allocations.all()),
    }
