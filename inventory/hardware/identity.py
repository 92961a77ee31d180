"""Say by what a machine or a drive may be recognised, the surest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inventory.hardware.facts import DriveFacts, Fact, HardwareFacts
from inventory.hardware.naming import SYSTEM_SOURCES
from inventory.hardware.placeholders import uuid_spellings

type IdentityKind = Literal["system_serial", "chassis_serial", "board_serial", "uuid", "mac"]

MIN_SERIAL_LENGTH = 4
"""Shorter serial numbers are shown but never matched on; Dell's tags, the shortest, have 5."""


@dataclass(frozen=True)
class Identity:
    """One way to recognise a machine: equal identities mean that it may be the same one.

    `key` is ready for comparison: upper case for serial numbers, for a UUID the one of its two
    byte orders that sorts first. `manufacturer` keeps makers' number ranges apart; it is "" for
    UUIDs and MAC addresses, which are unique without it, and where nobody knows the maker.
    """

    kind: IdentityKind
    key: str
    manufacturer: str = ""


def identity_candidates(facts: HardwareFacts) -> tuple[Identity, ...]:
    """Give the usable identities in order of trust; () for a machine that nothing identifies.

    A placeholder or a masked value never becomes one, so that two unreadable machines are never
    taken for one.
    """
    return tuple(_identities(facts))


def _identities(facts: HardwareFacts) -> Iterator[Identity]:
    maker = facts.manufacturer.value or ""
    system = facts.serial_number if facts.serial_number.source in SYSTEM_SOURCES else Fact[str]()
    serials: tuple[tuple[IdentityKind, Fact[str]], ...] = (
        ("system_serial", system),
        ("chassis_serial", facts.chassis_serial_number),
        ("board_serial", facts.board_serial_number),
    )
    for kind, fact in serials:
        if fact.value is not None and len(fact.value) >= MIN_SERIAL_LENGTH:
            yield Identity(kind, fact.value.upper(), maker)
    if facts.uuid.value is not None:
        yield Identity("uuid", min(uuid_spellings(facts.uuid.value)))
    for address in facts.mac_addresses:
        if address.value is not None:
            yield Identity("mac", address.value)


def drive_key(drive: DriveFacts) -> str | None:
    """Give what a drive is matched by: its serial, upper case, inner spaces kept; or None.

    The model stays out of it, since lshw cuts it at 16 characters: compare it with `same_model`.
    """
    serial = drive.serial_number.value
    return None if serial is None else serial.upper()


def same_model(one: str, other: str) -> bool:
    """Compare two drive models of which either may be cut or lack the maker's name."""
    first, second = _bare_model(one), _bare_model(other)
    return first.startswith(second) or second.startswith(first)


def _bare_model(model: str) -> str:
    words = model.upper().split()
    return "".join(words[1:] if len(words) > 1 and words[0].isalpha() else words)
