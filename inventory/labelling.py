"""Labels of many devices, as long work: one PDF, to be fetched when it is ready."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from inventory.labels import LabelContent, Printing, draw_labels
from inventory.models import Device
from refurb.jobs.running import Work

AT_ONCE = 1_000


def label_of(device: Device) -> LabelContent:
    """Say what stands on the label of a device, read with its steward."""
    return LabelContent(
        code=device.code,
        url=settings.PUBLIC_URL.rstrip("/") + reverse("label", args=[device.code]).rstrip("/"),
        model=device.name,
        owner=device.steward.name,
        contact=device.steward.phone,
    )


def print_batch(work: Work) -> None:
    """Draw the labels of all chosen devices that are still visible, in the order of the list."""
    parameters = work.job.parameters
    work.begin_again()
    contents = list(_contents(work))
    pdf = draw_labels(contents, Printing(parameters["format"], start=parameters["start"]))
    name = f"labels-{timezone.localdate().isoformat()}-{work.job.pk}.pdf"
    work.keep_file(name, "application/pdf", pdf)


def _contents(work: Work) -> Iterator[LabelContent]:
    rows = Device.objects.visible_to(work.actor).select_related("steward")
    rows = rows.only("code", "manufacturer", "model", "kind", "steward__name", "steward__phone")
    rows = rows.filter(code__in=work.job.lines.values("key")).order_by("pk")
    for device in rows.iterator(chunk_size=AT_ONCE):
        yield label_of(device)
