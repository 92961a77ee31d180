"""Nominations for institutions: their list, adding one, its page, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.institutions.order import institution_places
from distribution.models import InstitutionNomination
from distribution.web.desk_filters import InstitutionFilters
from distribution.web.forms.institutions import InstitutionForm, InstitutionWithdrawForm
from distribution.web.institutions import facts_of, with_places
from distribution.web.tables import InstitutionTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

ADD = "distribution/institution_add.html"
WITHDRAW = "distribution/institution_withdraw.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def _visible(request: SignedInRequest) -> models.QuerySet[InstitutionNomination]:
    rows = InstitutionNomination.objects.visible_to(request.actor)
    return rows.select_related("institution", "organisation", "nominated_by__user")


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def institution_list(request: SignedInRequest) -> HttpResponse:
    """List nominations for institutions in their order, which is that of submission."""
    rows = _visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, InstitutionTable, InstitutionFilters, rows)
    context["rows"] = with_places(context["rows"], institution_places())
    context["may_nominate"] = request.actor.may(Permission.NOMINATE)
    return render_list(request, "distribution/institution_list.html", context)


@page
@allow(Permission.NOMINATE)
def institution_add(request: SignedInRequest) -> HttpResponse:
    """Nominate an institution."""
    asked = {"postcode": request.GET["postcode"]} if "postcode" in request.GET else {}
    form = InstitutionForm(**sent(request), initial=asked)
    if form.does(lambda: form.nominate(actor=request.actor)):
        messages.success(request, _("The institution is on the list of institutions."))
        return redirect("institution", form.done.reference)
    return render_page(request, ADD, {"form": form}, part="commune", status=form.status)


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def institution(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show who it is, what it needs and where it stands."""
    found = get_object_or_404(_visible(request), reference=reference)
    place = institution_places().get(found.pk)
    may_withdraw = request.actor.may(Permission.NOMINATE) and not found.withdrawn_at
    context = {
        "nomination": found,
        "place": place,
        "parts": facts_of(found),
        "may_withdraw": may_withdraw,
    }
    return render_page(request, "distribution/institution.html", context)


@page
@allow(Permission.NOMINATE)
def institution_withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take it off the list for a coded reason, confirmed on a page of its own."""
    found = get_object_or_404(_visible(request), reference=reference)
    form = InstitutionWithdrawForm(**sent(request))
    if form.does(lambda: form.withdraw(found, actor=request.actor)):
        messages.success(request, _("Nomination %(it)s is withdrawn.") % {"it": reference})
        return redirect("institution", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, WITHDRAW, context, status=form.status)
