"""Irregularities: what was reported and not as it had to be, and how it was resolved."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from distribution.consignments.settling import resolve_irregularity, take_on
from distribution.models import Irregularity
from distribution.web.arrivals import facts_in_words
from distribution.web.desk_filters import IrregularityFilters
from distribution.web.forms.deliveries import ResolutionForm
from distribution.web.tables import IrregularityTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


def _visible(request: SignedInRequest) -> models.QuerySet[Irregularity]:
    return Irregularity.objects.visible_to(request.actor).select_related(
        "device",
        "owner__user",
        "opened_by__user",
        "opened_by__organisation",
        "resolved_by__user",
        "report__allocation__line__nomination",
        "sent_in__consignment",
    )


@require_safe
@allow(Permission.SETTLE)
def irregularity_list(request: SignedInRequest) -> HttpResponse:
    """List irregularities, newest first; the open ones are a filter away."""
    rows = _visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, IrregularityTable, IrregularityFilters, rows)
    return render_list(request, "distribution/irregularity_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SETTLE)
def irregularity(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was not as it had to be, and say how it was resolved."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = ResolutionForm(**sent(request))
    if form.does(
        lambda: resolve_irregularity(found, form.cleaned_data["resolution"], actor=request.actor)
    ):
        messages.success(request, _("The irregularity is resolved."))
        return redirect("irregularity-list")
    context = {"form": form, "irregularity": found, "facts": facts_in_words(found)}
    return render_page(request, "distribution/irregularity.html", context, status=form.status)


@require_POST
@allow(Permission.SETTLE)
def irregularity_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an irregularity on."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = NoFieldsForm(request.POST)
    if form.does(lambda: take_on(found, actor=request.actor)):
        messages.success(request, _("It is yours now."))
    return redirect("irregularity", pk)
