"""Many devices at once in a workshop: shelves changed, one change undone, a hasty try, labels."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from inventory.batching import choose, start_batch
from inventory.forecast import BulkAct
from inventory.lifecycle import State
from inventory.models import Device
from inventory.undoing import undo
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Role
from refurb.demo.people import Cast
from refurb.demo.story import DAY, Life, Story
from refurb.jobs.models import Job
from refurb.jobs.running import run_job


def batches(story: Story, cast: Cast, workshop: Organisation) -> Life:
    """Have the people of a workshop tidy up on the last morning."""
    yield story.clock.end - DAY + 40
    lead = cast.of(workshop.code, Role.WORKSHOP_LEAD)[0]
    volunteer = cast.of(workshop.code, Role.VOLUNTEER)[0]
    here = Device.objects.filter(holder=workshop).order_by("pk")
    _done(here.filter(state=State.WIPE), BulkAct.SHELF, lead, shelf="W1")
    yield 5
    wrong = _done(here.filter(state=State.REPAIR), BulkAct.SHELF, volunteer, shelf="A1")
    yield 2
    _run(undo(wrong, volunteer))
    yield 10
    # Most of them aren't checked yet: the result says of each what is missing.
    _done(here.filter(state__in=(State.WIPE, State.RECEIVED)), BulkAct.MARK_READY, volunteer)
    yield 10
    ready = here.filter(state=State.READY)
    _done(ready, BulkAct.LABELS, volunteer, format="L7160", start=1)


def _done(devices: QuerySet[Device], act: BulkAct, actor: Membership, **said: Any) -> Job:
    return _run(start_batch(choose(devices, actor=actor), act, actor=actor, **said))


def _run(job: Job) -> Job:
    """Do the work here and now; the worker then finds it done."""
    run_job.call(job.pk, job.attempt)
    job.refresh_from_db()
    return job
