"""Logs of wipe tools, as the tool wrote them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from inventory.models import WipeResult
from inventory.proving import StoredLog, WipeLogRefused, store_wipe_log
from inventory.sanitisation import Result
from inventory.wipe_logs import REASONS
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.bodies import MULTIPART
from refurb.api.problems import FieldError, invalid, problem
from refurb.api.shapes import ReasonShown, Shown, show_reason
from refurb.web.uploads import shown_name

router = Router(tags=["Hardware"])
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": {"type": "string", "minLength": 1}},
            "application/json": {"schema": {"type": "object"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["logs"],
                    "properties": {
                        "logs": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            },
        },
    }
}


class DriveProved(Shown):
    """What one run proved of one drive; `device` and `erasure` once the drive is known."""

    run: int
    serial: str | None
    model: str
    verdict: Result
    reasons: list[ReasonShown]
    device: str | None
    erasure: str | None


class LogShown(Shown):
    """What became of a log."""

    log: int
    sha256: str
    drives: list[DriveProved]


class FileShown(Shown):
    """One file of several: what became of it, or why it was not kept."""

    file: str
    stored: LogShown | None
    reasons: list[ReasonShown]


class FilesShown(Shown):
    """What became of each file, in the order in which they were sent."""

    logs: list[FileShown]


@router.post(
    "wipe-reports",
    response={200: LogShown | FilesShown, 201: LogShown | FilesShown},
    summary="Send evidence of a wipe",
    operation_id="add_wipe_report",
    openapi_extra=RAW,
)
@allow(Permission.READ_HARDWARE)
def add_wipe_report(request: SignedInRequest) -> Status[LogShown | FilesShown] | HttpResponse:
    """Keep evidence byte for byte, and record what it proves of each drive by its serial number.

    The body is a log of nwipe, of one run or several, or the sanitize report of a bench kit; or a
    form with one of these in each file, which is answered file by file. 201 for a new one, 200 for
    bytes that came before.
    """
    if request.content_type == MULTIPART:
        return _add_files(request)
    try:
        stored = store_wipe_log(request.body, actor=request.actor)
    except WipeLogRefused as refusal:
        (reason,) = refusal.reasons
        if reason.code == "too_large":
            return problem(413, str(reason))
        return invalid([FieldError(("body",), reason.code, str(reason))])
    return Status(201 if stored.is_new else 200, _show_log(stored))


def _add_files(request: SignedInRequest) -> Status[LogShown | FilesShown] | HttpResponse:
    files = [file for _name, given in request.FILES.lists() for file in given]
    if not files:
        message = _("The form holds no file.")
        return invalid([FieldError(("body", "logs"), "missing", message)])
    shown = [_add_file(file, request.actor) for file in files]
    is_new = any(is_new for _one, is_new in shown)
    return Status(201 if is_new else 200, FilesShown(logs=[one for one, _is_new in shown]))


def _add_file(file: UploadedFile[bytes], actor: Membership) -> tuple[FileShown, bool]:
    name = shown_name(file)
    try:
        stored = store_wipe_log(file.read(), actor=actor)
    except WipeLogRefused as refusal:
        reasons = [show_reason(reason) for reason in refusal.reasons]
        return FileShown(file=name, stored=None, reasons=reasons), False
    return FileShown(file=name, stored=_show_log(stored), reasons=[]), stored.is_new


def _show_log(stored: StoredLog) -> LogShown:
    drives = [_show(result) for result in stored.results]
    return LogShown(log=stored.log.pk, sha256=stored.log.sha256, drives=drives)


def _show(result: WipeResult) -> DriveProved:
    return DriveProved(
        run=result.run,
        serial=result.serial_number or None,
        model=result.model,
        verdict=Result(result.verdict),
        reasons=[
            ReasonShown(code=reason["code"], message=str(REASONS[reason["code"]] % reason["facts"]))
            for reason in result.reasons
        ],
        device=result.drive.device.code if result.drive else None,
        erasure=result.erasure.reference if result.erasure else None,
    )
