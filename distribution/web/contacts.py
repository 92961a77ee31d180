"""Whom somebody is to reach, in words."""

from __future__ import annotations

from dataclasses import dataclass

from distribution.receivers import Receiver
from distribution.web.needs import language_name
from distribution.web.standing import place_name


@dataclass(frozen=True)
class Contact:
    """What who delivers may know of the receiver: to reach, to speak, to find the door."""

    name: str
    language: str
    needs_interpreter: bool
    phone: str
    email: str
    address: str  # only when it is delivered to the door


def contact_of(receiver: Receiver) -> Contact:
    """Name the language and the commune in the reader's own language."""
    door = receiver.door
    return Contact(
        name=receiver.name,
        language=language_name(receiver.language),
        needs_interpreter=receiver.needs_interpreter,
        phone=receiver.phone,
        email=receiver.email,
        address=f"{door.street}, {door.postcode} {place_name(door.commune)}" if door else "",
    )
