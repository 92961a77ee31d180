"""What Refurb decides where django-allauth asks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import User
from refurb.accounts.sealing import seal, unseal
from refurb.accounts.sessions import end_sessions
from refurb.accounts.web.letters import reset_letter

GREETING = "account/messages/logged_in.txt"
FAREWELL = "account/messages/logged_out.txt"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation, never by signing up."""

    # In the tone of the other pages: allauth's own Dutch and German say je and du.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
    }

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Write the address that the letter of a forgotten password leads to."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uid, token])
        return f"{settings.PUBLIC_URL}{path}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the letter of a forgotten password in the language of its reader."""
        reset_letter(user, context["password_reset_url"]).send()

    def set_password(self, user: User, password: str) -> None:
        """Change a password, and end whatever session was begun with the old one."""
        super().set_password(user, password)
        # The one at hand leads through the reset; a log-in in it ends with the old password too.
        end_sessions(user, but=self.request.session.session_key)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        """Say what allauth says in the tone of the pages; the start page greets by itself."""
        if message_template == GREETING:
            return
        if message_template == FAREWELL:
            message_template, options = None, {"message": str(_("You are logged out."))}
        super().add_message(request, level, message_template, *args, **options)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody signs up by themselves."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets of second factors are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a stored secret; raises Unreadable, never gives an empty one."""
        return unseal(encrypted_text)
