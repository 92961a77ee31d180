"""The Django app of the shared floor: it brings template tags and static files, no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register the floor under its short label."""

    name = "refurb.web"
    label = "web"

    def ready(self) -> None:
        """Teach the fields of text to be searched whatever the case and the accents."""
        import refurb.web.folding  # noqa: F401, PLC0415  it registers a lookup
