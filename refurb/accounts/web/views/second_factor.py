"""One's own second factor: how it stands, setting it up, recovery codes, turning it off."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from refurb.accounts import enrolling
from refurb.accounts.access import SignedInRequest, setting_up, signed_in
from refurb.accounts.second_factor import must_have_one, standing_of
from refurb.accounts.sessions import signed_in_since
from refurb.accounts.web.forms.second_factor import PasswordForm, SetUpForm
from refurb.accounts.web.letters import FactorNews, send_factor_letter
from refurb.documents.qr import qr_path
from refurb.web.pages import render_page

FRESH = timedelta(minutes=10)  # just after a log-in the password was typed just now
GROUP = 4  # characters of a secret that is typed by hand


@signed_in
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Show whether one has a second factor, and what can be done."""
    context = {
        "standing": standing_of(request.user),
        "is_required": must_have_one(request.user),
    }
    return render_page(request, "accounts/second_factor.html", context)


def _is_fresh(request: SignedInRequest) -> bool:
    """Say whether a first second factor may be set up without typing the password again."""
    since = signed_in_since(request.session)
    is_recent = since is not None and timezone.now() - since < FRESH
    return is_recent and standing_of(request.user) is None


@setting_up
def second_factor_set_up(request: SignedInRequest) -> HttpResponse:
    """Show the secret to an app, and begin to use it when the app's code fits."""
    data = [request.POST] if request.method == "POST" else []
    form = SetUpForm(request, *data, is_fresh=_is_fresh(request))

    def turn_on() -> list[str]:
        step, key = form.cleaned_data["code"], request.session.session_key
        return enrolling.turn_on(request.actor, form.secret, step=step, session_key=key)

    if form.does(turn_on):
        send_factor_letter(request, request.user, FactorNews.ON)
        return _show_codes(request, form.done)
    context = _picture(request, form) | {"form": form, "standing": standing_of(request.user)}
    return render_page(request, "accounts/second_factor_set_up.html", context)


def _picture(request: SignedInRequest, form: SetUpForm) -> dict[str, object]:
    """Give what an app scans, and the same to type or to open on the phone itself."""
    address = get_adapter().build_totp_url(request.user, form.secret)
    side, path = qr_path(address)
    starts = range(0, len(form.secret), GROUP)
    groups = " ".join(form.secret[start : start + GROUP] for start in starts)
    return {"address": address, "side": side, "path": path, "secret": groups}


@signed_in
def second_factor_codes(request: SignedInRequest) -> HttpResponse:
    """Make new recovery codes, and show them this once."""
    form = PasswordForm(request, *([request.POST] if request.method == "POST" else []))
    if form.does(lambda: enrolling.renew_codes(request.actor)):
        return _show_codes(request, form.done)
    template = "accounts/second_factor_codes.html"
    return render_page(request, template, {"form": form}, status=form.status)


def _show_codes(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    half = len(codes[0]) // 2
    shown = [f"{code[:half]} {code[half:]}" for code in codes]
    # The factor is there from here on: the bar may show its links again.
    request.actor.owes_second_factor = False
    return render_page(request, "accounts/recovery_codes.html", {"codes": shown})


@signed_in
def second_factor_off(request: SignedInRequest) -> HttpResponse:
    """Go back to a password alone."""
    form = PasswordForm(request, *([request.POST] if request.method == "POST" else []))
    if form.does(lambda: enrolling.turn_off(request.actor)):
        send_factor_letter(request, request.user, FactorNews.OFF)
        messages.success(request, _("Your second factor is off. You log in by password alone."))
        return redirect("second-factor")
    template = "accounts/second_factor_off.html"
    return render_page(request, template, {"form": form}, status=form.status)
