"""Django's entry to this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from refurb.frozen import freeze_app, thaw_app
from refurb.row_rules import put_app_up, take_app_down


class AuditConfig(AppConfig):
    """Audit, as Django knows it."""

    name = "refurb.audit"
    label = "audit"

    def ready(self) -> None:
        """Have what is written once kept so, and rows ruled: by each migration, for every app."""
        pre_migrate.connect(thaw_app, dispatch_uid="thaw")
        pre_migrate.connect(take_app_down, dispatch_uid="take row rules down")
        post_migrate.connect(freeze_app, dispatch_uid="freeze")
        post_migrate.connect(put_app_up, dispatch_uid="put row rules up")
