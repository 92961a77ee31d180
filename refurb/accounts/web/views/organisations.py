"""Organisations: the list, adding one, and what is known of it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE, Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from refurb.accounts import organising
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Organisation
from refurb.accounts.offers import offers_of
from refurb.accounts.roles import Permission
from refurb.accounts.web.filters import OrganisationFilters
from refurb.accounts.web.forms.communes import gone, write_communes
from refurb.accounts.web.forms.offers import OffersForm
from refurb.accounts.web.forms.organisations import NewOrganisationForm, OrganisationForm
from refurb.accounts.web.tables import OrganisationTable
from refurb.reference import language, name
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

IN_FORCE = Q(memberships__ended_at=None, memberships__user__is_active=True)


@require_safe
@allow(Permission.SEE_PEOPLE)
def organisation_list(request: SignedInRequest) -> HttpResponse:
    """List the organisations, with how many people act for each."""
    rows = Organisation.objects.visible_to(request.actor).fetch_mode(FETCH_RAISE)
    rows = rows.annotate(people=Count("memberships", filter=IN_FORCE))
    context = list_page(request, OrganisationTable, OrganisationFilters, rows)
    reading = get_language() or "en"
    context["rows"] = [(each, name(each.commune, reading)) for each in context["rows"]]
    context["may_write"] = request.actor.may(Permission.MANAGE_PEOPLE)
    return render_list(request, "accounts/organisation_list.html", context)


@require_safe
@allow(Permission.SEE_COLLEAGUES)
def organisation(request: SignedInRequest, code: str) -> HttpResponse:
    """Show all that is known of an organisation."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    context = {
        "organisation": found,
        "commune": name(found.commune, get_language() or "en"),
        "languages": ", ".join(str(language(each).name) for each in found.languages),
        "offers": [
            (service.label, write_communes(codes), gone(codes))
            for service, codes in offers_of(found).items()
        ],
        "may_write": request.actor.may(Permission.MANAGE_PEOPLE),
        "may_receive": request.actor.may(Permission.SET_RECEIVING),
        "may_offer": request.actor.may(Permission.SET_OFFERS),
        "sees_all": request.actor.may(Permission.SEE_PEOPLE),
    }
    return render_page(request, "accounts/organisation.html", context)


@allow(Permission.MANAGE_PEOPLE)
def organisation_add(request: SignedInRequest) -> HttpResponse:
    """Add an organisation."""
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    if form.does(lambda: organising.add_organisation(form.instance, actor=request.actor)):
        messages.success(request, _("The organisation is added. Invite its people."))
        return redirect("organisation", form.instance.code)
    context = {"form": form}
    return render_page(request, "accounts/organisation_add.html", context, status=form.status)


@allow(Permission.MANAGE_PEOPLE)
def organisation_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what is known of an organisation."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    form = OrganisationForm(request.POST if request.method == "POST" else None, instance=found)
    actor = request.actor
    if form.does(lambda: organising.change_organisation(form.instance, form.changed, actor=actor)):
        messages.success(request, _("Saved."))
        return redirect("organisation", code)
    context = {"form": form, "code": code}
    return render_page(request, "accounts/organisation_edit.html", context, status=form.status)


@allow(Permission.SET_OFFERS)
def organisation_offers(request: SignedInRequest, code: str) -> HttpResponse:
    """Say in which communes it offers training and help with the connection."""
    found = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    form = OffersForm(request.POST if request.method == "POST" else None, instance=found)
    fields, actor = sorted(form.changed_data), request.actor
    if form.does(lambda: organising.change_organisation(form.instance, fields, actor=actor)):
        messages.success(request, _("Saved."))
        return redirect("organisation-offers", code)
    context = {
        "form": form,
        "organisation": found,
        "sees_page": actor.may(Permission.SEE_COLLEAGUES),
    }
    return render_page(request, "accounts/organisation_offers.html", context, status=form.status)
