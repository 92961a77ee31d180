"""What becomes of a drive: missing, in stock, put into another device, destroyed, lost."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.kinds import COMPUTERS
from inventory.lifecycle import WORKSHOP
from inventory.models import Destruction, Device, Drive, Incident
from inventory.models.drive import DriveStatus, Method
from inventory.models.incident import IncidentKind
from inventory.moving import append_event, lock_device
from inventory.sanitisation import Technology
from inventory.spare_drives import fault_of
from inventory.upholding import uphold_proof
from inventory.wiping import WipeRefused, is_soldered, lock_drive
from refurb.accounts.models import Membership, User
from refurb.accounts.roles import Permission
from refurb.reasons import Reason

PRESENT = frozenset({DriveStatus.PRESENT})
MISSING = frozenset({DriveStatus.MISSING})
REMOVED = frozenset({DriveStatus.REMOVED})
LOST = frozenset({DriveStatus.LOST})


def _leave(device: Device, drive: Drive, status: DriveStatus, actor: Membership) -> Drive:
    drive.left = append_event(device, f"drive.{status}", actor, drive=str(drive))
    drive.status = status
    drive.save(update_fields=["left", "status"])
    return drive


@transaction.atomic
def miss_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that a drive is no longer found in its device. Raises WipeRefused.

    It holds the device back until somebody says what became of it.
    """
    device, drive = lock_drive(drive, PRESENT)
    return _leave(device, drive, DriveStatus.MISSING, actor)


@transaction.atomic
def remove_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that a drive was taken out into stock, tracked on its own. Raises WipeRefused."""
    device, drive = lock_drive(drive, PRESENT | MISSING)
    if is_soldered(device, drive):
        message = _("This storage is soldered in, so it can't be taken out.")
        raise WipeRefused(Reason("soldered", message))
    return _leave(device, drive, DriveStatus.REMOVED, actor)


@transaction.atomic
def destroy_drive(
    drive: Drive,
    *,
    actor: Membership,
    method: Method = Method.SHRED,
    document: str = "",
    witness: User | None = None,
) -> Drive:
    """Record that a drive was destroyed, and what proves it: a paper, or a colleague who saw it.

    From its device or from stock. Raises WipeRefused.
    """
    device, drive = lock_drive(drive, PRESENT | MISSING | REMOVED)
    document = document.strip()
    _check_proof(actor, document, witness)
    if method == Method.DEGAUSS and drive.technology != Technology.HDD:
        message = _("Degaussing does nothing to flash: it destroys hard disks alone.")
        raise WipeRefused(Reason("degaussed_flash", message))
    drive.left = append_event(
        device,
        "drive.destroyed",
        actor,
        drive=str(drive),
        document=document,
        method=method,
        seen=witness is not None,
    )
    drive.status = DriveStatus.DESTROYED
    drive.save(update_fields=["left", "status"])
    Destruction.objects.create(
        drive=drive,
        event=drive.left,
        method=method,
        document=document,
        recorded_by=actor.user,
        witness=witness,
    )
    return drive


def _check_proof(actor: Membership, document: str, witness: User | None) -> None:
    if not document and witness is None:
        message = _("Give the number of the document, or name the colleague who saw it.")
        raise WipeRefused(Reason("destruction_unproved", message))
    if witness == actor.user:
        message = _("Somebody else has to have seen it: you record it.")
        raise WipeRefused(Reason("witness_is_recorder", message))
    ours = actor.organisation.memberships.filter(ended_at=None, user=witness)
    if witness is not None and not ours.exists():
        message = _("Whoever saw it has to be in your organisation.")
        raise WipeRefused(Reason("witness_unknown", message))


@transaction.atomic
def put_into(drive: Drive, device: Device, *, actor: Membership) -> Drive:
    """Put a drive of our stock into a device on the bench. Raises WipeRefused.

    What was proved of it stays proved: it never left our hands. Where it came from is kept.
    """
    # Locked in one order everywhere, so that two people can't wait for each other.
    for locked in Device.objects.filter(pk__in=(drive.device_id, device.pk)).order_by("pk"):
        lock_device(locked)
    former, drive = lock_drive(drive, REMOVED)
    device = Device.objects.get(pk=device.pk)
    if device.state not in WORKSHOP or device.kind not in COMPUTERS:
        message = _("A drive can be put into a computer on the bench alone.")
        raise WipeRefused(Reason("no_place_for_it", message))
    if device.pk == former.pk:
        event = append_event(device, "drive.put_back", actor, drive=str(drive))
    else:
        append_event(former, "drive.put_elsewhere", actor, drive=str(drive), to=device.code)
        event = append_event(device, "drive.put_in", actor, drive=str(drive), origin=former.code)
    home = drive.origin or former
    drive.origin = None if home.pk == device.pk else home
    drive.device, drive.status, drive.left = device, DriveStatus.PRESENT, None
    drive.save(update_fields=["origin", "device", "status", "left"])
    Device.objects.filter(pk=device.pk).update(declared_driveless=False)
    uphold_proof([event], actor=actor)
    return drive


@transaction.atomic
def find_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that a missing or lost drive is in its device after all. Raises WipeRefused.

    It was out of sight: what was proved of it before no longer counts.
    """
    device, drive = lock_drive(drive, MISSING | LOST)
    drive.arrived = append_event(device, "drive.found", actor, drive=str(drive))
    drive.status, drive.left = DriveStatus.PRESENT, None
    drive.save(update_fields=["arrived", "status", "left"])
    uphold_proof([drive.arrived], actor=actor)
    return drive


@transaction.atomic
def strike_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that a missing drive was entered by mistake. Raises WipeRefused."""
    device, drive = lock_drive(drive, MISSING)
    if drive.erasures.exists():
        message = _("Somebody wiped it, so it was there.")
        raise WipeRefused(Reason("was_there", message))
    return _leave(device, drive, DriveStatus.MISTAKEN, actor)


@transaction.atomic
def lose_drive(drive: Drive, *, actor: Membership) -> Drive:
    """Record that nobody knows where a drive is; one that was not sanitised opens an incident.

    Raises WipeRefused, and PermissionDenied for those who may not say that something is lost.
    """
    if not actor.may(Permission.LOSE):
        raise PermissionDenied
    device, drive = lock_drive(drive, MISSING | REMOVED)
    fault = fault_of(drive)
    drive = _leave(device, drive, DriveStatus.LOST, actor)
    if fault is not None and drive.left is not None:
        Incident.objects.create(device=device, kind=IncidentKind.DRIVE_LOST, opened=drive.left)
    return drive
