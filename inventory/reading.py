"""Store hardware reports: the bytes untouched, and what they say as a projection onto a device."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.hardware import (
    MAX_BYTES,
    PARSER_VERSION,
    DriveFacts,
    HardwareFacts,
    ReadReport,
    identity_candidates,
    read_report,
)
from inventory.hardware.makers import fold_manufacturer
from inventory.kinds import Kind
from inventory.models import Device, Donation, Drive, HardwareReport
from inventory.models.drive import DriveStatus
from inventory.moving import IN_OUR_HANDS, append_event, lock_device
from inventory.projection import COLUMNS, Change, KnownDrive, compare, plan_drives
from inventory.receiving import NewDevice, register_device
from inventory.tracking import miss_drive
from inventory.wiping import add_drive
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class ReportRefused(Refused):
    """A file that is not even kept; `reasons` says why."""


@dataclass(frozen=True)
class StoredReport:
    """What became of one report."""

    report: HardwareReport
    device: Device | None
    is_new: bool  # False: the same bytes were stored before
    created_device: bool = False
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()  # codes: inventory.projection.warning_words
    candidates: tuple[Device, ...] = ()  # what it could belong to, for a person to choose


@transaction.atomic
def store_report(
    raw: bytes,
    *,
    actor: Membership,
    device: Device | None = None,
    donation: Donation | None = None,
    kind: str = "",
) -> StoredReport:
    """Keep a report and project its facts onto the device it describes. Raises ReportRefused.

    The device is the one given; else the one visible to the actor with the report's serial number;
    else, with a donation, a new one of the kind that the report or the caller names. The same bytes
    again give the old report, which may get its device then.
    """
    if not raw:
        raise ReportRefused(Reason("empty", _("The file is empty.")))
    if len(raw) > MAX_BYTES:
        raise ReportRefused(
            Reason("too_large", _("The file is larger than 5 MB, so it was not kept."))
        )
    found = read_report(raw)
    report, is_new = _keep(raw, found, actor)
    stored = StoredReport(report, report.device, is_new, warnings=found.warnings)
    if report.device is not None:
        moved = device is not None and device.pk != report.device_id
        return _remark(stored, "read_for_another") if moved else stored
    stored = _choose(stored, found.facts, actor, device)
    if stored.device is None and donation is not None and not stored.candidates:
        stored = _create(stored, found.facts, donation, kind, actor)
    stored = _project(stored, found.facts, actor)
    return _file(stored, found)


def _remark(stored: StoredReport, *codes: str) -> StoredReport:
    return replace(stored, warnings=tuple(dict.fromkeys((*stored.warnings, *codes))))


def _keep(raw: bytes, found: ReadReport, actor: Membership) -> tuple[HardwareReport, bool]:
    digest = sha256(raw).hexdigest()
    report, is_new = HardwareReport.objects.select_related("device").get_or_create(
        organisation=actor.organisation,
        sha256=digest,
        defaults={
            "uploaded_by": actor,
            "format": found.format,
            "tool_version": found.tool_version[:40],
            "parser_version": PARSER_VERSION,
            "raw": raw,
            "size_bytes": len(raw),
            "facts": found.facts and found.facts.model_dump(mode="json"),
            "warnings": list(found.warnings),
        },
    )
    if is_new:
        record(actor, "report.stored", digest[:12], format=str(found.format))
    return report, is_new


def _choose(
    stored: StoredReport, facts: HardwareFacts | None, actor: Membership, device: Device | None
) -> StoredReport:
    """Find the device that a report describes, or those it may describe."""
    same = _with_its_serial(facts, actor) if facts and not facts.is_virtual else []
    if device is not None:
        others = tuple(one for one in same if one.pk != device.pk)
        stored = replace(stored, device=device, candidates=others)
        return _remark(stored, "other_device") if others else stored
    if len(same) > 1:
        return _remark(replace(stored, candidates=tuple(same)), "several_devices")
    if same and facts and _is_doubtful(same[0], facts):
        return _remark(replace(stored, candidates=tuple(same)), "doubtful_device")
    return replace(stored, device=same[0]) if same else stored


def _with_its_serial(facts: HardwareFacts, actor: Membership) -> list[Device]:
    serials = [one.key for one in identity_candidates(facts) if one.kind.endswith("serial")]
    spellings = {*serials, *map(str.lower, serials), facts.serial_number.value or ""} - {""}
    if not serials:
        return []
    rows = Device.objects.visible_to(actor).filter(serial_number__in=spellings)
    return list(rows.order_by("pk")[:10])


def _is_doubtful(device: Device, facts: HardwareFacts) -> bool:
    maker, read = fold_manufacturer(device.manufacturer), facts.manufacturer.value
    other_maker = bool(maker and read) and maker.casefold() != (read or "").casefold()
    other_kind = facts.kind.value is not None and facts.kind.value != device.kind
    return other_maker or other_kind or device.state not in IN_OUR_HANDS


def _create(
    stored: StoredReport,
    facts: HardwareFacts | None,
    donation: Donation,
    kind: str,
    actor: Membership,
) -> StoredReport:
    """Receive a new device, unless the report can't be one or nobody knows its kind."""
    if facts is None or facts.is_virtual or facts.is_anonymised or not facts.describes_machine:
        return stored
    chosen = kind or facts.kind.value or ""
    if chosen not in Kind.values:
        return stored  # the report's own warning asks for the kind
    device = register_device(donation, NewDevice(kind=chosen), actor=actor)
    return replace(stored, device=device, created_device=True)


def _project(stored: StoredReport, facts: HardwareFacts | None, actor: Membership) -> StoredReport:
    if facts is None:
        return _remark(stored, "not_understood")
    if stored.device is None:
        unmatched = not stored.candidates and not facts.is_virtual
        return _remark(stored, "no_device_yet") if unmatched else stored
    if facts.is_virtual:
        return _remark(stored, "virtual_for_device")
    device = lock_device(stored.device)
    if not facts.describes_machine:
        # What an earlier report said of the machine stays: this one never looked at it.
        append_event(device, "device.hardware_read", actor, format=str(stored.report.format))
        told = tuple(one for one in facts.drives if one.serial_number or one.model)
        return _remark(stored, *_add_drives(device, told, actor))
    changes = compare(
        facts,
        {name: getattr(device, name) for name in COLUMNS},
        HardwareFacts.model_validate(device.hardware),
    )
    written = {change.field: change.read for change in changes if change.is_written}
    device.hardware = facts.model_dump(mode="json")
    for name, value in written.items():
        setattr(device, name, value)
    device.save(update_fields=["hardware", *written])
    form = str(stored.report.format)
    append_event(device, "device.hardware_read", actor, format=form, fields=sorted(written))
    remarks = _add_drives(device, facts.drives, actor, is_whole=facts.lists_drives)
    return _remark(replace(stored, device=device, changes=changes), *remarks)


def _add_drives(
    device: Device, found: tuple[DriveFacts, ...], actor: Membership, *, is_whole: bool = False
) -> tuple[str, ...]:
    known = [
        KnownDrive(
            drive.pk,
            drive.serial_number,
            drive.model,
            drive.size_bytes,
            drive.status == DriveStatus.PRESENT,
        )
        for drive in device.drives.order_by("pk")
    ]
    plan = plan_drives(found, known, is_whole=is_whole)
    for pk in plan.missing:
        miss_drive(Drive.objects.get(pk=pk), actor=actor)
    for pk, serial in plan.named:
        Drive.objects.filter(pk=pk, serial_number="").update(serial_number=serial)
    for drive in plan.add:
        add_drive(
            device,
            actor=actor,
            serial_number=(drive.serial_number.value or "")[:80],
            model=(drive.model.value or "")[:120],
            technology=drive.technology.value or "unknown",
            size_bytes=drive.size_bytes.value,
        )
    serials = [drive.serial_number.value for drive in plan.add if drive.serial_number.value]
    elsewhere = Drive.objects.filter(serial_number__in=serials, status=DriveStatus.PRESENT)
    if serials and elsewhere.exclude(device=device).exists():
        return (*plan.remarks, "drive_elsewhere")
    return plan.remarks


def _file(stored: StoredReport, found: ReadReport) -> StoredReport:
    """Put the report with its device, and keep the warnings that still hold."""
    settled = {"kind_unknown"} if stored.device is not None else set()
    warnings = tuple(code for code in stored.warnings if code not in settled)
    stored.report.device = stored.device
    stored.report.warnings = list(warnings)
    stored.report.save(update_fields=["device", "warnings"])
    return replace(stored, warnings=warnings)
