"""Every night: what the calendar brings about by itself, and nobody has to press a button for."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from distribution.comparing import compare_all
from distribution.lapsing import let_lapse
from distribution.ranking import rank_all
from distribution.renewing import watch_proofs

LATELY = timedelta(days=3)  # a night may be missed


class Command(BaseCommand):
    """Remind of proofs, expire waits, lapse allocations, look for duplicates, rank who waits."""

    help = (
        "Reminds services of proofs that run out, expires waits whose proof was not renewed, "
        "lets allocations lapse that nobody fetched, compares the households sent in lately, and "
        "ranks the waiting list of the day. "
        "Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many of each; run again the same night, it does nothing."""
        reminded, expired = watch_proofs()
        lapsed, refused = let_lapse()
        self.stdout.write(f"Reminded: {reminded}. Expired: {expired}. Lapsed: {lapsed}.")
        if refused:
            self.stderr.write(f"Could not lapse: {refused}. See manage.py check_books.")
        _compared, pairs = compare_all(since=timezone.now() - LATELY)
        self.stdout.write(f"Possible duplicates found: {pairs}.")
        ranked = rank_all(say=lambda so_far: self.stdout.write(f"Ranking: {so_far} …"))
        self.stdout.write(f"Ranked: {ranked}.")
