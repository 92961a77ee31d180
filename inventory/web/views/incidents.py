"""Incidents: possible data breaches, who sees to each, and how they were dealt with."""

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.models import Incident
from inventory.resolving import may_see_to, note_incident, resolve_incident, take_incident
from inventory.web.filters import IncidentFilters
from inventory.web.forms.bench import NoteForm, ResolveForm
from inventory.web.tables import IncidentTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


def _mine(request: SignedInRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.actor)
    rows = rows.select_related("device", "owner__user", "opened__actor__user")
    return get_object_or_404(rows, pk=pk)


@allow(Permission.SEE_INCIDENTS)
def incident_list(request: SignedInRequest) -> HttpResponse:
    """List the incidents of visible devices, open ones and resolved ones, each with its owner."""
    rows = Incident.objects.visible_to(request.actor).select_related("device", "owner__user")
    context = list_page(request, IncidentTable, IncidentFilters, rows.fetch_mode(FETCH_RAISE))
    return render_list(request, "inventory/incident_list.html", context)


@allow(Permission.SEE_INCIDENTS)
def incident(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one incident: what happened, who sees to it, what was found out."""
    found = _mine(request, pk)
    context = {
        "incident": found,
        "device": found.device,
        "notes": found.notes.select_related("author__user").order_by("pk"),
        "may_see_to": may_see_to(found, request.actor),
        "is_mine": found.owner_id == request.actor.pk,
    }
    return render_page(request, "inventory/incident.html", context)


@allow(Permission.RESOLVE_INCIDENTS)
@require_POST
def incident_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the reader its owner."""
    found = _mine(request, pk)
    form = NoFieldsForm(request.POST)
    if form.does(lambda: take_incident(found, actor=request.actor)):
        messages.success(request, _("You see to this incident now."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("incident", pk)


@allow(Permission.RESOLVE_INCIDENTS)
def incident_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add what somebody found out."""
    found = _mine(request, pk)
    form = NoteForm(**sent(request))
    if form.does(lambda: note_incident(found, form.cleaned_data["text"], actor=request.actor)):
        messages.success(request, _("The note is added."))
        return redirect("incident", pk)
    context = {"form": form, "incident": found, "device": found.device}
    return render_page(request, "inventory/incident_note.html", context, status=form.status)


@allow(Permission.RESOLVE_INCIDENTS)
def incident_resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how an incident was dealt with."""
    found = _mine(request, pk)
    form = ResolveForm(**sent(request))
    if form.does(lambda: resolve_incident(found, actor=request.actor, **form.cleaned_data)):
        messages.success(request, _("The incident is resolved."))
        return redirect("incident", pk)
    context = {"form": form, "incident": found, "device": found.device}
    return render_page(request, "inventory/incident_resolve.html", context, status=form.status)
