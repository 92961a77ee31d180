"""Invitations as PDFs: one appointment's, or those of a proposal, a day, or any filter."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from distribution.appointments.letter import draw_invitations
from distribution.deliveries import AppointmentState
from distribution.models import Appointment
from distribution.web.appointment_filters import AppointmentFilters
from distribution.web.invitations import invitation_of
from distribution.web.run_papers import MOST_SHEETS
from distribution.web.seeing import all_seen
from distribution.web.views.appointments import visible
from distribution.web.views.preparations import number_in
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def appointment_letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Print the invitation to one appointment, for who knows the household's address."""
    found = get_object_or_404(visible(request), pk=pk)
    if found.state != AppointmentState.BOOKED:
        messages.info(request, _("Nobody is invited to an appointment that is over."))
        return redirect("appointment", pk)
    return _pdf(request, [found])


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def appointment_letters(request: SignedInRequest) -> HttpResponse:
    """Print the invitations to those booked that the filters keep, in order of time.

    A hundred at most; `part` is which hundred.
    """
    booked = visible(request).filter(state=AppointmentState.BOOKED)
    rows = AppointmentFilters(request.GET, booked, request=request).qs
    start = (number_in(request, "part") or 1) * MOST_SHEETS - MOST_SHEETS
    found = list(rows.order_by("starts_at", "pk")[start : start + MOST_SHEETS])
    if not found:
        messages.info(request, _("There is nothing to print: nothing is booked there."))
        return redirect("appointment-list")
    return _pdf(request, found)


def _pdf(request: SignedInRequest, appointments: Sequence[Appointment]) -> HttpResponse:
    people = (each.nomination for each in appointments if each.nomination.institution is None)
    all_seen(request, (each.household for each in people))
    pdf = draw_invitations([invitation_of(each) for each in appointments])
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="invitations.pdf"'
    return answer
