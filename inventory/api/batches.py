"""Batches of labels printed before there is a device: prepare, look at, declare void, bind."""

from datetime import datetime
from typing import Annotated

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from inventory.api.asking import Code
from inventory.api.shapes import DeviceRow, show_row
from inventory.binding import MOST_LABELS, bind_label, prepare_batch, void_labels
from inventory.codes import InvalidCode, parse_code
from inventory.labelled import device_with_label
from inventory.models import Device, Label, LabelBatch
from inventory.models.label import LabelState
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked, Shown

router = Router(tags=["Intake"])


class BatchAsked(Asked):
    """How many labels."""

    count: Annotated[int, Field(ge=1, le=MOST_LABELS)]


class VoidAsked(Asked):
    """Labels of the batch that nobody may use any more; those on a device stay."""

    codes: Annotated[list[Code], Field(min_length=1, max_length=MOST_LABELS)]


class BindingAsked(Asked):
    """The device on which a free label was stuck; it keeps its own code as well."""

    device: Code


class BatchRow(Shown):
    """A batch in a list, and what became of its labels."""

    reference: str
    printed_at: datetime
    free: int
    bound: int
    void: int


class LabelShown(Shown):
    """One label; device is null while it is on none."""

    code: str
    state: LabelState
    device: str | None


class BatchShown(BatchRow):
    """A batch, label by label."""

    labels: list[LabelShown]


def _batches(request: SignedInRequest) -> models.QuerySet[LabelBatch]:
    return LabelBatch.objects.visible_to(request.actor).counted()


@router.get(
    "label-batches",
    response=Page[BatchRow],
    summary="List batches of labels",
    operation_id="list_label_batches",
)
@allow(Permission.RECEIVE)
def list_label_batches(request: SignedInRequest, paging: Query[Paging]) -> Page[BatchRow]:
    """List the batches of the workshop that the token acts for, newest first."""
    rows = _batches(request).fetch_mode(models.FETCH_RAISE)
    return page_of(rows, ["-pk"], paging, _row)


@router.post(
    "label-batches",
    response={201: BatchShown},
    summary="Prepare labels",
    operation_id="add_label_batch",
)
@allow(Permission.RECEIVE)
def add_label_batch(request: SignedInRequest, body: BatchAsked) -> BatchShown:
    """Draw free codes for the workshop; print them with `labels.pdf`."""
    batch = prepare_batch(body.count, actor=request.actor)
    return _show(_batches(request).get(pk=batch.pk))


@router.get(
    "label-batches/{reference:reference}",
    response=BatchShown,
    summary="Read a batch of labels",
    operation_id="read_label_batch",
)
@allow(Permission.RECEIVE)
def read_label_batch(request: SignedInRequest, reference: str) -> BatchShown:
    """Read what became of each label of a batch."""
    return _show(_batch(request, reference))


@router.post(
    "label-batches/{reference:reference}/void",
    response=BatchShown,
    summary="Declare labels void",
    operation_id="void_labels",
)
@allow(Permission.RECEIVE)
def post_void(request: SignedInRequest, reference: str, body: VoidAsked) -> BatchShown:
    """Declare labels of a batch void, such as a spoilt sheet; what is on a device stays."""
    batch = _batch(request, reference)
    void_labels(batch, body.codes, actor=request.actor)
    return _show(_batch(request, reference))


@router.post(
    "labels/{code:code}/binding",
    response=DeviceRow,
    summary="Bind a label to a device",
    operation_id="bind_label",
    url_name="bind_label",
)
@allow(Permission.RECEIVE)
def post_binding(request: SignedInRequest, code: str, body: BindingAsked) -> DeviceRow:
    """Put a label printed before on a device that has lost its own: both lead to it."""
    label = get_object_or_404(Label.objects.visible_to(request.actor), code=_stored(code))
    rows = Device.objects.visible_to(request.actor)
    device = device_with_label(rows.select_related("donation", "steward", "holder"), body.device)
    if device is None:
        raise invalid_field("device", "device_unknown", _("You have no device with this code."))
    bind_label(label.code, device, actor=request.actor)
    return show_row(device)


def _stored(typed: str) -> str:
    try:
        return parse_code(typed)
    except InvalidCode:
        raise Http404 from None


def _batch(request: SignedInRequest, reference: str) -> LabelBatch:
    return get_object_or_404(_batches(request), reference=reference.upper())


def _row(batch: LabelBatch) -> BatchRow:
    return BatchRow(
        reference=batch.reference,
        printed_at=batch.printed_at,
        free=batch.free,  # type: ignore[attr-defined]
        bound=batch.bound,  # type: ignore[attr-defined]
        void=batch.void,  # type: ignore[attr-defined]
    )


def _show(batch: LabelBatch) -> BatchShown:
    labels = batch.labels.select_related("device").order_by("pk")
    return BatchShown(
        **dict(_row(batch)),
        labels=[
            LabelShown(
                code=label.code,
                state=label.state,
                device=label.device.code if label.device else None,
            )
            for label in labels
        ],
    )
