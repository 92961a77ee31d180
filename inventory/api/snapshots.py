"""The door that eReuse's workbench-script knows: its snapshots as it sends them, unchanged."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from inventory.api.asking import Code, Reference, visible_device
from inventory.api.reports import my_donation, refusal_of
from inventory.labelled import label_url
from inventory.reading import ReportRefused, StoredReport, store_report
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import Asked, Shown

router = Router(tags=["Hardware"])
RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": ["object", "string"]}}},
    }
}


class SnapshotOf(Asked):
    """What a snapshot belongs to; written into the address that the script is given."""

    code: Annotated[Code | None, Field(description="Of the device it describes")] = None
    donation: Annotated[
        Reference | None, Field(description="Receive the device under this donation if new")
    ] = None


class SnapshotShown(Shown):
    """What workbench-script looks for in an answer.

    `dhid` is the device's code, "" while nobody has said which device it is; `url` leads to the
    device or to the report, `public_url` to what a label of the device leads to.
    """

    status: Literal["success"]
    dhid: str
    url: str
    public_url: str


@router.post(
    "snapshot/",
    response={200: SnapshotShown, 201: SnapshotShown},
    summary="Send a snapshot of workbench-script",
    operation_id="add_snapshot",
    openapi_extra=RAW,
)
@allow(Permission.READ_HARDWARE)
def add_snapshot(
    request: SignedInRequest, of: Query[SnapshotOf]
) -> Status[SnapshotShown] | HttpResponse:
    """Keep a snapshot of eReuse's workbench-script and read it onto its device.

    Put this address into `url` of the script's settings.ini, with `?donation=…` for machines that
    come in, and a token of scope `bench` into `token`.
    """
    device = visible_device(request.actor, of.code) if of.code else None
    donation = my_donation(request, of.donation) if of.donation else None
    try:
        stored = store_report(request.body, actor=request.actor, device=device, donation=donation)
    except ReportRefused as refusal:
        return refusal_of(refusal)
    return Status(201 if stored.is_new else 200, _show(stored))


def _show(stored: StoredReport) -> SnapshotShown:
    if stored.device is None:
        page = _absolute(reverse("report", args=[stored.report.pk]))
        return SnapshotShown(status="success", dhid="", url=page, public_url=page)
    code = stored.device.code
    page = _absolute(reverse("device", args=[code]))
    return SnapshotShown(status="success", dhid=code, url=page, public_url=label_url(code))


def _absolute(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
