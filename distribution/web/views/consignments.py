"""Consignments: the list, sending one, its page, its packing list, what arrived."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from distribution.consignments.packing_list import draw_packing_list
from distribution.consignments.shipping import receive_the_rest
from distribution.models import Consignment
from distribution.web.arrivals import consignment_context, packing_list
from distribution.web.desk_filters import ConsignmentFilters
from distribution.web.forms.consignments import ArrivalForm, ConsignmentForm
from distribution.web.tables import ConsignmentTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


def _find(request: SignedInRequest, reference: str) -> Consignment:
    rows = Consignment.objects.visible_to(request.actor)
    rows = rows.select_related("sender", "receiver", "made_by__user")
    return get_object_or_404(rows, reference=reference)


@require_safe
@allow(Permission.HAND_OVER)
def consignment_list(request: SignedInRequest) -> HttpResponse:
    """List what is on its way and what arrived, newest first."""
    rows = Consignment.objects.visible_to(request.actor).with_counts()
    rows = rows.select_related("sender", "receiver").fetch_mode(models.FETCH_RAISE)
    context = list_page(request, ConsignmentTable, ConsignmentFilters, rows)
    context["may_ship"] = request.actor.may(Permission.SHIP)
    return render_list(request, "distribution/consignment_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHIP)
def consignment_add(request: SignedInRequest) -> HttpResponse:
    """Send devices to a partner: ticked in the list, or scanned."""
    form = ConsignmentForm(**sent(request), actor=request.actor)
    if form.does(lambda: form.send(actor=request.actor)):
        messages.success(request, _("It is on its way. Print the packing list and put it in."))
        return redirect("consignment", form.done.reference)
    context = {"form": form}
    return render_page(request, "distribution/consignment_add.html", context, status=form.status)


@require_safe
@allow(Permission.HAND_OVER)
def consignment(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what is in it, what arrived, and which of it reached its household."""
    found = _find(request, reference)
    context = consignment_context(found, request.actor) | {"form": ArrivalForm()}
    return render_page(request, "distribution/consignment.html", context)


@require_safe
@allow(Permission.HAND_OVER)
def consignment_pdf(request: SignedInRequest, reference: str) -> HttpResponse:
    """Print what is in it, without a word of whom it is for."""
    pdf = draw_packing_list(packing_list(_find(request, reference)))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{reference}.pdf"'
    return answer


@require_POST
@allow(Permission.HAND_OVER)
def consignment_receive(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say what became of one device of it."""
    found = _find(request, reference)
    form = ArrivalForm(request.POST)
    if form.does(lambda: form.settle(found, actor=request.actor)):
        messages.success(request, _("Noted: %(device)s.") % {"device": form.done.device.name})
        return redirect("consignment", found.reference)
    context = consignment_context(found, request.actor) | {"form": form}
    return render_page(request, "distribution/consignment.html", context, status=form.status)


@require_POST
@allow(Permission.HAND_OVER)
def consignment_receive_rest(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say that all that is still on its way has arrived."""
    found = _find(request, reference)
    form = NoFieldsForm(request.POST)
    if form.does(lambda: receive_the_rest(found, actor=request.actor)):
        count = form.done
        done = ngettext("Received: %(count)s device.", "Received: %(count)s devices.", count)
        messages.success(request, done % {"count": count})
        return redirect("consignment", found.reference)
    context = consignment_context(found, request.actor) | {"form": form}
    return render_page(request, "distribution/consignment.html", context, status=form.status)
