"""Compare the order of the waiting list that is kept with the one that the rule gives."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from distribution.waiting_list.order import disagreements


class Command(BaseCommand):
    """List each waiting line that stands elsewhere than by the rule; fails when there is one."""

    help = "Reports any waiting line whose place, points or explanation is not what the rule gives."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each disagreement."""
        found = disagreements()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} disagree: manage.py keep_deadlines ranks anew.")
        self.stdout.write("The order agrees.")
