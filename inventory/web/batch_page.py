"""What the page of a batch shows before anything is done: who will move, who can't and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from inventory.codes import show_code
from inventory.forecast import BulkAct, acts_for, forecast
from inventory.models import Device
from inventory.web.forms.batches import BatchForm
from refurb.accounts.models import Membership
from refurb.jobs.models import Job
from refurb.jobs.reasons import in_general
from refurb.jobs.web.groups import Group, Groups, Thing


@dataclass
class BatchPage:
    """All that the page of a batch shows."""

    job: Job
    acts: list[BulkAct]
    act: BulkAct | None
    chosen: int
    will: Group = field(default_factory=lambda: Group(""))
    cannot: int = 0
    groups: list[Group] = field(default_factory=list)
    form: BatchForm | None = None


def batch_page(job: Job, actor: Membership, wanted: str, sent: Any = None) -> BatchPage:
    """Gather the page; with an act that the actor may choose, the forecast of it."""
    acts = acts_for(actor)
    act = next((each for each in acts if each.value == wanted), None)
    page = BatchPage(job, acts, act, job.lines.count())
    if act is not None:
        page.form = BatchForm(sent, act=act)
        _look_ahead(page, act, actor)
    return page


def _look_ahead(page: BatchPage, act: BulkAct, actor: Membership) -> None:
    groups = Groups()
    seen = dict(page.job.lines.values_list("key", "seen"))
    for prospect in forecast(devices_of(page.job, actor), seen, act, actor):
        device = prospect.device
        thing = Thing(show_code(device.code), reverse("device", args=[device.code]))
        if not prospect.reasons:
            page.will.add(thing)
        page.cannot += bool(prospect.reasons)
        for reason in prospect.reasons:
            groups.add(in_general(reason), thing)
    page.groups = groups.largest_first()


def devices_of(job: Job, actor: Membership) -> QuerySet[Device]:
    """List the devices of a batch that the actor still sees."""
    rows = Device.objects.visible_to(actor).filter(code__in=job.lines.values("key"))
    return rows.defer("hardware", "search", "note").order_by("pk")
