"""Django's entry to this app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """Accounts, as Django knows it."""

    name = "refurb.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register what is registered on import, and hear of each log-in."""
        from refurb.accounts import checks, sentences, sessions  # noqa: F401, PLC0415  on import

        user_logged_in.connect(sessions.note_sign_in, dispatch_uid="refurb.sessions")
