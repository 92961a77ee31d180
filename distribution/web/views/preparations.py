"""To prepare: the list of the bench, one machine's page, and the paper sheets."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.allocations.preparation_sheet import draw_sheets
from distribution.models import Allocation
from distribution.web.desk_filters import PreparationFilters
from distribution.web.forms.preparations import PreparationForm
from distribution.web.preparations import preparations_of, set_aside, sheet_of
from distribution.web.run_papers import MOST_SHEETS
from distribution.web.tables import PreparationTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

LONGEST_CODE = 9
LONGEST_NUMBER = 6


@require_safe
@allow(Permission.PREPARE)
def preparation_list(request: SignedInRequest) -> HttpResponse:
    """List what is set aside and still to be made ready to leave; never for whom."""
    rows = set_aside(request.actor).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, PreparationTable, PreparationFilters, rows)
    context["rows"] = preparations_of(context["rows"])
    return render_list(request, "distribution/preparation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PREPARE)
def preparation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one machine's sheet; who works at the bench says that it is prepared."""
    found = get_object_or_404(set_aside(request.actor), pk=pk)
    may_mark = request.actor.may(Permission.WORK)
    if request.method == "POST" and not may_mark:
        raise PermissionDenied
    (shown,) = preparations_of([found])
    form = PreparationForm(**sent(request), initial={"packed": shown.kit})
    if form.does(lambda: form.mark(found, actor=request.actor)):
        is_undone = form.undoes
        messages.success(request, _("It is to be prepared again.") if is_undone else _("Prepared."))
        return redirect("preparation", pk) if is_undone else redirect("preparation-list")
    context = {"form": form, "allocation": found, "preparation": shown, "may_mark": may_mark}
    return render_page(request, "distribution/preparation.html", context, status=form.status)


@require_safe
@allow(Permission.PREPARE)
def preparation_pdf(request: SignedInRequest) -> HttpResponse:
    """Print the sheets of the ticked machines, of a proposal, or of all that the filter shows.

    A hundred at most; `part` is which hundred.
    """
    start = (number_in(request, "part") or 1) * MOST_SHEETS - MOST_SHEETS
    found = preparations_of(list(_chosen(request)[start : start + MOST_SHEETS]))
    if not found:
        messages.info(request, _("There is nothing to print: nothing is to be prepared."))
        return redirect("preparation-list")
    pdf = draw_sheets([sheet_of(each) for each in found])
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="preparation.pdf"'
    return answer


def number_in(request: SignedInRequest, name: str) -> int | None:
    """Read a small number from the address; None when it is not one."""
    sent = request.GET.get(name, "")
    is_one = sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_NUMBER
    return int(sent) if is_one else None


def _chosen(request: SignedInRequest) -> models.QuerySet[Allocation]:
    rows = set_aside(request.actor).order_by("device__holder", "device__shelf", "made_at", "pk")
    ticked = [code for code in request.GET.getlist("device") if len(code) == LONGEST_CODE]
    if ticked:
        return rows.filter(device__code__in=ticked[:MOST_SHEETS])
    if run := number_in(request, "run"):
        return rows.filter(run__number=run)
    filtered: models.QuerySet[Allocation] = PreparationFilters(
        request.GET, rows, request=request
    ).qs
    return filtered
