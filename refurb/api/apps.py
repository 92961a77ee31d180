"""Tell Django about the API's own table."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The floor of the API."""

    name = "refurb.api"
    label = "api"
