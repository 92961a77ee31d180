"""Take an old fingerprint key out of use, once every household is known without it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from distribution.fingerprinting import KeyRefused, retire_key


class Command(BaseCommand):
    """Delete what was written under a key; fails while somebody is known by it alone."""

    help = (
        "Deletes the fingerprints written under an old key, which may then leave "
        "REFURB_FINGERPRINT_KEYS. Run find_duplicates before it. Refuses while a household is "
        "known by that key alone and its renewal period has not ended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the id of the key."""
        parser.add_argument("key_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many fingerprints are gone."""
        try:
            deleted = retire_key(options["key_id"])
        except KeyRefused as refusal:
            raise CommandError(" ".join(map(str, refusal.reasons))) from refusal
        self.stdout.write(f"Deleted: {deleted}. The key may leave REFURB_FINGERPRINT_KEYS.")
