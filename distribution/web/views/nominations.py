"""Nominations: list, page, draft, check your answers."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.comparing import nominated_already
from distribution.entitlement import quota_of
from distribution.models import Nomination
from distribution.nominations.nominating import submit
from distribution.web.appointments import collecting_of
from distribution.web.filters import NominationFilters
from distribution.web.forms.nominations import NominationForm
from distribution.web.forms.parts import sent_or_rearranged
from distribution.web.pairs import open_pairs_of
from distribution.web.referrals import aftercare_of
from distribution.web.seeing import all_seen, seen
from distribution.web.standing import rows_of, standing_of
from distribution.web.tables import NominationTable, OwnNominationTable
from distribution.words import NominationState
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

FORM = "distribution/nomination_form.html"
CHECK = "distribution/nomination_check.html"


def theirs(request: SignedInRequest) -> QuerySet[Nomination]:
    """List the nominations that the actor may see, with what pages read of them."""
    rows = Nomination.objects.visible_to(request.actor)
    return rows.select_related(
        "household",
        "organisation",
        "nominated_by__user",
        "decided_by__user",
        "first_decided_by__user",
        "exception_asked_by__user",
        "exception_asked_by__organisation",
        "exception_approved_by__organisation",
    )


def nominations_for_list(actor: Membership) -> QuerySet[Nomination]:
    """List the nominations that the actor may see, with what rows_of reads of them."""
    rows = Nomination.objects.visible_to(actor)
    rows = rows.select_related("household", "organisation").fetch_mode(models.FETCH_RAISE)
    return rows.prefetch_related("lines", "proofs__ground")


def table_for(actor: Membership) -> type[NominationTable]:
    """Choose the columns: a service knows its households, others read who nominated."""
    return NominationTable if actor.may(Permission.SEE_ALL_NOMINATIONS) else OwnNominationTable


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def nomination_list(request: SignedInRequest) -> HttpResponse:
    """List nominations: one's own organisation's, or all."""
    rows, table = nominations_for_list(request.actor), table_for(request.actor)
    sees_all = request.actor.may(Permission.SEE_ALL_NOMINATIONS)
    context = list_page(request, table, NominationFilters, rows)
    context["export_url"] = reverse("nomination-export")
    if not sees_all:
        all_seen(request, (each.household for each in context["rows"]))
    context |= {"rows": rows_of(context["rows"]), "sees_all": sees_all}
    if not sees_all:
        context["quota"] = quota_of(request.actor.organisation, timezone.localdate())
    return render_list(request, "distribution/nomination_list.html", context)


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def nomination(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show where a nomination stands, and why; an institution's has a page of its own."""
    if Nomination.institutions.filter(reference=reference).exists():
        return redirect("institution", reference)
    found = get_object_or_404(theirs(request), reference=reference)
    seen(request, found.household)
    context = {
        "standing": standing_of(found, request.actor),
        "nomination": found,
        "may_nominate": request.actor.may(Permission.NOMINATE),
        "may_decide": request.actor.may(Permission.DECIDE),
        "pairs": open_pairs_of(found, request.actor),
        "aftercare": aftercare_of(found, request.actor),
        "collecting": collecting_of(found, request.actor),
    }
    return render_page(request, "distribution/nomination.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.NOMINATE)
def nomination_add(request: SignedInRequest) -> HttpResponse:
    """Draft a nomination; nothing is sent before it was checked."""
    form = NominationForm(**sent_or_rearranged(request), asked=request.GET)
    if form.does(lambda: form.save(actor=request.actor)):
        return _saved(request, form.done)
    context = {"form": form, "quota": quota_of(request.actor.organisation, timezone.localdate())}
    return render_page(request, FORM, context, part="commune", status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.NOMINATE)
def nomination_edit(request: SignedInRequest, reference: str) -> HttpResponse:
    """Change a draft."""
    found = get_object_or_404(theirs(request), reference=reference)
    if found.state != NominationState.DRAFT:
        messages.info(request, _("This nomination was submitted: update the household instead."))
        return redirect("nomination", reference)
    form = NominationForm(**sent_or_rearranged(request), nomination=found, asked=request.GET)
    if form.does(lambda: form.save(actor=request.actor)):
        return _saved(request, form.done)
    seen(request, found.household)
    quota = quota_of(request.actor.organisation, timezone.localdate())
    context = {"form": form, "nomination": found, "quota": quota}
    return render_page(request, FORM, context, part="commune", status=form.status)


def _saved(request: SignedInRequest, saved: Nomination) -> HttpResponse:
    if request.POST.get("then") == "check":
        return redirect("nomination-check", saved.reference)
    messages.success(request, _("The draft is saved. Nobody else sees it yet."))
    return redirect("nomination", saved.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.NOMINATE)
def nomination_check(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show every answer with its Change link; submit when they are right."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: submit(found, actor=request.actor)):
        messages.success(request, _("Nomination %(it)s is submitted.") % {"it": reference})
        return redirect("nomination", reference)
    if found.state != NominationState.DRAFT and not form.was_refused:
        return redirect("nomination", reference)
    seen(request, found.household)
    context = {"form": form, "nomination": found, "standing": standing_of(found, request.actor)}
    context["already"] = nominated_already(found)
    return render_page(request, CHECK, context, status=form.status)
