"""What reports tell of a machine, line by line, for the pages of a report and of a device."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from inventory.hardware import DriveFacts, HardwareFacts
from inventory.hardware.windows11 import windows_11_fitness
from inventory.kinds import Kind
from refurb.web.templatetags.refurb import binary_size

TEXTS = (
    ("kind", _("Kind")),
    ("manufacturer", _("Manufacturer")),
    ("model", _("Model")),
    ("serial_number", _("Serial number")),
    ("cpu", _("Processor")),
)
YES_NO = {True: pgettext_lazy("answer", "Yes"), False: pgettext_lazy("answer", "No")}
FLAGS = (
    ("has_wifi", _("Wi-Fi")),
    ("battery_present", _("Battery")),
    ("has_uefi", _("UEFI")),
    ("bios_password_set", _("BIOS password")),
    ("activation_lock", _("Activation lock")),
)
WINDOWS_11 = {
    "cpu": _("processor"),
    "memory": _("memory"),
    "storage": _("storage"),
    "uefi": _("UEFI"),
    "tpm": _("TPM 2.0"),
}


@dataclass(frozen=True)
class Line:
    """One value read: its name, its words, what stood there when it wasn't usable."""

    label: Any
    value: Any
    raw: str = ""


def lines_of(facts: HardwareFacts) -> Iterator[Line]:
    """List everything that was read of a machine."""
    for name, label in TEXTS:
        fact = getattr(facts, name)
        value = Kind(fact.value).label if name == "kind" and fact.value else fact.value
        if fact.value or fact.raw:
            yield Line(label, value, fact.raw)
    if facts.memory_bytes.value:
        yield Line(_("Memory"), binary_size(facts.memory_bytes.value))
    yield from further_lines(facts)


def further_lines(facts: HardwareFacts) -> Iterator[Line]:
    """List what was read of a machine beyond what the device itself records."""
    if (part := facts.part_number.value) is not None:
        yield Line(_("Part number"), part)
    yield from _memory(facts)
    for gpu in facts.gpus:
        yield Line(_("Graphics"), gpu.value, gpu.raw)
    for name, label in FLAGS:
        value = getattr(facts, name).value
        if value is not None:
            yield Line(label, YES_NO[value])
    yield from _battery(facts)
    if facts.screen_inches.value:
        yield Line(_("Screen (inches)"), facts.screen_inches.value)
    if facts.tpm_version.value:
        yield Line(_("TPM"), facts.tpm_version.value)
    yield from _windows_11(facts)


def _memory(facts: HardwareFacts) -> Iterator[Line]:
    slots, free = facts.memory_slots.value, facts.memory_slots_free.value
    if slots:
        words = gettext("%(slots)s, free: %(free)s") % {"slots": slots, "free": free or 0}
        yield Line(_("Memory slots"), words)
    if facts.memory_is_soldered.value:
        yield Line(_("Memory slots"), gettext("Memory is soldered in"))


def _battery(facts: HardwareFacts) -> Iterator[Line]:
    if (health := facts.battery_health_percent.value) is not None:
        yield Line(_("Battery health"), f"{health} %")
    if (cycles := facts.battery_cycles.value) is not None:
        yield Line(_("Battery charge cycles"), cycles)


def _windows_11(facts: HardwareFacts) -> Iterator[Line]:
    fitness = windows_11_fitness(facts)
    if fitness is None:
        return
    unmet = ", ".join(str(WINDOWS_11[one]) for one in fitness.unmet)
    unknown = ", ".join(str(WINDOWS_11[one]) for one in fitness.unknown)
    words = gettext("Fits")
    if unmet:
        words = gettext("Does not fit: %(parts)s") % {"parts": unmet}
    elif unknown:
        words = gettext("Nothing speaks against it; not known: %(parts)s") % {"parts": unknown}
    yield Line("Windows 11", words)


def drive_words(drive: DriveFacts) -> str:
    """Say in one line how a drive is: what SMART says, its hours, its wear."""
    health = {
        "passed": gettext("SMART: passed"),
        "failing": gettext("SMART: failing"),
    }.get(drive.health.value or "", "")
    hours, wear, bad = (
        drive.power_on_hours.value,
        drive.wear_percent.value,
        drive.bad_sectors.value,
    )
    parts = [
        health,
        gettext("%(hours)s hours") % {"hours": hours} if hours is not None else "",
        gettext("%(wear)s %% worn") % {"wear": wear} if wear is not None else "",
        gettext("bad sectors: %(count)s") % {"count": bad} if bad else "",
        gettext("locked by a password") if drive.is_locked.value else "",
    ]
    return " · ".join(filter(None, parts))
