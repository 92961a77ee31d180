"""What happens to a nomination after it was submitted: update, prove, decide, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distribution.deciding import decide
from distribution.nominating import withdraw
from distribution.renewing import add_proof
from distribution.updating import update_household, update_needs
from distribution.web.forms.households import HouseholdUpdateForm
from distribution.web.forms.needs import NeedForm, answers_of
from distribution.web.forms.nominations import DecisionForm, WithdrawForm
from distribution.web.forms.proofs import ProofForm
from distribution.web.standing import standing_of
from distribution.web.views.nominations import theirs
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page

UPDATE = "distribution/nomination_update.html"
NEEDS = "distribution/needs_update.html"
PROOF = "distribution/proof_form.html"
DECIDE = "distribution/nomination_decide.html"
WITHDRAW = "distribution/nomination_withdraw.html"
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@allow(Permission.NOMINATE)
def nomination_update(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write what changed in the family after submission."""
    found = get_object_or_404(theirs(request), reference=reference)
    asked = {"postcode": request.GET["postcode"]} if "postcode" in request.GET else {}
    form = HouseholdUpdateForm(**sent(request), instance=found.household, initial=asked)
    if form.does(lambda: update_household(found, form.cleaned_data, actor=request.actor)):
        messages.success(request, _("The household is up to date, and its points with it."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, UPDATE, context, part="commune", status=form.status)


@page
@allow(Permission.NOMINATE)
def needs_update(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """Write what a line that still waits needs now."""
    found = get_object_or_404(theirs(request), reference=reference)
    line = get_object_or_404(found.lines, number=number)
    form = NeedForm(**sent(request), initial=answers_of(line))
    if form.does(lambda: update_needs(found, number, form.needs(), actor=request.actor)):
        messages.success(request, _("The needs are up to date. The line keeps its date."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found, "line": line}
    return render_page(request, NEEDS, context, status=form.status)


@page
@allow(Permission.NOMINATE)
def proof_add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record a proof as seen."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = ProofForm(**sent(request))
    if form.does(lambda: add_proof(found, form.instance, actor=request.actor)):
        messages.success(request, _("The proof is recorded as seen. Give the paper back."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, PROOF, context, status=form.status)


@page
@allow(Permission.DECIDE)
def nomination_decide(request: SignedInRequest, reference: str) -> HttpResponse:
    """Accept or reject, with every unmet rule in view."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = DecisionForm(**sent(request))
    context = {
        "form": form,
        "nomination": found,
        "standing": standing_of(found, request.actor),
    }
    if form.does(lambda: decide(found, form.chosen(), actor=request.actor)):
        messages.success(request, _("Your decision on %(it)s is recorded.") % {"it": reference})
        return redirect("nomination", reference)
    return render_page(request, DECIDE, context, status=form.status)


@page
@allow(Permission.NOMINATE)
def nomination_withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Withdraw for a coded reason, confirmed on a page of its own: it can't be undone."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = WithdrawForm(**sent(request))
    if form.does(lambda: withdraw(found, form.chosen(), actor=request.actor)):
        messages.success(request, _("Nomination %(it)s is withdrawn.") % {"it": reference})
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, WITHDRAW, context, status=form.status)
