"""What the page of one hardware report shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.hardware import HardwareFacts
from inventory.kinds import Kind
from inventory.models import Device, HardwareReport
from inventory.projection import warning_words
from inventory.recognising import recognise
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission

TEXTS = (
    ("kind", _("Kind")),
    ("manufacturer", _("Manufacturer")),
    ("model", _("Model")),
    ("part_number", _("Part number")),
    ("serial_number", _("Serial number")),
    ("cpu", _("Processor")),
)
YES_NO = {True: pgettext_lazy("answer", "Yes"), False: pgettext_lazy("answer", "No")}


@dataclass(frozen=True)
class Line:
    """One value read: its name, its words, what stood there when it wasn't usable."""

    label: Any
    value: Any
    raw: str = ""
    is_memory: bool = False


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
        return [] if self.facts is None else list(_lines(self.facts))

    @property
    def drives(self) -> list[Any]:
        """List the drives that the report shows."""
        return [] if self.facts is None else list(self.facts.drives)

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


def _lines(facts: HardwareFacts) -> Iterator[Line]:
    for name, label in TEXTS:
        fact = getattr(facts, name)
        value = Kind(fact.value).label if name == "kind" and fact.value else fact.value
        if fact.value or fact.raw:
            yield Line(label, value, fact.raw)
    if facts.memory_bytes.value:
        yield Line(_("Memory"), facts.memory_bytes.value, is_memory=True)
    if facts.memory_slots.value:
        yield Line(_("Memory slots"), facts.memory_slots.value)
    for gpu in facts.gpus:
        yield Line(_("Graphics"), gpu.value, gpu.raw)
    for name, label in (("has_wifi", _("Wi-Fi")), ("battery_present", _("Battery"))):
        value = getattr(facts, name).value
        if value is not None:
            yield Line(label, YES_NO[value])
