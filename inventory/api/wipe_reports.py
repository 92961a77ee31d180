"""Logs of wipe tools, as the tool wrote them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router
from ninja.responses import Status

from inventory.models import WipeResult
from inventory.proving import WipeLogRefused, store_wipe_log
from inventory.sanitisation import Result
from inventory.wipe_logs import REASONS
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.problems import FieldError, invalid, problem
from refurb.api.shapes import ReasonShown, Shown

router = Router(tags=["Hardware"])
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"text/plain": {"schema": {"type": "string", "minLength": 1}}},
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


@router.post(
    "wipe-reports",
    response={200: LogShown, 201: LogShown},
    summary="Send a log of nwipe",
    operation_id="add_wipe_report",
    openapi_extra=RAW,
)
@allow(Permission.READ_HARDWARE)
def add_wipe_report(request: SignedInRequest) -> Status[LogShown] | HttpResponse:
    """Keep a log byte for byte, and record what it proves of each drive by its serial number.

    The body is the log itself, of one run or several. 201 for a new one, 200 for bytes that came
    before.
    """
    try:
        stored = store_wipe_log(request.body, actor=request.actor)
    except WipeLogRefused as refusal:
        (reason,) = refusal.reasons
        if reason.code == "too_large":
            return problem(413, str(reason))
        return invalid([FieldError(("body",), reason.code, str(reason))])
    drives = [_show(result) for result in stored.results]
    shown = LogShown(log=stored.log.pk, sha256=stored.log.sha256, drives=drives)
    return Status(201 if stored.is_new else 200, shown)


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
