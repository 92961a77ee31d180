"""Store hardware reports: the bytes untouched, and what they say as a projection onto a device."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from inventory.hardware import (
    MAX_BYTES,
    PARSER_VERSION,
    DriveFacts,
    HardwareFacts,
    ReadReport,
    overlay,
    read_report,
)
from inventory.kinds import Detail, Kind, details_of
from inventory.models import Device, Donation, Drive, HardwareReport
from inventory.models.drive import DriveStatus
from inventory.moving import append_event, lock_device
from inventory.projection import COLUMNS, Change, KnownDrive, compare, plan_drives, storable
from inventory.receiving import NewDevice, correct_device, register_device
from inventory.recognising import devices_with_serials, recognise, remember_identities
from inventory.tracking import miss_drive
from inventory.wiping import add_drive, learn_serial
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
def store_report(  # noqa: PLR0913  what is said is named
    raw: bytes,
    *,
    actor: Membership,
    device: Device | None = None,
    donation: Donation | None = None,
    kind: str = "",
    is_another: bool = False,
) -> StoredReport:
    """Keep a report and project its facts onto the device it describes. Raises ReportRefused.

    The device is the one given; else the one visible to the actor that the report identifies; else,
    with a donation, a new one of the kind that the report or the caller names. `is_another`: a
    person says that it is none of the devices like it. The same bytes again give the old report,
    which may get its device then.
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
    if donation is not None:
        # Two benches may read one new machine at once: the second waits, and finds the device.
        Donation.objects.select_for_update().values_list("pk").get(pk=donation.pk)
    if not (is_another and donation is not None):
        stored = _choose(stored, found.facts, actor, device, donation)
    if stored.device is None and donation is not None and not stored.candidates:
        stored = _create(stored, found.facts, donation, kind, actor)
    stored = _project(stored, found.facts, actor)
    return _file(stored, found)


def _remark(stored: StoredReport, *codes: str) -> StoredReport:
    return replace(stored, warnings=tuple(dict.fromkeys((*stored.warnings, *codes))))


def _keep(raw: bytes, found: ReadReport, actor: Membership) -> tuple[HardwareReport, bool]:
    report = HardwareReport(
        organisation=actor.organisation,
        sha256=sha256(raw).hexdigest(),
        uploaded_by=actor,
        format=found.format,
        tool_version=found.tool_version[:40],
        parser_version=PARSER_VERSION,
        raw=raw,
        size_bytes=len(raw),
        facts=found.facts and found.facts.model_dump(mode="json"),
        warnings=list(found.warnings),
        uuid=found.uuid,
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        rows = HardwareReport.objects.select_related("device")
        return rows.get(organisation=report.organisation, sha256=report.sha256), False
    record(actor, "report.stored", report.sha256[:12], format=str(found.format))
    return report, True


def _choose(
    stored: StoredReport,
    facts: HardwareFacts | None,
    actor: Membership,
    device: Device | None,
    donation: Donation | None,
) -> StoredReport:
    """Find the device that a report describes, or those it may describe."""
    if facts is None:
        return replace(stored, device=device)
    if device is not None:
        same = [] if facts.is_virtual else devices_with_serials(facts, actor)
        others = tuple(one for one in same if one.pk != device.pk)
        stored = replace(stored, device=device, candidates=others)
        return _remark(stored, "other_device") if others else stored
    found = recognise(facts, actor, donation)
    stored = replace(stored, device=found.device, candidates=found.candidates)
    return _remark(stored, found.remark) if found.remark else stored


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
    # One that was made in this transaction is nobody else's yet.
    device = stored.device if stored.created_device else lock_device(stored.device)
    changes = project(device, overlay(facts, known_of(device)))
    written = sorted(change.field for change in changes if change.is_written)
    form = str(stored.report.format)
    append_event(device, "device.hardware_read", actor, format=form, fields=written)
    told, is_whole = facts.drives, facts.lists_drives
    if not facts.describes_machine:
        # A list without names may show sticks as well: what it doesn't name is left to a person.
        told = tuple(one for one in told if one.serial_number or one.model)
    remarks = record_drives(device, told, actor, is_whole=is_whole)
    return _remark(replace(stored, device=device, changes=changes), *remarks)


def known_of(device: Device) -> HardwareFacts:
    """Give what the reports of a device said so far; of none, facts that describe no machine."""
    if not device.hardware:
        return HardwareFacts(describes_machine=False)
    return HardwareFacts.model_validate(device.hardware)


def project(device: Device, facts: HardwareFacts) -> tuple[Change, ...]:
    """Write facts onto a locked device: what a person typed stays, the rest follows the report."""
    changes, is_first = differences(device, facts), not device.hardware
    written = {change.field: change.read for change in changes if change.is_written}
    device.hardware = facts.model_dump(mode="json")
    device.read_values |= {name: storable(value) for name, value in written.items()}
    for name, value in written.items():
        setattr(device, name, value)
    device.save(update_fields=["hardware", "read_values", *written])
    remember_identities(device, facts, is_new=is_first)
    return changes


def differences(device: Device, facts: HardwareFacts) -> tuple[Change, ...]:
    """List what facts say otherwise than the columns that this kind of device has."""
    columns = [name for name in COLUMNS if name in details_of(device.kind) | {Detail.KIND}]
    known = {name: getattr(device, name) for name in columns}
    return compare(facts, known, device.read_values)


@transaction.atomic
def take_over(device: Device, field: str, read: str, *, actor: Membership) -> Device:
    """Write what the reports say over what was typed, since a person wants it so.

    `read` is the value that the person saw. Raises ReportRefused when it is no longer offered, and
    KindStays.
    """
    device = lock_device(device)
    found = {change.field: change.read for change in differences(device, known_of(device))}
    if field not in found or str(found[field]) != read:
        message = _("The reports say something else by now. Look at it again.")
        raise ReportRefused(Reason("not_offered", message))
    # A report that names another's number says so beside the value: it is taken over knowingly.
    return correct_device(device, {field: found[field]}, actor=actor, knows_twin=True)


def record_drives(
    device: Device, found: tuple[DriveFacts, ...], actor: Membership, *, is_whole: bool = False
) -> tuple[str, ...]:
    """Record a report's drives: new ones are added, missing ones asked about; give the remarks."""
    if not found and not is_whole:
        return ()
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
        learn_serial(Drive.objects.get(pk=pk), serial, actor=actor)
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
    rows = HardwareReport.objects.filter(pk=stored.report.pk)
    rows.update(device=stored.device, warnings=stored.report.warnings)
    return replace(stored, warnings=warnings)
