"""The form of a new password of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from refurb.accounts.access import SignedInRequest
from refurb.accounts.web.forms.second_factor import PasswordForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def new_password_field(label: StrOrPromise) -> forms.CharField:
    """Make a field that a password manager fills with a new password."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class NewPasswordForm(PasswordForm):
    """The password that one has, and twice the one that takes its place."""

    new_password = new_password_field(_("New password"))
    again = new_password_field(_("New password, again"))

    def __init__(self, request: SignedInRequest, *args: Any) -> None:
        super().__init__(request, *args)
        rules = " ".join(str(text) for text in password_validators_help_texts())
        self.fields["new_password"].help_text = rules

    def clean_new_password(self) -> str:
        """Judge it as at the first choice; and it is another one."""
        new = cast("str", self.cleaned_data["new_password"])
        validate_password(new, self.request.user)
        if new == self.cleaned_data.get("password"):
            said = _("That is the password that you have. Choose another one.")
            raise forms.ValidationError(said, code="same_password")
        return new

    def clean_again(self) -> str:
        """Find a slip of the hand: both are the same."""
        again = cast("str", self.cleaned_data["again"])
        if again != self.cleaned_data.get("new_password", again):
            raise forms.ValidationError(_("This is not the same password."), code="mismatch")
        return again
