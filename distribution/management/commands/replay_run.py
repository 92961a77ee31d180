"""Compute a run again from its record and compare every byte."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from distribution.management.runs import add_number, find_run, unreadable
from distribution.runs.record import UnreadableRecord
from distribution.runs.replay import NotOnRecord, differences


class Command(BaseCommand):
    """Say whether the same input gives the same result; fails when it does not."""

    help = (
        "Computes a proposal again from the input on record and compares digest and result byte "
        "for byte. Exit code 1: they differ; 2: the input is not on record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the number of the run."""
        add_number(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each difference."""
        run = find_run(options["number"])
        try:
            found = differences(run)
        except (NotOnRecord, UnreadableRecord) as why:
            raise unreadable(run.number, why) from None
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"Proposal {run.number} does not come out as it did.")
        self.stdout.write(
            f"Proposal {run.number} comes out as it did, byte for byte: {run.pair_count} pairs, "
            f"{run.skipped_count} lines left waiting, input {run.input_sha256}."
        )
