"""What the page of one hardware report shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from inventory.hardware import DriveFacts, HardwareFacts
from inventory.models import Device, HardwareReport
from inventory.projection import warning_words
from inventory.recognising import recognise
from inventory.web.hardware_lines import Line, drive_words, lines_of
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class ReportPage:
    """One report, for one reader."""

    report: HardwareReport
    actor: Membership

    @cached_property
    def facts(self) -> HardwareFacts | None:
        """Give what was read; None when the report describes no machine."""
        if self.report.facts is None:
            return None
        return HardwareFacts.model_validate(self.report.facts)

    @property
    def lines(self) -> list[Line]:
        """List what was read, and what stood there instead of a usable value."""
        return [] if self.facts is None else list(lines_of(self.facts))

    @property
    def drives(self) -> list[tuple[DriveFacts, str]]:
        """List the drives that the report shows, each with what it says of how it is."""
        drives = () if self.facts is None else self.facts.drives
        return [(drive, drive_words(drive)) for drive in drives]

    @property
    def warnings(self) -> list[str]:
        """Say what a person should know."""
        return [warning_words(code) for code in self.report.warnings]

    @property
    def asks_for_device(self) -> bool:
        """Say whether somebody who may has to choose what the report describes."""
        is_machine = self.facts is not None and not self.facts.is_virtual
        return is_machine and self.report.device_id is None and self.actor.may(Permission.RECEIVE)

    @cached_property
    def candidates(self) -> list[Device]:
        """List the visible devices that the report may describe."""
        if not self.asks_for_device or self.facts is None:
            return []
        found = recognise(self.facts, self.actor)
        return [found.device] if found.device else list(found.candidates)


def report_page(report: HardwareReport, actor: Membership) -> ReportPage:
    """Prepare what the page shows."""
    return ReportPage(report, actor)
