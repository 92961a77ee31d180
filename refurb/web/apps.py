"""The Django app of the shared floor: it brings template tags and static files, no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register the floor under its short label."""

    name = "refurb.web"
    label = "web"
