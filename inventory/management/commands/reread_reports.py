"""Run `manage.py reread_reports`: read every stored report again with today's parser."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from inventory.management.progress import Progress
from inventory.models import HardwareReport
from inventory.rereading import Summary, reread_all


class Command(BaseCommand):
    """Rebuild what is known of devices out of their reports; what people typed stays."""

    help = "Read all stored hardware reports again, and rebuild what is known of their devices."

    def handle(self, *args: Any, **options: Any) -> None:
        """Show a bar while it runs, then what changed; a second run changes nothing."""
        summary = Summary()
        with Progress(HardwareReport.objects.count(), self.stderr) as bar:
            for step in reread_all(summary):
                bar.advance(step)
        fields = ", ".join(f"{name} {count}" for name, count in sorted(summary.fields.items()))
        self.stdout.write(
            f"{summary.reports} reports read, {summary.reread} of them say something else now. "
            f"{summary.devices} devices changed{f' ({fields})' if fields else ''}, "
            f"{summary.drives} drives were added."
        )
