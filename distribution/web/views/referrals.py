"""Referrals: the list, one of them, its steps, and referring a household."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.models import Referral
from distribution.referrals.course import ReferralStep
from distribution.referrals.referring import refer, take_step
from distribution.web.forms.referrals import ReferForm, StepForm
from distribution.web.referral_filters import ReferralFilters
from distribution.web.referrals import rows_of, sees_names, shown, to_do_first
from distribution.web.seeing import all_seen, seen
from distribution.web.tables import ReferralTable
from distribution.web.views.nominations import theirs
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

STEP = "distribution/referral_step.html"
REFER = "distribution/nomination_refer.html"


def _visible(request: SignedInRequest) -> models.QuerySet[Referral]:
    rows = Referral.objects.visible_to(request.actor)
    return rows.select_related("nomination__household", "nomination__organisation", "organisation")


@require_safe
@allow(Permission.SEE_REFERRALS)
def referral_list(request: SignedInRequest) -> HttpResponse:
    """List referrals to the organisation, of its nominations, or all; what is to do first."""
    rows = to_do_first(_visible(request), request.actor).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, ReferralTable, ReferralFilters, rows)
    if sees_names(request.actor):
        all_seen(request, (each.nomination.household for each in context["rows"]))
    context["rows"] = rows_of(context["rows"], request.actor)
    context["offers_of"] = request.actor.organisation.code
    context["may_offer"] = request.actor.may(Permission.ANSWER_REFERRALS)
    return render_list(request, "distribution/referral_list.html", context)


@require_safe
@allow(Permission.SEE_REFERRALS)
def referral(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show whom to reach, where the referral stands, and what came before."""
    found = get_object_or_404(_visible(request), pk=pk)
    seen(request, found.nomination.household)
    context = {"shown": shown(found, request.actor), "referral": found}
    return render_page(request, "distribution/referral.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.REFER, Permission.ANSWER_REFERRALS)
def referral_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Take a step: choose the place, send, accept, decline, finish, nobody came, withdraw."""
    found = get_object_or_404(_visible(request), pk=pk)
    if step not in ReferralStep:
        raise Http404
    wanted = ReferralStep(step)
    form = StepForm(**sent(request), referral=found, step=wanted)
    if form.does(lambda: take_step(found, wanted, form.said(), actor=request.actor)):
        messages.success(request, _("Noted."))
        is_here = Referral.objects.visible_to(request.actor).filter(pk=pk).exists()
        return redirect("referral", pk) if is_here else redirect("referral-list")
    context = {"form": form, "referral": found, "step": wanted}
    return render_page(request, STEP, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.REFER)
def nomination_refer(request: SignedInRequest, reference: str) -> HttpResponse:
    """Refer the household to the nearest place; nothing leaves without its consent."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = ReferForm(**sent(request), nomination=found)
    if form.does(lambda: refer(found, *form.service_and_said(), actor=request.actor)):
        if form.done.organisation is None:
            messages.warning(request, _("Nobody offers this near: tell a coordinator."))
        return redirect("referral", form.done.pk)
    context = {"form": form, "nomination": found}
    return render_page(request, REFER, context, status=form.status)
