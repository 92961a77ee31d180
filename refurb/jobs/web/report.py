"""What a task could not do, as CSV: one row for each thing, with every reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from refurb.exports.csv import csv_answer
from refurb.jobs.kinds import kind_of
from refurb.jobs.models import Job, Outcome
from refurb.jobs.reasons import unpack


def write_report(job: Job) -> StreamingHttpResponse:
    """Stream the lines that were refused."""
    name = f"task-{job.pk}-not-done-{timezone.localdate().isoformat()}"
    return csv_answer(name, [_("Code"), _("Why it was not done")], _rows(job))


def _rows(job: Job) -> Iterator[list[object]]:
    show = kind_of(job).show_key
    for line in job.lines.filter(outcome=Outcome.REFUSED).order_by("pk").iterator():
        yield [show(line.key), " ".join(str(reason) for reason in unpack(line.reasons))]
