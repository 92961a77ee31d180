"""Django's entry to this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit, as Django knows it."""

    name = "refurb.audit"
    label = "audit"
