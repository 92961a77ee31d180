"""Compare all households with each other, for those that nobody compared when they came in."""

from typing import Any

from django.core.management.base import BaseCommand

from distribution.comparing import compare_all
from distribution.fingerprinting import fingerprint_all


class Command(BaseCommand):
    """Fingerprint every household under the newest key, and note the pairs that may be one."""

    help = (
        "Fingerprints every household under the newest key of REFURB_FINGERPRINT_KEYS, and notes "
        "which may be one, for coordinators to decide. Run again, it notes nothing twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many households there are, and how many pairs are new."""
        written = fingerprint_all(lambda so_far: self.stdout.write(f"Fingerprinting: {so_far} …"))
        self.stdout.write(f"Fingerprinted: {written}.")
        compared, new = compare_all(lambda so_far: self.stdout.write(f"Comparing: {so_far} …"))
        self.stdout.write(f"Compared: {compared}. New pairs: {new}.")
