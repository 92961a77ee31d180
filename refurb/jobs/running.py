"""Asking for long work, doing it line by line, cancelling it, going on with it.

A job's task is queued in the transaction that asks for it, in the same database. A worker holds a
job by its attempt: whoever cancels it or has it continued takes it away, and what the old worker
still tries to write is undone with its transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.jobs.kinds import kind_of
from refurb.jobs.models import UNDER_WAY, Job, JobFile, JobLine, JobState, Outcome
from refurb.jobs.reasons import pack
from refurb.reasons import Reason, Refused

KEPT = timedelta(days=7)  # a job's file, and a draft that nobody came back to
AT_ONCE = 500  # lines read ahead


class JobRefused(Refused):
    """The job is not in a state in which this can be done with it."""


@transaction.atomic
def start(job: Job, *, actor: Membership, **said: Any) -> Job:
    """Queue a draft, with what is said on top of its parameters; refused unless it is a draft.

    Its steps are its lines; work without lines names their number in `total` when it is made.
    """
    queued = Job.objects.filter(pk=job.pk, state=JobState.DRAFT).update(
        state=JobState.QUEUED,
        requested_by=actor,
        parameters=job.parameters | said,
        total=job.lines.count() or job.total,
        made_at=timezone.now(),
    )
    if not queued:
        raise JobRefused(Reason("job_started", _("This task was started already.")))
    job.refresh_from_db()
    record(actor, "job.started", str(job.pk), kind=job.kind, count=job.total)
    run_job.enqueue(job.pk, job.attempt)
    return job


@transaction.atomic
def cancel(job: Job, *, actor: Membership) -> None:
    """Stop a job: what is done stays done, the rest is left alone."""
    stopped = Job.objects.filter(pk=job.pk, state__in=UNDER_WAY).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )
    if not stopped:
        raise JobRefused(Reason("job_ended", _("This task has ended already.")))
    record(actor, "job.cancelled", str(job.pk), kind=job.kind)


@transaction.atomic
def go_on(job: Job, *, actor: Membership) -> None:
    """Queue the rest of a job that failed, or whose worker was not heard of for a minute."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if Job.objects.filter(undoes=job).exists():
        raise JobRefused(Reason("undone", _("It was undone already.")))
    if not job.may_continue:
        raise JobRefused(Reason("job_not_stopped", _("This task is at work or has ended.")))
    job.state, job.attempt = JobState.QUEUED, job.attempt + 1
    job.heartbeat_at, job.finished_at = timezone.now(), None
    job.save(update_fields=["state", "attempt", "heartbeat_at", "finished_at"])
    record(actor, "job.continued", str(job.pk), kind=job.kind)
    run_job.enqueue(job.pk, job.attempt)


def forget_old() -> None:
    """Delete files and drafts after a week; called when somebody prepares new work."""
    before = timezone.now() - KEPT
    Job.objects.filter(state=JobState.DRAFT, made_at__lt=before).delete()
    JobFile.objects.filter(job__finished_at__lt=before).delete()


class Taken(Exception):
    """The job was cancelled or given to another worker: stop, and write nothing more."""


@dataclass(frozen=True)
class Work:
    """A job in the hands of one worker."""

    job: Job

    @property
    def actor(self) -> Membership:
        """Name who asked for it: the work is done with their rights as they are now."""
        return self.job.requested_by

    def each(self, act: Callable[[JobLine], dict[str, Any]]) -> None:
        """Do every line that nothing came of yet, each in a transaction of its own.

        `act` returns the facts to remember, or raises Refused: the line then says why, and nothing
        else of it is written.
        """
        for line in self._open_lines():
            with transaction.atomic():
                self._do(line, act)
                self.advance(1)

    def _open_lines(self) -> Iterator[JobLine]:
        last = 0
        while True:
            rows = JobLine.objects.filter(job=self.job, outcome="", pk__gt=last).order_by("pk")
            found = list(rows[:AT_ONCE])
            yield from found
            if len(found) < AT_ONCE:
                return
            last = found[-1].pk

    def _do(self, line: JobLine, act: Callable[[JobLine], dict[str, Any]]) -> None:
        try:
            with transaction.atomic():
                line.facts = act(line)
            line.outcome = Outcome.DONE
        except Refused as refusal:
            line.reasons, line.outcome = pack(refusal.reasons), Outcome.REFUSED
        line.save(update_fields=["facts", "reasons", "outcome"])

    def advance(self, by: int) -> None:
        """Say that so many more are done; raises Taken when the job is no longer this worker's."""
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)
        if not mine.update(done=F("done") + by, heartbeat_at=timezone.now()):
            raise Taken

    def advance_to(self, done: int) -> None:
        """Say how many are done by now; raises Taken when the job is no longer this worker's."""
        held = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)
        if not held.update(done=done, heartbeat_at=timezone.now()):
            raise Taken

    @transaction.atomic
    def keep_file(self, name: str, content_type: str, content: bytes) -> None:
        """Keep what was made, for who asked for it to fetch."""
        made = {"name": name, "content_type": content_type, "content": content}
        JobFile.objects.update_or_create(job=self.job, defaults=made)
        JobLine.objects.filter(job=self.job).update(outcome=Outcome.DONE)
        self.advance_to(self.job.total)


@task
def run_job(job_pk: int, attempt: int) -> None:
    """Do a queued job; one that was cancelled or queued anew meanwhile is left alone."""
    now = timezone.now()
    queued = Job.objects.filter(pk=job_pk, state=JobState.QUEUED, attempt=attempt)
    if not queued.update(state=JobState.RUNNING, started_at=now, heartbeat_at=now):
        return
    rows = Job.objects.select_related("requested_by__user", "requested_by__organisation")
    job = rows.get(pk=job_pk)
    with _ending(job), translation.override(job.requested_by.user.language or None):
        kind_of(job).do(Work(job))


@contextmanager
def _ending(job: Job) -> Iterator[None]:
    """Write how it ended; a failure is passed on to the worker, which logs it."""
    state = JobState.FAILED
    try:
        yield
        state = JobState.DONE
    except Taken:
        return
    finally:
        held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
        held.update(state=state, finished_at=timezone.now())
