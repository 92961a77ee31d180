"""One's own API tokens: the list, a new one shown once, revoking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.models import ApiToken
from refurb.accounts.roles import Permission
from refurb.accounts.tokens import create_token, revoke_token
from refurb.accounts.web.forms.tokens import TokenForm
from refurb.web.pages import render_page


@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    """List the tokens of the membership acted under; make one, and show it this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = ""
    if form.is_bound and form.is_valid():
        made = create_token(request.actor, **form.wanted, actor=request.actor)
        form = TokenForm()
    rows = ApiToken.objects.filter(membership=request.actor).order_by("-pk")
    context = {"form": form, "rows": rows, "made": made}
    context["reads_hardware"] = request.actor.may(Permission.READ_HARDWARE)
    return render_page(request, "accounts/tokens.html", context)


@require_POST
@signed_in
def token_revoke(request: SignedInRequest) -> HttpResponse:
    """Revoke one of them, named by the form's field."""
    typed = request.POST.get("token", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0  # noqa: PLR2004  digits of an id
    if revoke_token(number, actor=request.actor):
        messages.success(request, _("The token is revoked. What used it gets no answer any more."))
    else:
        messages.error(request, _("There is no such token that still works."))
    return redirect("tokens")
