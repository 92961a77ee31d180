"""Django's entry to this app."""

from django.apps import AppConfig


class DistributionConfig(AppConfig):
    """Distribution, as Django knows it."""

    name = "distribution"

    def ready(self) -> None:
        """Register what is registered on import."""
        from distribution import long_work, sentences  # noqa: F401, PLC0415  on import
