"""manage.py reset_second_factor: let in an administrator who lost phone and codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from refurb.accounts.enrolling import reset
from refurb.accounts.inviting import AccountsRefused
from refurb.accounts.models import User
from refurb.accounts.web.letters import FactorNews, factor_letter


class Command(BaseCommand):
    """Take away a person's second factor, when no other administrator can."""

    help = (
        "Reset a person's second factor: they are signed out, told by letter, and set up another."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose."""
        parser.add_argument("--email", required=True, help="the user's e-mail address")

    def handle(self, *args: Any, **options: Any) -> str:
        """Reset it, write to the person and say so."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("No user has this e-mail address.")
        try:
            reset(user, actor=None)
        except AccountsRefused as refusal:
            raise CommandError(str(refusal.reasons[0])) from None
        factor_letter(user, FactorNews.RESET).send()
        return "Reset. The letter is on its way."
