"""Handovers: what is to be handed over, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.appointments.arriving import arrive
from distribution.appointments.standing import awaited_at
from distribution.models import Allocation, Appointment, Receipt
from distribution.receivers import may_name
from distribution.web.desk_filters import HandoverFilters
from distribution.web.forms.handovers import HandoverForm, at_first
from distribution.web.seeing import receiver_seen
from distribution.web.tables import HandoverTable
from distribution.web.views.allocations import parting_context, visible
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

FORM = "distribution/handover.html"


def to_hand_over(actor: Membership) -> models.QuerySet[Allocation]:
    """List what stands set aside and the actor has to do with, and when somebody comes for it."""
    rows = Allocation.objects.visible_to(actor).open().mains()
    rows = rows.select_related("device__holder", "line__nomination")
    return rows.annotate(awaited_at=awaited_at())


@require_safe
@allow(Permission.HAND_OVER)
def handover_list(request: SignedInRequest) -> HttpResponse:
    """List what is set aside and waits to be handed over."""
    rows = to_hand_over(request.actor).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, HandoverTable, HandoverFilters, rows)
    context["export_url"] = reverse("handover-export")
    return render_list(request, "distribution/handover_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.HAND_OVER)
def arrival(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that somebody has come for a machine whom nobody expected today; the form then opens."""
    found = get_object_or_404(visible(request).mains(), pk=pk)
    nomination, place = found.line.nomination, found.device.holder
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: arrive(nomination, place, actor=request.actor)):
        return redirect("handover", pk)
    expected = Appointment.objects.booked().filter(nomination=nomination, place=place).first()
    context = {"form": form, "allocation": found, "expected": expected}
    return render_page(request, "distribution/arrival.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.HAND_OVER)
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a device over: items, terms, receiver, signature; the receipt follows at once."""
    found = get_object_or_404(visible(request).mains(), pk=pk)
    if found.ended_at is None and not may_name(found, request.actor):
        return redirect("arrival", pk)
    form = HandoverForm(**sent(request), initial=at_first(found))
    if form.does(lambda: form.hand_over(found, actor=request.actor)):
        receipt: Receipt = form.done
        messages.success(request, _("Handed over. Print the receipt or show it to the receiver."))
        return redirect("receipt", receipt.issuer.code, receipt.year, receipt.number)
    if found.ended_at is not None and not form.was_refused:
        return redirect("allocation", pk)
    receiver_seen(request, found.line.nomination)
    context = {"form": form, **parting_context(found)}
    return render_page(request, FORM, context, status=form.status)
