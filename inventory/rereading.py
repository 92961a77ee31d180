"""Read stored reports again with today's parser, and rebuild what is known of their devices.

The bytes stay untouched. What a person typed stays; running it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from inventory.hardware import (
    PARSER_VERSION,
    DriveFacts,
    HardwareFacts,
    drive_key,
    overlay,
    read_report,
)
from inventory.models import Device, HardwareReport
from inventory.moving import append_event, lock_device
from inventory.projection import REMARKS, Change
from inventory.reading import project, record_drives

NOTHING = HardwareFacts(describes_machine=False)


@dataclass
class Summary:
    """What changed: reports read otherwise, devices whose values followed, drives added."""

    reports: int = 0
    reread: int = 0
    devices: int = 0
    drives: int = 0
    fields: dict[str, int] = field(default_factory=dict)


def reread_all(summary: Summary) -> Iterator[int]:
    """Read every report again, device by device; yields how many reports each step took."""
    loose = HardwareReport.objects.filter(device=None).order_by("pk").values_list("pk", flat=True)
    for pk in loose.iterator():
        with transaction.atomic():
            _reread(HardwareReport.objects.get(pk=pk), summary)
        yield 1
    rows = Device.objects.filter(hardware_reports__isnull=False).order_by("pk").distinct()
    for pk in rows.values_list("pk", flat=True).iterator():
        yield _rebuild(Device.objects.get(pk=pk), summary)


def _reread(report: HardwareReport, summary: Summary) -> tuple[HardwareFacts | None, bool]:
    """Write what the parser says today of one report; say whether it says something else."""
    found = read_report(bytes(report.raw))
    facts = found.facts and found.facts.model_dump(mode="json")
    kept = [code for code in report.warnings if code in REMARKS]
    if found.facts is not None:
        kept = [code for code in kept if code != "not_understood"]
    settled = {"kind_unknown"} if report.device_id is not None else set()
    warnings = [code for code in dict.fromkeys((*found.warnings, *kept)) if code not in settled]
    fresh = {
        "format": str(found.format),
        "tool_version": found.tool_version[:40],
        "parser_version": PARSER_VERSION,
        "facts": facts,
        "warnings": warnings,
        "uuid": found.uuid,
    }
    is_other = any(
        getattr(report, name) != value for name, value in fresh.items() if name != "parser_version"
    )
    summary.reports += 1
    summary.reread += is_other
    if is_other or report.parser_version != PARSER_VERSION:
        for name, value in fresh.items():
            setattr(report, name, value)
        report.save(update_fields=[*fresh])
    return found.facts, is_other


@transaction.atomic
def _rebuild(device: Device, summary: Summary) -> int:
    """Lay a device's reports over each other again, in the order in which they came."""
    device = lock_device(device)
    reports = list(device.hardware_reports.select_related("uploaded_by").order_by("pk"))
    known, news = NOTHING, list[DriveFacts]()
    for report in reports:
        before = _drive_keys(report)
        facts, is_other = _reread(report, summary)
        if facts is None or facts.is_virtual:
            continue
        known = overlay(facts, known)
        news = _still_there(news, facts)
        if is_other:
            news += [drive for drive in facts.drives if drive_key(drive) not in before | {None}]
    _write(device, known, news, reports[-1], summary)
    return len(reports)


def _still_there(news: list[DriveFacts], facts: HardwareFacts) -> list[DriveFacts]:
    """Leave out what a later report, which lists every drive, doesn't show any more."""
    seen = {drive_key(drive) for drive in facts.drives}
    return [drive for drive in news if not facts.lists_drives or drive_key(drive) in seen]


def _drive_keys(report: HardwareReport) -> set[str | None]:
    known = HardwareFacts.model_validate(report.facts) if report.facts else NOTHING
    return {drive_key(drive) for drive in known.drives}


def _write(
    device: Device,
    facts: HardwareFacts,
    news: list[DriveFacts],
    newest: HardwareReport,
    summary: Summary,
) -> None:
    """Write the rebuilt projection; the history tells it only where the device changed by it."""
    changes = [change for change in project(device, facts) if change.is_written]
    before = device.drives.count()
    if news:
        record_drives(device, tuple(news), newest.uploaded_by)
    added = device.drives.count() - before
    summary.devices += bool(changes or added)
    summary.drives += added
    _count(changes, summary)
    if changes:
        fields = sorted(change.field for change in changes)
        append_event(
            device,
            "device.hardware_reread",
            newest.uploaded_by,
            reports=device.hardware_reports.count(),
            details=fields,
        )


def _count(changes: list[Change], summary: Summary) -> None:
    for change in changes:
        summary.fields[change.field] = summary.fields.get(change.field, 0) + 1
