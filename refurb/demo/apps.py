"""Django's entry to this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration, as Django knows it: a command, no models."""

    name = "refurb.demo"
    label = "demo"
