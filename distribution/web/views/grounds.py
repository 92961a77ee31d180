"""Grounds of eligibility: their list, adding one, changing and ending one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.models import Ground
from distribution.web.forms.grounds import GroundForm, NewGroundForm
from distribution.web.points import shown_as
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page

FORM = "distribution/ground_form.html"
page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@allow(Permission.EDIT_POLICY)
def ground_list(request: SignedInRequest) -> HttpResponse:
    """List all grounds, those that ended too."""
    in_use_first = F("active_to").desc(nulls_first=True)
    rows = [(each, shown_as(each)) for each in Ground.objects.order_by(in_use_first, "code")]
    context = {"grounds": rows, "today": timezone.localdate()}
    return render_page(request, "distribution/ground_list.html", context)


@page
@allow(Permission.EDIT_POLICY)
def ground_add(request: SignedInRequest) -> HttpResponse:
    """Add a ground."""
    form = NewGroundForm(**sent(request))
    if form.does(lambda: form.add(actor=request.actor)):
        told = _("The ground is added. It counts points once a version of the policy says so.")
        messages.success(request, told)
        return redirect("ground-list")
    return render_page(request, FORM, {"form": form}, status=form.status)


@page
@allow(Permission.EDIT_POLICY)
def ground(request: SignedInRequest, code: str) -> HttpResponse:
    """Change a ground, or say when it ends."""
    found = get_object_or_404(Ground, code=code)
    form = GroundForm(**sent(request), instance=found)
    if form.does(lambda: form.change(found, actor=request.actor)):
        messages.success(request, _("The ground is changed."))
        return redirect("ground-list")
    context = {"form": form, "ground": get_object_or_404(Ground, code=code)}
    return render_page(request, FORM, context, status=form.status)
