"""Nominations for institutions: their list and quota, adding one, its page, taking it off."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.institutions.order import institution_places
from distribution.institutions.quota import institution_share
from distribution.lifecycle import OPEN
from distribution.models import Nomination, RequestLine
from distribution.web.appointments import collecting_of
from distribution.web.desk_filters import InstitutionFilters
from distribution.web.forms.institutions import (
    InstitutionForm,
    InstitutionRefuseForm,
    InstitutionWithdrawForm,
    QuotaForm,
)
from distribution.web.institutions import facts_of, machines_of, quotas_set, with_places
from distribution.web.standing import history_of
from distribution.web.tables import InstitutionTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

ADD = "distribution/institution_add.html"
QUOTA = "distribution/institution_quota.html"
WITHDRAW = "distribution/institution_withdraw.html"
REFUSE = "distribution/institution_refuse.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def _visible(request: SignedInRequest) -> models.QuerySet[Nomination]:
    rows = Nomination.institutions.visible_to(request.actor)
    in_order = Prefetch("lines", RequestLine.objects.order_by("number"))
    rows = rows.select_related("institution", "organisation", "nominated_by__user")
    return rows.prefetch_related(in_order)


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def institution_list(request: SignedInRequest) -> HttpResponse:
    """List nominations for institutions in their order, which is that of submission."""
    rows = _visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, InstitutionTable, InstitutionFilters, rows)
    context["rows"] = with_places(context["rows"], institution_places())
    context["may_nominate"] = request.actor.may(Permission.NOMINATE)
    context["may_set_quota"] = request.actor.may(Permission.EDIT_POLICY)
    context["share"] = institution_share()
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
    context = {
        "nomination": found,
        "place": institution_places().get(found.pk),
        "parts": facts_of(found),
        "machines": machines_of(found),
        "collecting": collecting_of(found, request.actor),
        "history": history_of(found.reference),
        "is_open": found.state in OPEN,
        "may_withdraw": request.actor.may(Permission.NOMINATE),
        "may_decide": request.actor.may(Permission.DECIDE),
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


@page
@allow(Permission.DECIDE)
def institution_refuse(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take it off the list as a coordinator; its service is told, with the reason."""
    found = get_object_or_404(_visible(request), reference=reference)
    form = InstitutionRefuseForm(**sent(request))
    if form.does(lambda: form.refuse(found, actor=request.actor)):
        messages.success(
            request, _("%(it)s is off the list. Its service is told.") % {"it": reference}
        )
        return redirect("institution", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, REFUSE, context, status=form.status)


@page
@allow(Permission.EDIT_POLICY)
def institution_quota(request: SignedInRequest) -> HttpResponse:
    """Say how many machines institutions may have in a quarter, and see what was said before."""
    share = institution_share()
    form = QuotaForm(**sent(request), initial={"machines": share.machines})
    if form.does(lambda: form.set(actor=request.actor)):
        messages.success(request, _("The quota is set. The next proposal follows it."))
        return redirect("institution-list")
    context = {"form": form, "share": share, "before": quotas_set()}
    return render_page(request, QUOTA, context, status=form.status)
