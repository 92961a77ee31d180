"""Django's entry to this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, as Django knows it."""

    name = "refurb.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register what is registered on import."""
        from refurb.accounts import checks, sentences  # noqa: F401, PLC0415  on import
