"""Collect what a person should know before trusting the facts of a report."""

from collections.abc import Iterator

from inventory.hardware.facts import HardwareFacts
from inventory.hardware.identity import drive_key, identity_candidates


def doubts(facts: HardwareFacts) -> Iterator[str]:
    """Give the codes of the warnings that the facts alone call for."""
    if not facts.describes_machine:
        yield "drives_only"
    else:
        yield from _doubts_about_machine(facts)
    yield from _doubts_about_drives(facts)


def _doubts_about_machine(facts: HardwareFacts) -> Iterator[str]:
    if facts.is_virtual:
        yield "virtual_machine"
    if facts.is_anonymised:
        yield "anonymised"
    if not identity_candidates(facts):
        yield "no_identity"
    if not facts.kind:
        yield "kind_unknown"
    if not facts.memory_bytes:
        yield "memory_unknown"
    elif facts.memory_bytes.source == "lshw.memory":
        yield "memory_estimated"
    if facts.bios_password_set.value:
        yield "bios_password"


def _doubts_about_drives(facts: HardwareFacts) -> Iterator[str]:
    keys = [drive_key(drive) for drive in facts.drives]
    known = [key for key in keys if key is not None]
    if facts.lists_drives and not keys:
        yield "no_drives_found"
    if len(known) < len(keys):
        yield "drive_without_serial"
    if len(set(known)) < len(known):
        yield "same_drive_twice"
    if any(drive.health.value == "failing" for drive in facts.drives):
        yield "drive_failing"
