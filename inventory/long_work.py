"""The kinds of long work that inventory brings, registered for the worker and the pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory import batching, labelling, undoing
from inventory.codes import show_code
from inventory.forecast import BulkAct
from refurb.jobs.kinds import Kind, register
from refurb.jobs.models import Job
from refurb.jobs.running import Work


def _devices(job: Job) -> str:
    return ngettext("%(count)s device", "%(count)s devices", job.total) % {"count": job.total}


def _name(job: Job) -> Any:
    return f"{BulkAct(job.parameters['act']).label} · {_devices(job)}"


def _name_of_undo(job: Job) -> Any:
    act = BulkAct(job.parameters["act"]).label
    return _("Undo: %(act)s") % {"act": act} + f" · {_devices(job)}"


def _do(work: Work) -> None:
    if BulkAct(work.job.parameters["act"]) is BulkAct.LABELS:
        labelling.print_batch(work)
    else:
        batching.do_with_each(work)


register(
    Kind(
        code=batching.KIND,
        label=_name,
        do=_do,
        page="device",
        show_key=show_code,
        why_no_undo=undoing.why_no_undo,
        undo=undoing.undo,
        what_undo_does=undoing.what_undo_does,
    ),
    Kind(
        code=undoing.KIND,
        label=_name_of_undo,
        do=undoing.undo_each,
        page="device",
        show_key=show_code,
    ),
)
