"""Forms about a second factor: the code at log-in, setting up, and a password for each change."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.utils.translation import gettext_lazy as _

from refurb.accounts.access import SignedInRequest
from refurb.accounts.sealing import Unreadable, seal, unseal
from refurb.accounts.second_factor import step_of, take_code
from refurb.accounts.web.letters import tell_of_recovery
from refurb.web.acting import Acting

WRONG_CODE = _("This code is wrong, or was used already. Wait for the app's next one.")
SETTING_UP_SECONDS = 60 * 60  # a page left open for longer shows another secret


def code_field() -> forms.CharField:
    """Make the field of a code: a phone offers its digits, and what came by message."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attributes))


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of a log-in: a code of the app, or a recovery code."""

    code = code_field()
    code.widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        """Take the code, once; after five wrong ones in five minutes none is looked at."""
        clear = check_rate_limit(self.user)
        try:
            self.authenticator = take_code(self.user, self.cleaned_data["code"])
        except Unreadable:
            said = _("Your second factor can't be read any more. Ask an administrator to reset it.")
            raise forms.ValidationError(said, code="unreadable") from None
        if self.authenticator is None:
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code")
        clear()
        return cast("str", self.cleaned_data["code"])

    def save(self) -> None:
        """Note the log-in; tell the person when it took a recovery code."""
        super().save()
        tell_of_recovery(context.request, self.authenticator)


class PasswordForm(Acting, forms.Form):
    """Show once more that it is oneself: an open session alone changes nothing of the log-in."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: SignedInRequest, *args: Any) -> None:
        super().__init__(*args)
        self.request = request

    def clean_password(self) -> str:
        """Compare the password; at most ten times a minute."""
        user = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=user):
            raise get_adapter().validation_error("rate_limited")
        if not user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("That is not your password."), code="incorrect_password")
        return cast("str", self.cleaned_data["password"])


class SetUpForm(PasswordForm):
    """Show that the app knows the secret; without a password just after a log-in with it.

    The secret travels in the page, sealed, and is stored when the code fits.
    """

    code = code_field()
    draft = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: SignedInRequest, *args: Any, is_fresh: bool) -> None:
        super().__init__(request, *args)
        if is_fresh:
            del self.fields["password"]
        self.secret, self.is_stale = self._secret_sent()
        if not self.secret:
            self.secret = generate_totp_secret()
            draft = seal(f"{request.user.pk}:{self.secret}")
            self.initial["draft"] = draft
            self.data = {**self.data.dict(), "draft": draft} if self.is_bound else self.data  # type: ignore[attr-defined]

    def _secret_sent(self) -> tuple[str, bool]:
        """Read the secret that the page showed, if it was for this person and not long ago."""
        if not self.is_bound:
            return "", False
        try:
            draft = unseal(self.data.get("draft", ""), at_most_seconds=SETTING_UP_SECONDS)
        except Unreadable:
            return "", True
        whose, _colon, secret = draft.partition(":")
        return (secret, False) if whose == str(self.request.user.pk) else ("", True)

    def clean_code(self) -> int:
        """Find the time step of the code."""
        if self.is_stale:
            said = _("This page was open for too long. Scan the new picture and type its code.")
            raise forms.ValidationError(said, code="stale")
        clear = check_rate_limit(self.request.user, error_key="rate_limited")
        step = step_of(self.secret, self.cleaned_data["code"])
        if step is None:
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code")
        clear()
        return step
