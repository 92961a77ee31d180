"""Drives and their erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.checking import record_locks
from inventory.kinds import HANDHELDS, Lock
from inventory.models import Device, Drive, Erasure
from inventory.models.drive import IN_REACH, DriveStatus
from inventory.models.photo import About
from inventory.moving import append_event, lock_device
from inventory.photographing import NewPhoto, add_photo
from inventory.proving import match_waiting
from inventory.sanitisation import (
    CATEGORY_OF,
    Category,
    Result,
    Technique,
    Technology,
    Verification,
)
from inventory.upholding import uphold_proof
from refurb.accounts.models import Membership, User
from refurb.photos.pictures import Picture
from refurb.reasons import Reason, Refused


class WipeRefused(Refused):
    """A record about a drive that can't be true or isn't this person's to make."""


@dataclass(frozen=True)
class NewErasure:
    """An attempt to sanitise a drive, as a person records it."""

    technique: Technique
    tool: str
    result: Result
    verification: Verification
    tool_version: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    operator: User | None = None  # None: the person who records it
    verified_by_me: bool = False  # only for somebody else's wipe
    doubts: tuple[str, ...] = ()  # of `review`: codes of Doubt
    encryption_seen: bool | None = None  # before a factory reset
    locks_clear: dict[Lock, bool] | None = None  # checked together with a factory reset
    proof: Picture | None = None  # what the tool's screen showed


@transaction.atomic
def add_drive(  # noqa: PLR0913  what is said is named
    device: Device,
    *,
    actor: Membership,
    serial_number: str = "",
    model: str = "",
    technology: str = "unknown",
    size_bytes: int | None = None,
) -> Drive:
    """Record a drive found in a device, and what a wipe log proved of it before it was known.

    A device said to have no drive has one now.
    """
    device = lock_device(device)
    label = serial_number.strip() or model.strip() or technology
    event = append_event(device, "drive.added", actor, drive=label)
    if device.declared_driveless:
        Device.objects.filter(pk=device.pk).update(declared_driveless=False)
    drive = Drive.objects.create(
        device=device,
        serial_number=_one_spelling(serial_number),
        model=model.strip(),
        technology=technology,
        size_bytes=size_bytes,
        arrived=event,
    )
    match_waiting(drive, actor=actor)
    uphold_proof([event], actor=actor)
    return drive


def _one_spelling(serial_number: str) -> str:
    """Write a serial number as logs are matched with it: a phone's keyboard mixes capitals in."""
    typed = serial_number.strip()
    return typed if typed == typed.lower() else typed.upper()


@transaction.atomic
def learn_serial(drive: Drive, serial_number: str, *, actor: Membership) -> None:
    """Write the serial number that a report gives of a drive recorded without one.

    What a wipe log proved of that number is recorded of it then.
    """
    _device, drive = lock_drive(drive)
    drive.serial_number = _one_spelling(serial_number)
    drive.save(update_fields=["serial_number"])
    uphold_proof(match_waiting(drive, actor=actor), actor=actor)


@transaction.atomic
def declare_driveless(device: Device, *, actor: Membership) -> None:
    """Record that a device has no drive; raises WipeRefused when one is present."""
    device = lock_device(device)
    if device.drives.filter(status=DriveStatus.PRESENT).exists():
        message = _("It has a drive. Record first that the drive was removed or destroyed.")
        raise WipeRefused(Reason("drive_present", message))
    Device.objects.filter(pk=device.pk).update(declared_driveless=True)
    append_event(device, "device.declared_driveless", actor)


@transaction.atomic
def record_erasure(drive: Drive, new: NewErasure, *, actor: Membership) -> Erasure:
    """Record an erasure by hand; who wiped can't be who verified. Raises WipeRefused.

    Times are shown, not trusted: the order is the server's. The category follows from the
    technique; destroying is no erasure but an act of its own, with a proof of its own.
    """
    device, drive = lock_drive(drive)
    if CATEGORY_OF[new.technique] is Category.DESTROY:
        message = _("Record the drive as destroyed: that asks for what proves it.")
        raise WipeRefused(Reason("destroyed_apart", message))
    operator = new.operator or actor.user
    _check_people(new, operator, actor)
    _check_reset(device, drive, new)
    if new.result == Result.REVIEW and not new.doubts:
        raise WipeRefused(Reason("doubt_missing", _("Say what is unclear about it.")))
    ended = _end_of(new)
    event = append_event(
        device,
        "drive.erased",
        actor,
        drive=str(drive),
        technique=new.technique,
        result=new.result,
    )
    if new.locks_clear:
        record_locks(device, new.locks_clear, actor=actor)
    erasure = Erasure.objects.create(
        drive=drive,
        event=event,
        category=CATEGORY_OF[new.technique],
        technique=new.technique,
        tool=new.tool.strip(),
        tool_version=new.tool_version.strip(),
        started_at=new.started_at,
        ended_at=ended,
        result=new.result,
        verification=new.verification,
        operator=operator,
        verifier=actor.user if new.verified_by_me else None,
        verified_by=event if new.verified_by_me else None,
        encryption_seen=new.encryption_seen,
        doubts=list(new.doubts) if new.result == Result.REVIEW else [],
    )
    if new.proof is not None:
        shown = NewPhoto(new.proof, About.PROOF, erasure=erasure)
        add_photo(device, shown, actor=actor)
    uphold_proof([event], actor=actor)
    return erasure


def _end_of(new: NewErasure) -> datetime:
    """Give when it ended: now, unless said otherwise; a bench's clock may be a day ahead."""
    now = timezone.now()
    ended = new.ended_at or now
    if ended > now + timedelta(days=1):
        message = _("It ends on a day that is still to come. Check the times.")
        raise WipeRefused(Reason("ends_in_future", message))
    if new.started_at and new.started_at > ended:
        raise WipeRefused(
            Reason("ends_before_start", _("It ends before it starts. Check the times."))
        )
    return ended


def _check_people(new: NewErasure, operator: User, actor: Membership) -> None:
    colleagues = actor.organisation.memberships.filter(ended_at=None, user=operator)
    if not colleagues.exists():
        raise WipeRefused(
            Reason("operator_unknown", _("Whoever wiped it has to be in your organisation."))
        )
    if new.verified_by_me and operator == actor.user:
        raise WipeRefused(
            Reason("verifier_is_operator", _("Somebody else has to verify your wipe."))
        )
    if new.verified_by_me and new.verification == Verification.NONE:
        raise WipeRefused(Reason("nothing_verified", _("Say how you verified it.")))


def _check_reset(device: Device, drive: Drive, new: NewErasure) -> None:
    """Ask of a factory reset what makes it a proof: soldered storage that was encrypted before."""
    if new.technique != Technique.ENCRYPTED_RESET:
        return
    if not is_soldered(device, drive):
        message = _("A factory reset counts for tablets, phones and soldered flash alone.")
        raise WipeRefused(Reason("reset_not_enough", message))
    if new.result == Result.WIPED and not new.encryption_seen:
        message = _("Without encryption before the reset, the data can still be read back.")
        raise WipeRefused(Reason("encryption_not_seen", message))


def is_soldered(device: Device, drive: Drive) -> bool:
    """Say whether a drive is part of its device's board and can't be taken out."""
    return device.kind in HANDHELDS or drive.technology == Technology.EMMC


def lock_drive(drive: Drive, among: frozenset[DriveStatus] = IN_REACH) -> tuple[Device, Drive]:
    """Lock the device that a drive belongs to and read both again.

    Raises WipeRefused for a drive that is not, or no longer, in one of these places.
    """
    device = lock_device(drive.device)
    drive = Drive.objects.get(pk=drive.pk)
    if drive.device_id != device.pk or drive.status not in among:
        message = _("This drive is not where you think. Somebody may have recorded it meanwhile.")
        raise WipeRefused(Reason("drive_gone", message))
    return device, drive
