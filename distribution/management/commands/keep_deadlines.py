"""Every night: remind, expire, lapse, compare and rank, now or by the worker from now on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from distribution.nights import book_next_night, keep_deadlines


class Command(BaseCommand):
    """Remind of proofs and referrals, expire, lapse, look for duplicates, rank who waits."""

    help = (
        "Reminds services of proofs that run out, expires waits whose proof was not renewed, "
        "reminds places of referrals they have not answered and lets those lapse in the end, lets "
        "allocations lapse that nobody fetched, compares the households sent in lately, and "
        "ranks the waiting list of the day. "
        "Run it every night, or once with --by-worker."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether the worker is to do it."""
        parser.add_argument(
            "--by-worker",
            action="store_true",
            help="do nothing now: have db_worker do it every night at three",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many of each; run again the same night, it does nothing."""
        if options["by_worker"]:
            booked = book_next_night()
            self.stdout.write("Booked for three tonight." if booked else "Booked already.")
            return
        night = keep_deadlines(say=lambda so_far: self.stdout.write(f"Ranking: {so_far} …"))
        self.stdout.write(
            f"Reminded: {night.reminded}. Expired: {night.expired}. Lapsed: {night.lapsed}."
        )
        self.stdout.write(
            f"Referrals: places reminded of {night.places_reminded}, "
            f"lapsed {night.referrals_lapsed}."
        )
        if night.refused:
            self.stderr.write(f"Could not lapse: {night.refused}. See manage.py check_books.")
        self.stdout.write(f"Possible duplicates found: {night.pairs}.")
        self.stdout.write(f"Ranked: {night.ranked}.")
