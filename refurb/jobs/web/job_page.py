"""What the page of one task shows: how far it is, what came of it, what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from refurb.accounts.models import Membership
from refurb.jobs.kinds import kind_of
from refurb.jobs.models import ENDED, Job, JobFile, JobState, Outcome
from refurb.jobs.reasons import in_general, unpack
from refurb.jobs.web.groups import Group, Groups, Thing
from refurb.reasons import Reason


@dataclass(frozen=True)
class JobPage:
    """All that the page of a task shows."""

    job: Job
    label: Any
    is_owned: bool  # the reader may read the lines, cancel, continue, undo
    done: int
    refused: int
    because: list[Group]
    file: JobFile | None
    undone_by: Job | None
    why_no_undo: tuple[Reason, ...]
    may_undo: bool
    what_undo_does: Any
    may_continue: bool
    result_url: str  # where the owner sees what came of it; empty when this page says it all

    @property
    def has_ended(self) -> bool:
        """Say whether the result is in."""
        return self.job.state in ENDED


def job_page(job: Job, actor: Membership) -> JobPage:
    """Gather the page; the lines only for those who may read them, once the task has ended."""
    is_owned = Job.objects.owned_by(actor).filter(pk=job.pk).exists()
    has_ended = job.state in ENDED
    refused = job.lines.filter(outcome=Outcome.REFUSED).count() if has_ended else 0
    kind = kind_of(job)
    undone_by = Job.objects.filter(undoes=job).first() if has_ended else None
    against = _why_no_undo(job, actor) if has_ended and is_owned and not undone_by else None
    return JobPage(
        job=job,
        label=kind.label(job),
        is_owned=is_owned,
        done=job.done - refused,
        refused=refused,
        because=because(job) if refused and is_owned else [],
        file=JobFile.objects.defer("content").filter(job=job).first() if is_owned else None,
        undone_by=undone_by,
        why_no_undo=against or (),
        what_undo_does=kind.what_undo_does(job) if kind.what_undo_does else "",
        may_undo=against == () and job.done > refused,
        may_continue=is_owned and job.may_continue and not undone_by,
        result_url=_result_url(job) if is_owned else "",
    )


def _result_url(job: Job) -> str:
    name = kind_of(job).result_page
    return reverse(name) if name and job.state == JobState.DONE else ""


def _why_no_undo(job: Job, actor: Membership) -> tuple[Reason, ...] | None:
    kind = kind_of(job)
    if kind.undo is None or kind.why_no_undo is None:
        return None
    return kind.why_no_undo(job, actor)


def because(job: Job) -> list[Group]:
    """Group what was not done by why; a line with two reasons stands under both."""
    kind, found = kind_of(job), Groups()
    for line in job.lines.filter(outcome=Outcome.REFUSED).order_by("pk").iterator():
        url = reverse(kind.page, args=[line.key]) if kind.page else ""
        for reason in unpack(line.reasons):
            found.add(in_general(reason), Thing(kind.show_key(line.key), url))
    return found.largest_first()
