"""Log-in and reset as allauth has them, in the words of the other pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Ask for the e-mail address and the password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail")


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Ask where to send the link for a new password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("E-mail")
