"""Labels of many devices, as long work: one PDF, to be fetched when it is ready."""

from __future__ import annotations

from django.utils import timezone

from inventory.labelled import contents_for, shift_of
from inventory.labels import Printing, draw_labels
from refurb.jobs.running import Work


def print_batch(work: Work) -> None:
    """Draw the labels of all chosen devices that are still visible, in the order of the list."""
    parameters = work.job.parameters
    codes = list(work.job.lines.order_by("pk").values_list("key", flat=True))
    right, down = shift_of(work.actor, parameters["format"])
    printing = Printing(
        parameters["format"],
        start=parameters["start"],
        copies=parameters.get("copies", 1),
        shift=(float(right), float(down)),
    )
    contents, _missing = contents_for(codes, work.actor)
    work.advance_to(0)  # an earlier attempt may have come further
    pdf = draw_labels(
        contents, printing, told=lambda drawn: work.advance_to(min(drawn, work.job.total))
    )
    name = f"labels-{timezone.localdate().isoformat()}-{work.job.pk}.pdf"
    work.keep_file(name, "application/pdf", pdf)
