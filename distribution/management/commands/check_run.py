"""Judge a run by the rule, without the code that made it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from distribution.management.runs import add_number, find_run, unreadable
from distribution.runs.record import UnreadableRecord
from distribution.runs.replay import NotOnRecord, wrong_with


class Command(BaseCommand):
    """Verify every pair and every skipped line of a run; fails when one is against the rule."""

    help = (
        "Verifies every pair and every skipped line of a proposal against the rule, without using "
        "the matcher's code. Exit code 1: something is wrong; 2: the input is not on record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the number of the run."""
        add_number(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each objection."""
        run = find_run(options["number"])
        try:
            found = wrong_with(run)
        except (NotOnRecord, UnreadableRecord) as why:
            raise unreadable(run.number, why) from None
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Proposal {run.number} is not what the rule gives.")
        self.stdout.write(
            f"Proposal {run.number} obeys the rule: {run.pair_count} pairs and {run.skipped_count} "
            "lines left waiting verified."
        )
