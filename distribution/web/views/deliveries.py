"""Deliveries, reported after the fact, by a partner on a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distribution.models import Allocation, DeliveryReport
from distribution.receivers import receiver_of
from distribution.web.arrivals import consignment_of
from distribution.web.contacts import contact_of
from distribution.web.forms.deliveries import NotDeliveredForm, ReportForm
from distribution.web.forms.handovers import at_first
from distribution.web.seeing import receiver_seen
from distribution.web.views.allocations import parting_context, visible
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page

page = require_http_methods(["GET", "HEAD", "POST"])


def _find(request: SignedInRequest, pk: int) -> Allocation:
    rows = visible(request).mains().exclude(end="handed_over")
    return get_object_or_404(rows.select_related("device__steward"), pk=pk)


def _back(request: SignedInRequest, allocation: Allocation) -> HttpResponse:
    """Go on with the consignment that it came in, else with what is to be handed over."""
    consignment = consignment_of(allocation, request.actor)
    return redirect("consignment", consignment) if consignment else redirect("handover-list")


@page
@allow(Permission.REPORT_DELIVERIES)
def delivery_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a device reached its household; a delivery that happened is never refused."""
    found = _find(request, pk)
    form = ReportForm(**sent(request), actor=request.actor, initial=at_first(found))
    if form.does(lambda: form.report(found, actor=request.actor)):
        _thank(request, form.done)
        return _back(request, found)
    receiver_seen(request, found.line.nomination)
    context = {"form": form, "contact": contact_of(receiver_of(found)), **parting_context(found)}
    return render_page(request, "distribution/delivery_report.html", context, status=form.status)


def _thank(request: SignedInRequest, report: DeliveryReport) -> None:
    irregular = report.irregularities.order_by("pk")
    if not irregular:
        messages.success(request, _("The delivery is recorded."))
        return
    what = ", ".join(str(each.get_code_display()) for each in irregular)
    said = _("The delivery is recorded. A coordinator will look at this: %(what)s.")
    messages.warning(request, said % {"what": what})


@page
@allow(Permission.REPORT_DELIVERIES)
def not_delivered(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a device did not reach its household, and why."""
    found = get_object_or_404(visible(request).open().mains(), pk=pk)
    form = NotDeliveredForm(**sent(request))
    if form.does(lambda: form.report(found, actor=request.actor)):
        messages.success(request, _("Recorded: it was not delivered."))
        return _back(request, found)
    context = {"form": form, "allocation": found}
    return render_page(request, "distribution/not_delivered.html", context, status=form.status)
