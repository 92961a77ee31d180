from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "refurb.accounts"
    label = "accounts"

    def ready(self) -> None:
        from refurb.accounts import checks, sentences  # noqa: F401, PLC0415  registered on import
