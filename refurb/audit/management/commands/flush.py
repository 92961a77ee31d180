"""manage.py flush: empty all tables, which the rules about single rows would else refuse."""

from typing import Any

from django.apps import apps
from django.core.management.commands import flush
from django.db import transaction

from refurb.row_rules import put_app_up, take_app_down


class Command(flush.Command):
    """Take down what rules single rows, empty all tables, put the rules up again."""

    def handle(self, **options: Any) -> None:
        """Do all or nothing: a flush that fails leaves the rules standing."""
        using, known = options["database"], list(apps.get_app_configs())
        with transaction.atomic(using=using):
            for each in known:
                take_app_down(each, using)
            super().handle(**options)
            for each in known:
                put_app_up(each, using)
