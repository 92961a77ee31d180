"""Hardware reports, as the tools print them."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from inventory.api.asking import Code, Reference, visible_device
from inventory.api.shapes import DriveShown, show_drive
from inventory.kinds import Kind
from inventory.models import Device, Donation
from inventory.projection import storable, warning_words
from inventory.reading import ReportRefused, StoredReport, store_report
from inventory.stock import load_standing
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.problems import FieldError, invalid, problem
from refurb.api.shapes import Asked, ReasonShown, Shown

router = Router(tags=["Hardware"])
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": {"type": "string", "minLength": 1}},
            "application/json": {"schema": {"type": ["object", "array"]}},
        },
    }
}


class ReportOf(Asked):
    """What a report belongs to; without either, the device is found by its serial number."""

    code: Annotated[Code | None, Field(description="Of the device it describes")] = None
    donation: Annotated[
        Reference | None, Field(description="Receive the device under this donation if new")
    ] = None
    kind: Annotated[Kind | None, Field(description="Of a new device, if the report can't say")] = (
        None
    )
    new: Annotated[bool, Field(description="It is none of the candidates, but a new device")] = (
        False
    )


class ChangeShown(Shown):
    """A value that the report knows otherwise; left alone when a person typed it."""

    field: str
    before: str | int | None
    read: str | int
    written: bool


class ReportShown(Shown):
    """What became of a report."""

    report: int
    sha256: str
    format: str
    device: str | None
    created: bool
    changes: list[ChangeShown]
    drives: list[DriveShown]
    warnings: list[ReasonShown]
    candidates: list[str]


@router.post(
    "hardware-reports",
    response={200: ReportShown, 201: ReportShown},
    summary="Send a hardware report",
    operation_id="add_hardware_report",
    openapi_extra=RAW,
)
@allow(Permission.READ_HARDWARE)
def add_report(request: SignedInRequest, of: Query[ReportOf]) -> Status[ReportShown] | HttpResponse:
    """Keep what dmidecode or lshw printed, byte for byte, and read it onto its device.

    The body is the report itself. 201 for a new one, 200 for bytes that came before.
    """
    device = visible_device(request.actor, of.code) if of.code else None
    donation = my_donation(request, of.donation) if of.donation else None
    try:
        stored = store_report(
            request.body,
            actor=request.actor,
            device=device,
            donation=donation,
            kind=of.kind or "",
            is_another=of.new,
        )
    except ReportRefused as refusal:
        return refusal_of(refusal)
    return Status(201 if stored.is_new else 200, _show(stored))


def my_donation(request: SignedInRequest, reference: str) -> Donation:
    """Find a visible donation by its reference; raises Http404."""
    mine = Donation.objects.visible_to(request.actor).select_related("organisation")
    return get_object_or_404(mine, reference=reference.upper())


def refusal_of(refusal: ReportRefused) -> HttpResponse:
    """Say why a report was not kept."""
    (reason,) = refusal.reasons
    if reason.code == "too_large":
        return problem(413, str(reason))
    return invalid([FieldError(("body",), reason.code, str(reason))])


def _show(stored: StoredReport) -> ReportShown:
    return ReportShown(
        report=stored.report.pk,
        sha256=stored.report.sha256,
        format=str(stored.report.format),
        device=stored.device.code if stored.device else None,
        created=stored.created_device,
        changes=[
            ChangeShown(
                field=change.field,
                before=storable(change.before),
                read=storable(change.read) or "",
                written=change.is_written,
            )
            for change in stored.changes
        ],
        drives=_drives(stored.device) if stored.device else [],
        warnings=[ReasonShown(code=code, message=warning_words(code)) for code in stored.warnings],
        candidates=[device.code for device in stored.candidates],
    )


def _drives(device: Device) -> list[DriveShown]:
    standing = load_standing(device)
    return [show_drive(drive, standing) for drive in standing.drives]
