"""Django's entry to this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from refurb.frozen import freeze_app, thaw_app


class AuditConfig(AppConfig):
    """Audit, as Django knows it."""

    name = "refurb.audit"
    label = "audit"

    def ready(self) -> None:
        """Have what is written once kept so: by each migration, for every app."""
        pre_migrate.connect(thaw_app, dispatch_uid="thaw")
        post_migrate.connect(freeze_app, dispatch_uid="freeze")
