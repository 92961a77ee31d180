"""Companions: choose what goes with an allocated machine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distribution.allocations.accompanying import possible_companions
from distribution.web.forms.allocations import CompanionForm
from distribution.web.views.allocations import parting_context, visible
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.ALLOCATE)
def companion_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a screen, a router or a printer that is ready where the machine is."""
    found = get_object_or_404(visible(request).open().mains(), pk=pk)
    form = CompanionForm(**sent(request), devices=possible_companions(found))
    if form.does(lambda: form.add(found, actor=request.actor)):
        messages.success(request, _("It goes with the machine now."))
        return redirect("allocation", pk)
    context = {"form": form, **parting_context(found)}
    return render_page(request, "distribution/companion_add.html", context, status=form.status)
