"""manage.py revoke_tokens: stop all tokens of a membership at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from refurb.accounts.management.commands.create_token import the_membership
from refurb.accounts.roles import Role
from refurb.accounts.tokens import revoke_tokens


class Command(BaseCommand):
    """Revoke all tokens of one membership."""

    help = "Revoke all tokens of the API of one membership; they stop at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose tokens."""
        parser.add_argument("--email", required=True, help="the user's e-mail address")
        parser.add_argument("--organisation", default="", help="its code, if there are several")
        parser.add_argument("--role", choices=Role.values, help="if there are several in it")

    def handle(self, *args: Any, **options: Any) -> str:
        """Revoke them and say how many there were."""
        membership = the_membership(options["email"], options["organisation"], options["role"])
        return f"Revoked: {revoke_tokens(membership)}"
