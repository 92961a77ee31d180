"""Collect what a person should know before trusting the facts of a report."""

from collections.abc import Iterator

from inventory.hardware.facts import HardwareFacts
from inventory.hardware.identity import drive_key, identity_candidates


def doubts(facts: HardwareFacts) -> Iterator[str]:
    """Give the codes of the warnings that the facts alone call for."""
    if not facts.describes_machine:
        yield _only(facts)
    else:
        yield from _doubts_about_machine(facts)
    yield from _doubts_about_drives(facts)


def _only(facts: HardwareFacts) -> str:
    if facts.drives:
        return "drives_only"
    if facts.screen_inches:
        return "screen_only"
    return "battery_only" if facts.battery_present else "drives_only"


def _doubts_about_machine(facts: HardwareFacts) -> Iterator[str]:
    holds = {
        "virtual_machine": facts.is_virtual,
        "anonymised": facts.is_anonymised,
        "no_identity": not identity_candidates(facts),
        "kind_unknown": not facts.kind,
        "memory_unknown": not facts.memory_bytes,
        "memory_estimated": facts.memory_bytes.value is not None
        and facts.memory_bytes.source == "lshw.memory",
        "bios_password": facts.bios_password_set.value is True,
        "activation_lock": facts.activation_lock.value is True,
    }
    yield from (code for code, is_so in holds.items() if is_so)


def _doubts_about_drives(facts: HardwareFacts) -> Iterator[str]:
    keys = [drive_key(drive) for drive in facts.drives]
    known = [key for key in keys if key is not None]
    if facts.lists_drives and not keys:
        yield "no_drives_found"
    if len(known) < len(keys):
        yield "drive_without_serial"
    if len(set(known)) < len(known):
        yield "same_drive_twice"
    holds = {
        "drive_failing": any(drive.health.value == "failing" for drive in facts.drives),
        "drive_worn": any(drive.bad_sectors.value for drive in facts.drives),
        "drive_locked": any(drive.is_locked.value for drive in facts.drives),
    }
    yield from (code for code, is_so in holds.items() if is_so)
