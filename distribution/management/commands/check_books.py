"""Compare what devices say of themselves with what allocations say of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from distribution.books import disagreements


class Command(BaseCommand):
    """List each device whose state and allocation disagree; fails when there is one."""

    help = "Reports any device whose state and allocation disagree."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each disagreement."""
        found = disagreements()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} devices disagree with their allocations.")
        self.stdout.write("The books agree.")
