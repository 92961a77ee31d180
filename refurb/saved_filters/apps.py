"""Django's entry to this app."""

from django.apps import AppConfig


class SavedFiltersConfig(AppConfig):
    """Saved filters, as Django knows them."""

    name = "refurb.saved_filters"
    label = "saved_filters"
