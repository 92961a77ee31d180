"""Appointments: the list, one of them, booking, another time, cancelling, nobody came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.appointments.booking import book, cancel, miss, move
from distribution.appointments.standing import Collection, collections_of
from distribution.models import Appointment, Nomination
from distribution.web.appointment_filters import AppointmentFilters
from distribution.web.appointments import rows_of, shown, time_words, today_first
from distribution.web.forms.appointments import CancelForm, TimeForm
from distribution.web.seeing import all_seen, receiver_seen
from distribution.web.tables import AppointmentTable
from distribution.web.views.allocations import visible as visible_allocations
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

page = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: SignedInRequest) -> models.QuerySet[Appointment]:
    """List the appointments the actor has to do with, with what pages read of them."""
    rows = Appointment.objects.visible_to(request.actor)
    return rows.select_related(
        "nomination__household",
        "nomination__institution",
        "nomination__organisation",
        "place",
        "made_by__organisation",
    )


@require_safe
@allow(Permission.SEE_APPOINTMENTS)
def appointment_list(request: SignedInRequest) -> HttpResponse:
    """List today's, then those to settle and to come; a name only for who may know it."""
    rows = today_first(visible(request)).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, AppointmentTable, AppointmentFilters, rows)
    context["rows"] = found = rows_of(context["rows"], request.actor)
    all_seen(request, (each.household for each in found if each.household))
    context["query"] = request.GET.urlencode()
    context["hours_of"] = request.actor.organisation.code
    context["may_set"] = request.actor.may(Permission.SET_RECEIVING)
    context["may_invite"] = request.actor.may(Permission.SEE_NOMINATIONS)
    return render_list(request, "distribution/appointment_list.html", context)


@require_safe
@allow(Permission.SEE_APPOINTMENTS)
def appointment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show when and where, what is collected, and whom to expect as far as the reader may know."""
    found = get_object_or_404(visible(request), pk=pk)
    page_of = shown(found, request.actor)
    if page_of.receiver:
        receiver_seen(request, found.nomination)
    context = {"shown": page_of, "appointment": found, "may_invite": page_of.knows_nomination}
    return render_page(request, "distribution/appointment.html", context)


@page
@allow(Permission.SEE_NOMINATIONS)
def nomination_appointment(request: SignedInRequest, reference: str) -> HttpResponse:
    """Choose when a nomination's machines are collected at a place: its service, coordinators."""
    rows = Nomination.every.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("organisation"), reference=reference)
    wanted = request.GET.get("place", "")
    open_places = [each for each in collections_of(found) if not each.appointment]
    named = [each for each in open_places if each.place.code == wanted] or open_places
    if not named:
        messages.info(request, _("Nothing is set aside that has no appointment yet."))
        return redirect("institution" if found.institution_id else "nomination", reference)
    return _book(request, found, named[0], {"of_nomination": True})


@page
@allow(Permission.HAND_OVER)
def allocation_appointment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose when a machine is collected, with all that stands beside it for that nomination."""
    found = get_object_or_404(visible_allocations(request), pk=pk)
    nomination, place = found.line.nomination, found.device.holder
    here = [each for each in collections_of(nomination) if each.place.pk == place.pk]
    if not here:
        messages.info(request, _("Nothing is set aside there, or it is still on its way."))
        return redirect("allocation", pk)
    if here[0].appointment:
        return redirect("appointment", here[0].appointment.pk)
    return _book(request, nomination, here[0], {"allocation": found})


def _book(
    request: SignedInRequest, nomination: Nomination, at: Collection, more: dict[str, Any]
) -> HttpResponse:
    form = TimeForm(**sent(request), place=at.place, at_home=at.at_home)
    if form.does(lambda: book(nomination, at.place, form.starts_at(), actor=request.actor)):
        messages.success(request, _("The appointment is booked."))
        return redirect("appointment", form.done.pk)
    may_set = request.actor.may(Permission.SET_RECEIVING)
    context = {"form": form, "nomination": nomination, "at": at, "may_set": may_set, **more}
    return render_page(request, "distribution/appointment_book.html", context, status=form.status)


@page
@allow(Permission.BOOK)
def appointment_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose another time."""
    found = get_object_or_404(visible(request), pk=pk)
    form = TimeForm(**sent(request), place=found.place, at_home=found.at_home)
    if form.does(lambda: move(found, form.starts_at(), actor=request.actor)):
        messages.success(request, _("The appointment has another time."))
        return redirect("appointment", pk)
    return _act(request, "distribution/appointment_move.html", found, form)


@page
@allow(Permission.BOOK)
def appointment_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call it off; what is set aside stays so."""
    found = get_object_or_404(visible(request), pk=pk)
    form = CancelForm(**sent(request))
    if form.does(lambda: cancel(found, form.because(), actor=request.actor)):
        messages.success(request, _("The appointment is cancelled."))
        return redirect("appointment", pk)
    return _act(request, "distribution/appointment_cancel.html", found, form)


@page
@allow(Permission.HAND_OVER)
def appointment_no_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that nobody came: the machines go back to the shelf, their lines wait again."""
    found = get_object_or_404(visible(request), pk=pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: miss(found, actor=request.actor)):
        messages.success(request, _("It is recorded that nobody came, and the service is told."))
        return redirect("appointment", pk)
    return _act(request, "distribution/appointment_no_show.html", found, form)


def _act(request: SignedInRequest, template: str, found: Appointment, form: Any) -> HttpResponse:
    context = {
        "form": form,
        "appointment": found,
        "when": time_words(found.starts_at, found.ends_at),
        "may_set": request.actor.may(Permission.SET_RECEIVING),
    }
    return render_page(request, template, context, status=form.status)
