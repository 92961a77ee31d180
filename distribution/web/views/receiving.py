"""When an organisation receives households: its weekly blocks, edited by its own people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from distribution.appointments.hours import add_hours, remove_hours
from distribution.models import ReceivingHours
from distribution.web.forms.appointments import WEEKDAYS, HoursForm, RemoveHoursForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Organisation
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page


def _place(request: SignedInRequest, code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SET_RECEIVING)
def receiving_hours(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the week, and add a block to it."""
    place = _place(request, code)
    form = HoursForm(**sent(request))
    if form.does(lambda: add_hours(form.hours(place), actor=request.actor)):
        messages.success(request, _("Saved."))
        return redirect("receiving-hours", code)
    rows = ReceivingHours.objects.filter(organisation=place).order_by("weekday", "opens")
    context = {
        "form": form,
        "organisation": place,
        "blocks": [(dict(WEEKDAYS)[each.weekday], each) for each in rows],
        "sees_page": request.actor.may(Permission.SEE_COLLEAGUES),
    }
    return render_page(request, "distribution/receiving_hours.html", context, status=form.status)


@require_POST
@allow(Permission.SET_RECEIVING)
def receiving_hours_remove(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a block away; what is booked in it stays booked."""
    form = RemoveHoursForm(request.POST, place=_place(request, code))
    if form.does(lambda: remove_hours(form.cleaned_data["block"], actor=request.actor)):
        messages.success(request, _("Taken away. What is booked then stays booked."))
    return redirect("receiving-hours", code)
