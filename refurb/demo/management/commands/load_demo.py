"""Load the demonstration: manage.py load_demo [--small] [--json] [--force]."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from refurb.accounts.models import Organisation, User
from refurb.demo.people import PEOPLE, accounts, email_of
from refurb.demo.quarter import FULL, SMALL, load_quarter
from refurb.statistics import refresh_statistics


@contextmanager
def without_query_log() -> Iterator[None]:
    """Keep Django from logging queries: in development that is half of all the work here.

    On SQLite it asks the database to quote the values of each.
    """
    was = settings.DEBUG
    settings.DEBUG = False
    try:
        yield
    finally:
        settings.DEBUG = was


class Command(BaseCommand):
    """Fill an empty database with an invented quarter in Brussels, and print who can sign in."""

    help = "Load the demonstration into an empty database and print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--small", action="store_true", help="a tenth of it, for tests")
        parser.add_argument("--json", action="store_true", help="print the accounts as JSON")
        parser.add_argument(
            "--force", action="store_true", help="also outside development (REFURB_DEBUG unset)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load it, unless it is there already."""
        if not settings.DEBUG and not options["force"]:
            raise CommandError(
                "The demonstration's password is public, so it is loaded in development only "
                "(REFURB_DEBUG=1), or with --force."
            )
        if User.objects.filter(email=email_of(PEOPLE[0])).exists():
            self.stderr.write("The demonstration is loaded already; nothing was changed.")
        elif Organisation.objects.exists() or User.objects.exists():
            raise CommandError("The demonstration needs an empty database, and this one is not.")
        else:
            with without_query_log():
                load_quarter(SMALL if options["small"] else FULL, timezone.localdate())
            refresh_statistics()
        self._print(as_json=options["json"])

    def _print(self, *, as_json: bool) -> None:
        found = [asdict(account) for account in accounts()]
        if as_json:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        for account in found:
            self.stdout.write("  ".join(account.values()))
