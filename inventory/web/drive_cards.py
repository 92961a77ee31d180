"""A device's drives as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inventory.hardware import drive_key
from inventory.models import Drive, Erasure
from inventory.models.drive import DriveStatus
from inventory.reading import known_of
from inventory.sanitisation import Unsanitised
from inventory.stock import Standing
from inventory.web.hardware_lines import drive_words
from inventory.web.preparation import is_unverified, may_accept, may_verify
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class DriveCard:
    """A drive, its newest erasure, and what may be done with it."""

    drive: Drive
    newest: Erasure | None
    held_back: Unsanitised | None
    may_work: bool
    may_verify: bool
    may_accept: bool
    waits_for_other: bool
    read: str = ""  # what the hardware reports say of it

    @property
    def is_present(self) -> bool:
        """Say whether it is in the device."""
        return self.drive.status == DriveStatus.PRESENT

    @property
    def is_missing(self) -> bool:
        """Say whether somebody has to say what became of it."""
        return self.drive.status == DriveStatus.MISSING

    @property
    def is_sanitised(self) -> bool:
        """Say whether nothing can be read from it any more."""
        return self.is_present and self.held_back is None


def drive_cards(standing: Standing, actor: Membership) -> list[DriveCard]:
    """Make a card for each drive, also for those that are gone; not for a mistaken entry."""
    there = (drive for drive in standing.drives if drive.status != DriveStatus.MISTAKEN)
    read = {drive_key(one): drive_words(one) for one in known_of(standing.device).drives}
    cards = (_card(standing, drive, actor) for drive in there)
    return [replace(card, read=read.get(card.drive.serial_number.upper(), "")) for card in cards]


def _card(standing: Standing, drive: Drive, actor: Membership) -> DriveCard:
    newest = standing.newest_erasures[drive.pk]
    works = actor.may(Permission.WORK) and drive.status == DriveStatus.PRESENT
    return DriveCard(
        drive=drive,
        newest=newest,
        held_back=standing.faults.get(drive.pk),
        may_work=works,
        may_verify=works and newest is not None and may_verify(newest, actor),
        may_accept=works and newest is not None and may_accept(newest, actor),
        waits_for_other=works
        and newest is not None
        and is_unverified(newest)
        and newest.operator_id == actor.user_id,
    )
