"""Wipe logs: what they proved of each drive, and why."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.models import WipeLog, WipeResult
from inventory.proving import name_drive
from inventory.web.filters import WipeResultFilters
from inventory.web.forms.reports import NameDriveForm
from inventory.web.tables import WipeResultTable
from inventory.web.wipe_log_page import wipe_log_page
from inventory.wipe_logs import LogFormat
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

# Never shown by the browser, whatever they hold: what each is called when it is saved.
KINDS = {
    LogFormat.NWIPE: ("text/plain; charset=utf-8", "txt"),
    LogFormat.SANITIZE: ("application/json", "json"),
    LogFormat.NWIPE_PDF: ("application/pdf", "pdf"),
    LogFormat.BLANCCO: ("application/xml", "xml"),
}


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
    context = {
        "log": log,
        "results": wipe_log_page(log, request.actor),
        "may_name": log.format == LogFormat.NWIPE_PDF and _may_name(log, request.actor),
    }
    return render_page(request, "inventory/wipe_log.html", context)


@allow(Permission.SEE_EVIDENCE)
def wipe_log_raw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the bytes as they came in; never shown by the browser, whatever they hold."""
    log = _my_log(request, pk)
    kind, ending = KINDS[LogFormat(log.format)]
    response = HttpResponse(bytes(log.raw), content_type=kind)
    name = f"wipe-log-{log.pk}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _may_name(log: WipeLog, actor: Membership) -> bool:
    return actor.may(Permission.RECEIVE) and log.organisation_id == actor.organisation_id


@allow(Permission.RECEIVE)
def wipe_log_drive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say of which drive a PDF certificate is: no program reads it."""
    log = _my_log(request, pk)
    result = log.results.order_by("run", "place").first()
    form = NameDriveForm(**sent(request))
    if result and form.does(
        lambda: name_drive(result, form.cleaned_data["serial_number"], actor=request.actor)
    ):
        messages.success(request, _("Saved. A lead has to look at it."))
        return redirect("wipe-log", log.pk)
    context = {"form": form, "log": log}
    return render_page(request, "inventory/wipe_log_drive.html", context, status=form.status)
