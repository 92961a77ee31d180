"""Every night: what the calendar brings about by itself, and nobody has to press a button for."""

from typing import Any

from django.core.management.base import BaseCommand

from distribution.lapsing import let_lapse
from distribution.ranking import rank_all
from distribution.renewing import watch_proofs


class Command(BaseCommand):
    """Remind of proofs, expire waits without one, let allocations lapse, rank who waits."""

    help = (
        "Reminds services of proofs that run out, expires waits whose proof was not renewed, "
        "lets allocations lapse that nobody fetched, and ranks the waiting list of the day. "
        "Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many of each; run again the same night, it does nothing."""
        reminded, expired = watch_proofs()
        lapsed, refused = let_lapse()
        self.stdout.write(f"Reminded: {reminded}. Expired: {expired}. Lapsed: {lapsed}.")
        if refused:
            self.stderr.write(f"Could not lapse: {refused}. See manage.py check_books.")
        ranked = rank_all(say=lambda so_far: self.stdout.write(f"Ranking: {so_far} …"))
        self.stdout.write(f"Ranked: {ranked}.")
