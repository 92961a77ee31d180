"""Ending one's own sessions, from the list on one's settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.sessions import end_sessions, find_session


@require_POST
@signed_in
def session_end(request: SignedInRequest, token: str) -> HttpResponse:
    """End one of one's own sessions, at once."""
    found = find_session(request.user, token)
    if found is None:
        raise Http404
    found.delete()
    messages.success(request, _("That browser is signed out."))
    return redirect("settings")


@require_POST
@signed_in
def session_end_others(request: SignedInRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    count = end_sessions(request.user, but=request.session.session_key)
    done = ngettext("%(n)s browser is signed out.", "%(n)s browsers are signed out.", count)
    messages.success(request, done % {"n": count})
    return redirect("settings")
