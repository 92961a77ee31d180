"""Every day: remind services of proofs that run out, and let waits expire."""

from typing import Any

from django.core.management.base import BaseCommand

from distribution.renewing import watch_proofs


class Command(BaseCommand):
    """Remind of proofs that run out within 30 days; expire waits 60 days after the reminder."""

    help = "Reminds services of proofs that run out, and expires waits without proof. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were reminded and how many expired; run again the same day, none."""
        reminded, expired = watch_proofs()
        self.stdout.write(f"Reminded: {reminded}. Expired: {expired}.")
