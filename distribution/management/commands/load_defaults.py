"""Make what a new site needs before the first nomination: grounds, and a policy."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from distribution.policy.publishing import make_default_grounds, publish_default_policy


class Command(BaseCommand):
    """Make the default grounds and policy where they are missing; what is there stays as it is."""

    help = "Makes the default grounds and publishes the default policy, unless they are there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was made; run again, it makes nothing."""
        grounds = make_default_grounds()
        policy = publish_default_policy(timezone.now())
        said = "published" if policy else "there already"
        self.stdout.write(f"Grounds made: {grounds}. Policy: {said}.")
