"""Drives and their erasures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models import Device, Drive, Erasure
from inventory.models.drive import DriveStatus
from inventory.moving import append_event, lock_device
from inventory.proving import match_waiting
from inventory.sanitisation import CATEGORY_OF, Result, Technique, Verification
from refurb.accounts.models import Membership, User
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
    Device.objects.filter(pk=device.pk).update(declared_driveless=False)
    drive = Drive.objects.create(
        device=device,
        serial_number=serial_number.strip(),
        model=model.strip(),
        technology=technology,
        size_bytes=size_bytes,
        arrived=event,
    )
    match_waiting(drive, actor=actor)
    return drive


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
    technique.
    """
    device, drive = _lock_present(drive)
    operator = new.operator or actor.user
    _check_people(new, operator, actor)
    ended = new.ended_at or timezone.now()
    if new.started_at and new.started_at > ended:
        raise WipeRefused(
            Reason("ends_before_start", _("It ends before it starts. Check the times."))
        )
    event = append_event(
        device,
        "drive.erased",
        actor,
        drive=str(drive),
        technique=new.technique,
        result=new.result,
    )
    return Erasure.objects.create(
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
    )


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


def _lock_present(drive: Drive) -> tuple[Device, Drive]:
    device = lock_device(drive.device)
    drive = Drive.objects.get(pk=drive.pk)
    if drive.status != DriveStatus.PRESENT:
        raise WipeRefused(Reason("drive_gone", _("This drive is not in the device any more.")))
    return device, drive


@transaction.atomic
def verify_erasure(
    erasure: Erasure, *, actor: Membership, verification: Verification | None = None
) -> Erasure:
    """Verify somebody else's wipe, from the evidence. Raises WipeRefused.

    Give `verification` when the operator recorded none.
    """
    device, drive = _lock_present(erasure.drive)
    erasure = Erasure.objects.get(pk=erasure.pk)
    if erasure.verifier_id is not None:
        raise WipeRefused(Reason("already_verified", _("Somebody has verified it already.")))
    if erasure.operator_id == actor.user_id:
        raise WipeRefused(
            Reason("verifier_is_operator", _("Somebody else has to verify your wipe."))
        )
    if erasure.result != Result.WIPED:
        raise WipeRefused(Reason("not_a_success", _("Only a wipe that succeeded can be verified.")))
    erasure.verification = verification or Verification(erasure.verification)
    if erasure.verification == Verification.NONE:
        raise WipeRefused(Reason("nothing_verified", _("Say how you verified it.")))
    erasure.verifier = actor.user
    erasure.verified_by = append_event(device, "drive.verified", actor, drive=str(drive))
    erasure.save(update_fields=["verification", "verifier", "verified_by"])
    return erasure


@transaction.atomic
def destroy_drive(drive: Drive, *, document: str, actor: Membership) -> Drive:
    """Record that a drive was destroyed, and the paper that says so. Raises WipeRefused."""
    device, drive = _lock_present(drive)
    if not document.strip():
        raise WipeRefused(Reason("document_missing", _("Give the number of the document.")))
    drive.left = append_event(
        device, "drive.destroyed", actor, drive=str(drive), document=document.strip()
    )
    drive.status = DriveStatus.DESTROYED
    drive.save(update_fields=["left", "status"])
    return drive


@transaction.atomic
def remove_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that a drive was taken out into stock, tracked on its own. Raises WipeRefused."""
    device, drive = _lock_present(drive)
    drive.left = append_event(device, "drive.removed", actor, drive=str(drive))
    drive.status = DriveStatus.REMOVED
    drive.save(update_fields=["left", "status"])
    return drive
