"""Incidents: possible data breaches, and how they were dealt with."""

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.models import Incident
from inventory.resolving import resolve_incident
from inventory.web.filters import IncidentFilters
from inventory.web.forms.bench import ResolveForm
from inventory.web.tables import IncidentTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.SEE_INCIDENTS)
def incident_list(request: SignedInRequest) -> HttpResponse:
    """List the incidents of visible devices, open ones and resolved ones."""
    rows = Incident.objects.visible_to(request.actor).select_related("device")
    context = list_page(request, IncidentTable, IncidentFilters, rows.fetch_mode(FETCH_RAISE))
    context["may_resolve"] = request.actor.may(Permission.LEAD)
    return render_list(request, "inventory/incident_list.html", context)


@allow(Permission.LEAD)
def incident_resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how an incident was dealt with."""
    mine = Incident.objects.visible_to(request.actor).select_related("device")
    incident = get_object_or_404(mine, pk=pk)
    form = ResolveForm(**sent(request))
    if form.does(lambda: resolve_incident(incident, actor=request.actor, **form.cleaned_data)):
        messages.success(request, _("The incident is resolved."))
        return redirect("incident-list")
    context = {"form": form, "incident": incident, "device": incident.device}
    return render_page(request, "inventory/incident_resolve.html", context, status=form.status)
