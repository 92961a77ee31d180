"""Django's entry to this app."""

from django.apps import AppConfig


class CountersConfig(AppConfig):
    """Counters, as Django knows it."""

    name = "refurb.counters"
    label = "counters"
