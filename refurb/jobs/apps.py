"""Django's entry to this app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work, as Django knows it."""

    name = "refurb.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register what is registered on import."""
        from refurb.jobs import sentences  # noqa: F401, PLC0415  on import
