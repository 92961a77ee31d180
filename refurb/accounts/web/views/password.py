"""One's own password: another one in its place."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.changing import change_password
from refurb.accounts.web.forms.password import NewPasswordForm
from refurb.accounts.web.letters import send_password_letter
from refurb.web.pages import render_page


@sensitive_post_parameters()
@signed_in
def password(request: SignedInRequest) -> HttpResponse:
    """Choose another password, by typing the one that it replaces."""
    form = NewPasswordForm(request, *([request.POST] if request.method == "POST" else []))
    new, key = "new_password", request.session.session_key
    if form.does(lambda: change_password(request.actor, form.cleaned_data[new], session_key=key)):
        update_session_auth_hash(request, form.done)
        send_password_letter(request, form.done)
        messages.success(request, _("Your password is changed. Other browsers are signed out."))
        return redirect("settings")
    return render_page(request, "accounts/password.html", {"form": form}, status=form.status)
