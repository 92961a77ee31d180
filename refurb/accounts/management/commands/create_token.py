"""manage.py create_token: make a token of the API and print it, alone, for the only time."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from refurb.accounts.models import Membership
from refurb.accounts.roles import Role, Scope
from refurb.accounts.tokens import create_token, members_by_email

MOST_DAYS = 3650


class Command(BaseCommand):
    """Make a token of the API for one membership."""

    help = "Make a token of the API and print it, alone, on standard output. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose token, for what and for how long."""
        parser.add_argument("--email", required=True, help="the user's e-mail address")
        parser.add_argument("--organisation", default="", help="its code, if there are several")
        parser.add_argument("--role", choices=Role.values, help="if there are several in it")
        limits = [scope for scope in Scope.values if scope != Scope.FULL]
        parser.add_argument("--scope", choices=limits, default=Scope.FULL, help="what it lets do")
        parser.add_argument("--days", type=int, help="after how many days it expires")

    def handle(self, *args: Any, **options: Any) -> str:
        """Make the token and return it: it is all that is printed."""
        days = options["days"]
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days is from 1 to {MOST_DAYS}.")
        membership = the_membership(options["email"], options["organisation"], options["role"])
        lifetime = timedelta(days=days) if days else None
        return create_token(membership, scope=Scope(options["scope"]), lifetime=lifetime)


def the_membership(email: str, organisation: str, role: str | None) -> Membership:
    """Find the one membership meant; raises CommandError when there is none, or a choice."""
    found = [
        each for each in members_by_email(email, organisation) if role is None or each.role == role
    ]
    if not found:
        raise CommandError("Nobody with this e-mail address has such a membership in force.")
    if len(found) > 1:
        codes = ", ".join(f"{each.organisation.code} ({each.role})" for each in found)
        raise CommandError(
            f"Several memberships: {codes}. Name one with --organisation and --role."
        )
    return found[0]
