"""What coordinators decide, and what services may ask of them: reviews, exceptions, transfers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from distribution.nominations.deciding import (
    approve_exception,
    ask_exception,
    ask_review,
    decide,
    refuse_exception,
    transfer,
    why_undecidable,
)
from distribution.web.forms.deciding import DecisionForm, ExceptionForm, TransferForm
from distribution.web.pairs import open_pairs_of
from distribution.web.standing import standing_of
from distribution.web.views.nominations import theirs
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page

DECIDE = "distribution/nomination_decide.html"
REVIEW = "distribution/nomination_review.html"
EXCEPTION = "distribution/exception_ask.html"
APPROVE = "distribution/exception_approve.html"
TRANSFER = "distribution/nomination_transfer.html"
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@allow(Permission.DECIDE)
def nomination_decide(request: SignedInRequest, reference: str) -> HttpResponse:
    """Accept or reject, with every unmet rule in view."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = DecisionForm(**sent(request))
    if form.does(lambda: decide(found, form.chosen(), actor=request.actor)):
        messages.success(request, _("Your decision on %(it)s is recorded.") % {"it": reference})
        return redirect("nomination", reference)
    context = {
        "form": form,
        "nomination": found,
        "standing": standing_of(found, request.actor),
        "undecidable": why_undecidable(found, request.actor),
        "pairs": open_pairs_of(found, request.actor),
    }
    return render_page(request, DECIDE, context, status=form.status)


@page
@allow(Permission.NOMINATE)
def nomination_review(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask that another coordinator looks at a rejection again."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: ask_review(found, actor=request.actor)):
        messages.success(request, _("Another coordinator will look at it again."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, REVIEW, context, status=form.status)


@page
@allow(Permission.NOMINATE, Permission.DECIDE)
def exception_ask(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask for more computers than the rule of frequency allows."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = ExceptionForm(**sent(request))
    if form.does(lambda: ask_exception(found, form.chosen(), actor=request.actor)):
        messages.success(request, _("The exception is asked for. A second person approves it."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, EXCEPTION, context, status=form.status)


@page
@allow(Permission.DECIDE)
def exception_approve(request: SignedInRequest, reference: str) -> HttpResponse:
    """Approve an exception that somebody else asked for."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: approve_exception(found, actor=request.actor)):
        messages.success(request, _("The exception is approved."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, APPROVE, context, status=form.status)


@require_POST
@allow(Permission.DECIDE)
def exception_refuse(request: SignedInRequest, reference: str) -> HttpResponse:
    """Refuse an exception that somebody asked for."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = NoFieldsForm(request.POST)
    if form.does(lambda: refuse_exception(found, actor=request.actor)):
        messages.success(request, _("The exception is refused. The service is told."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, APPROVE, context, status=form.status)


@page
@allow(Permission.DECIDE)
def nomination_transfer(request: SignedInRequest, reference: str) -> HttpResponse:
    """Pass a nomination on to another service."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = TransferForm(**sent(request), but=found.organisation)
    if form.does(lambda: transfer(found, form.cleaned_data["service"], actor=request.actor)):
        messages.success(request, _("The nomination is transferred. Both services are told."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, TRANSFER, context, status=form.status)
