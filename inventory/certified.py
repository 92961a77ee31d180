"""Read side: what became of the data on each drive of a donation or a device, and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Q

from inventory.certificates import CertifiedDevice, CertifiedDrive
from inventory.codes import show_code
from inventory.kinds import WITH_STORAGE
from inventory.models import (
    Certificate,
    CertificateLine,
    Destruction,
    Device,
    DeviceEvent,
    Donation,
    Drive,
    Erasure,
)
from inventory.models.drive import IN_REACH, DriveStatus
from inventory.outcomes import Outcome, outcome_of
from inventory.sanitisation import Technique, Technology, Unsanitised, why_unsanitised
from inventory.stock import Standing, drive_facts, standings_of

# From 0.35 on, nwipe looks for hidden areas; only disks behind ATA or SCSI can have one.
LOOKS_FROM = 35
VERSION = re.compile(r"\b0\.(\d{2})\b|_0\.(\d{2})")
HIDING = frozenset({Technology.HDD, Technology.SSD, Technology.UNKNOWN})


@dataclass(frozen=True)
class FoundLine:
    """One drive as a certificate is to speak of it."""

    drive: Drive
    erasure: Erasure | None
    outcome: Outcome
    shown: CertifiedDrive


@dataclass(frozen=True)
class FoundDevice:
    """One machine, with the lines of its drives."""

    device: Device
    lines: tuple[FoundLine, ...]
    remark: str = ""

    def shown(self) -> CertifiedDevice:
        """Put it into the words of the paper."""
        return CertifiedDevice(
            code=show_code(self.device.code),
            name=self.device.name,
            kind=self.device.kind,
            serial_number=self.device.serial_number,
            state=self.device.state,
            drives=tuple(line.shown for line in self.lines),
            remark=self.remark,
        )


def found_in_donation(donation: Donation) -> tuple[FoundDevice, ...]:
    """Gather what became of the drives that came with a donation, wherever they are now.

    What the donor's data needs is a wipe after it came: that a machine came back to us later, from
    a household, does not undo it.
    """
    devices = donation.devices.order_by("pk").select_related("donation")
    return _gather(list(devices), came_with=True)


def found_in_device(device: Device) -> tuple[FoundDevice, ...]:
    """Gather what became of the drives that are, or were, in one device."""
    return _gather([device], came_with=False)


def _gather(devices: Sequence[Device], *, came_with: bool) -> tuple[FoundDevice, ...]:
    drives = _drives_of(devices, came_with=came_with)
    homes = {drive.device_id: drive.device for drive in drives} | {one.pk: one for one in devices}
    standings = {one.device.pk: one for one in standings_of(list(homes.values()))}
    erasures = _newest({drive.pk for drive in drives})
    proofs = {
        one.drive_id: one
        for one in Destruction.objects.filter(drive__in=drives).select_related(
            "recorded_by", "witness", "event__actor__organisation"
        )
    }
    lines: dict[int, list[FoundLine]] = {}
    for drive in drives:
        standing = standings[drive.device_id]
        newest = erasures.get(drive.pk)
        outcome = outcome_of(drive.status, _fault(standing, drive, newest, came_with=came_with))
        shown = _shown(drive, newest, outcome, proofs.get(drive.pk))
        at = (drive.origin_id or drive.device_id) if came_with else drive.device_id
        lines.setdefault(at, []).append(FoundLine(drive, newest, outcome, shown))
    return tuple(
        FoundDevice(device, tuple(lines.get(device.pk, ())), _remark(device, lines))
        for device in devices
    )


def _drives_of(devices: Sequence[Device], *, came_with: bool) -> list[Drive]:
    inside = Q(device__in=devices)
    if came_with:
        inside = Q(device__in=devices, origin=None) | Q(origin__in=devices)
    rows = Drive.objects.filter(inside).exclude(status=DriveStatus.MISTAKEN)
    return list(rows.select_related("device__donation").order_by("pk"))


def _newest(drives: Iterable[int]) -> dict[int, Erasure]:
    people = ("operator", "verifier", "wipe_result", "event__actor__organisation")
    rows = Erasure.objects.filter(drive__in=drives).select_related(*people).order_by("event_id")
    return {erasure.drive_id: erasure for erasure in rows}


def _fault(
    standing: Standing, drive: Drive, newest: Erasure | None, *, came_with: bool
) -> Unsanitised | None:
    facts = drive_facts(drive, newest)
    if drive.status in IN_REACH:
        facts = replace(facts, is_present=True, account_is_free=standing.account_is_free)
    if came_with:
        facts = replace(facts, arrived=0, account_is_free=True)
    return why_unsanitised(facts, standing.policy)


def _remark(device: Device, lines: dict[int, list[FoundLine]]) -> str:
    if device.pk in lines:
        return ""
    if device.kind not in WITH_STORAGE:
        return "no_storage"
    return "driveless" if device.declared_driveless else "unknown"


def _shown(
    drive: Drive, erasure: Erasure | None, outcome: Outcome, proof: Destruction | None
) -> CertifiedDrive:
    known = CertifiedDrive(
        model=drive.model,
        serial_number=drive.serial_number,
        technology=drive.technology,
        size_bytes=drive.size_bytes,
        outcome=outcome,
    )
    if outcome is Outcome.DESTROYED and proof is not None:
        return replace(
            known,
            destruction=proof.method,
            document=proof.document,
            operator=proof.recorded_by.name,
            witness=proof.witness.name if proof.witness else "",
            ended_at=proof.event.at,
            workshop=_place(proof.event),
        )
    return _wiped(known, drive, erasure) if erasure is not None else known


def _place(event: DeviceEvent) -> str:
    """Name the workshop that recorded it; nobody's, where a rule did."""
    return event.actor.organisation.name if event.actor else ""


def _wiped(known: CertifiedDrive, drive: Drive, erasure: Erasure) -> CertifiedDrive:
    result = getattr(erasure, "wipe_result", None)
    return replace(
        known,
        reference=erasure.reference,
        category=erasure.category,
        technique=erasure.technique,
        tool=erasure.tool,
        tool_version=erasure.tool_version,
        method=result.method if result else "",
        verification=erasure.verification,
        by_hand=erasure.by_hand,
        operator=erasure.operator.name,
        verifier=erasure.verifier.name if erasure.verifier else "",
        workshop=_place(erasure.event),
        ended_at=erasure.ended_at,
        log_sha256=erasure.evidence_sha256,
        doubts=tuple(erasure.doubts),
        accepted_because=erasure.accepted_because,
        rejection=erasure.rejection,
        looked_for_hidden=_looked(drive, erasure, result.tool if result else ""),
        needed_retries=bool(result and result.needed_retries),
    )


def _looked(drive: Drive, erasure: Erasure, banner: str) -> bool | None:
    """Say whether the tool looked for hidden areas; None where there is nothing to look for."""
    is_logged = erasure.technique == Technique.OVERWRITE and not erasure.by_hand
    if not is_logged or drive.technology not in HIDING:
        return None
    found = VERSION.search(banner or erasure.tool_version)
    minor = int(found[1] or found[2]) if found else 0
    return minor >= LOOKS_FROM


def certificates_covering(devices: Sequence[Device]) -> dict[int, Certificate]:
    """Map the ids of devices to the certificates that prove every drive in them as it is now.

    A device's own or its donation's, the newest in force; none when a drive was added, wiped anew
    or not proved since. Two queries, however many devices.
    """
    return certificates_proving_wipes_of(drives_of(devices))


def drives_of(devices: Sequence[Device]) -> list[Drive]:
    """List the drives in devices, missing ones too, with the newest erasure of each."""
    rows = Drive.objects.filter(
        device__in=devices, status__in=(DriveStatus.PRESENT, DriveStatus.MISSING)
    )
    return list(rows.with_newest_erasure().order_by("pk"))


def certificates_proving_wipes_of(drives: Sequence[Drive]) -> dict[int, Certificate]:
    """Map the ids of devices to certificates, from all that drives_of gives of them."""
    wanted: dict[int, dict[int, int | None]] = {}
    for drive in drives:
        wanted.setdefault(drive.device_id, {})[drive.pk] = drive.newest_erasure_id
    return certificates_proving(wanted)


def certificates_proving(wanted: dict[int, dict[int, int | None]]) -> dict[int, Certificate]:
    """Map the ids of devices to certificates, from their drives and the newest erasure of each."""
    wanted = {pk: drives for pk, drives in wanted.items() if all(drives.values())}
    found: dict[int, Certificate] = {}
    for certificate, proved in _proved_by_certificates(wanted):
        for pk, drives in wanted.items():
            if drives.items() <= proved.items():
                found.setdefault(pk, certificate)
    return found


def _proved_by_certificates(
    wanted: dict[int, dict[int, int | None]],
) -> Iterable[tuple[Certificate, dict[int, int | None]]]:
    """List the certificates in force, newest first, with the wipe that each proves of a drive."""
    drives = [drive for some in wanted.values() for drive in some]
    lines = CertificateLine.objects.filter(drive__in=drives, outcome=Outcome.SANITISED)
    lines = lines.filter(certificate__in=Certificate.objects.in_force()) if drives else lines.none()
    lines = lines.select_related("certificate__issuer").defer("certificate__pdf")
    found = groupby(lines.order_by("-certificate_id"), key=lambda line: line.certificate)
    return ((one, {line.drive_id: line.erasure_id for line in each}) for one, each in found)
