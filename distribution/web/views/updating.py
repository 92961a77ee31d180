"""What a service does after it submitted: update, prove, give up a machine, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distribution.nominations.nominating import give_up_line, withdraw
from distribution.nominations.renewing import add_proof
from distribution.nominations.updating import update_needs
from distribution.web.forms.circumstances import RecountForm
from distribution.web.forms.deciding import GiveUpForm, WithdrawForm
from distribution.web.forms.households import HouseholdChangeForm
from distribution.web.forms.needs import NeedForm, answers_of
from distribution.web.forms.proofs import ProofForm
from distribution.web.needs import in_short
from distribution.web.seeing import seen
from distribution.web.standing import last_proof_of
from distribution.web.views.nominations import theirs
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page

UPDATE = "distribution/nomination_update.html"
CIRCUMSTANCES = "distribution/circumstances_update.html"
NEEDS = "distribution/needs_update.html"
PROOF = "distribution/proof_form.html"
WITHDRAW = "distribution/nomination_withdraw.html"
GIVE_UP = "distribution/line_give_up.html"
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@allow(Permission.NOMINATE)
def nomination_update(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write what changed in the family after submission."""
    found = get_object_or_404(theirs(request), reference=reference)
    asked = {"postcode": request.GET["postcode"]} if "postcode" in request.GET else {}
    form = HouseholdChangeForm(**sent(request), instance=found.household, initial=asked)
    if form.does(lambda: form.update(found, actor=request.actor)):
        messages.success(request, _("The household is up to date, and its points with it."))
        return redirect("nomination", reference)
    seen(request, found.household)
    context = {"form": form, "nomination": found}
    return render_page(request, UPDATE, context, part="commune", status=form.status)


@page
@allow(Permission.NOMINATE)
def circumstances_update(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write what counts for priority now, after submission."""
    found = get_object_or_404(theirs(request), reference=reference)
    form = RecountForm(**sent(request), instance=found)
    if form.does(lambda: form.update(found, actor=request.actor)):
        messages.success(request, _("The circumstances are up to date, and the points with them."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found}
    return render_page(request, CIRCUMSTANCES, context, status=form.status)


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
    """Record a proof as seen; what the last one was is filled in."""
    found = get_object_or_404(theirs(request), reference=reference)
    last = last_proof_of(found)
    same = ("ground", "kind", "covers")
    initial = {name: value for name in same if last and (value := getattr(last, name))}
    form = ProofForm(**sent(request), initial=initial)
    if form.does(lambda: add_proof(found, form.instance, actor=request.actor)):
        messages.success(request, _("The proof is recorded as seen. Give the paper back."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found, "last": last}
    return render_page(request, PROOF, context, status=form.status)


@page
@allow(Permission.NOMINATE)
def line_give_up(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    """End one machine that isn't needed any more, for a coded reason."""
    found = get_object_or_404(theirs(request), reference=reference)
    line = get_object_or_404(found.lines, number=number)
    form = GiveUpForm(**sent(request))
    if form.does(lambda: give_up_line(found, number, form.chosen(), actor=request.actor)):
        messages.success(request, _("The machine is given up."))
        return redirect("nomination", reference)
    context = {"form": form, "nomination": found, "line": line, "wanted": in_short(line)}
    return render_page(request, GIVE_UP, context, status=form.status)


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
