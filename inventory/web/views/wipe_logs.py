"""Wipe logs: what they proved of each drive, and why."""

from __future__ import annotations

from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from inventory.models import WipeLog, WipeResult
from inventory.web.filters import WipeResultFilters
from inventory.web.tables import WipeResultTable
from inventory.web.wipe_log_page import wipe_log_page
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.SEE_EVIDENCE)
def wipe_log_list(request: SignedInRequest) -> HttpResponse:
    """List what wipe logs proved, drive by drive; those without a drive wait for it."""
    rows = WipeResult.objects.visible_to(request.actor)
    rows = rows.select_related("log", "drive__device").defer("log__raw", "drive__device__hardware")
    context = list_page(request, WipeResultTable, WipeResultFilters, rows.fetch_mode(FETCH_RAISE))
    context["may_send"] = request.actor.may(Permission.RECEIVE)
    return render_list(request, "inventory/wipe_log_list.html", context)


def _my_log(request: SignedInRequest, pk: int) -> WipeLog:
    mine = WipeLog.objects.visible_to(request.actor)
    return get_object_or_404(mine.select_related("uploaded_by__user", "organisation"), pk=pk)


@allow(Permission.SEE_EVIDENCE)
def wipe_log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what each run of a log proved, with the lines that speak against it."""
    log = _my_log(request, pk)
    context = {"log": log, "results": wipe_log_page(log, request.actor)}
    return render_page(request, "inventory/wipe_log.html", context)


@allow(Permission.SEE_EVIDENCE)
def wipe_log_raw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the bytes as they came in; never shown by the browser, whatever they hold."""
    log = _my_log(request, pk)
    response = HttpResponse(bytes(log.raw), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="wipe-log-{log.pk}.txt"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
