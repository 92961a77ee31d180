"""Look ahead at a draft of the policy as long work, where the list is too long for one request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from distribution.models import PolicyDraft, RequestLine
from distribution.policy.forecast import movement_under
from distribution.policy.movement import Movement, read_back, written_down
from distribution.policy.versions import content_of_draft, the_draft
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.jobs.models import Job, JobState
from refurb.jobs.running import Work, start

PREVIEW = "policy_preview"
AT_ONCE = 10_000
"""So many lines are compared while somebody waits: about 0.8 s of one processor."""


def takes_long() -> bool:
    """Say whether the list is too long to be compared in one request."""
    return RequestLine.objects.waiting().count() > AT_ONCE


@transaction.atomic
def ask_for_preview(draft: PolicyDraft, *, actor: Membership) -> Job:
    """Have the places of a draft compared; raises PermissionDenied."""
    if not actor.may(Permission.EDIT_POLICY):
        raise PermissionDenied
    job = Job.objects.create(
        kind=PREVIEW,
        state=JobState.DRAFT,
        requested_by=actor,
        parameters={"revision": str(draft.revision)},
        total=RequestLine.objects.waiting().count(),
    )
    return start(job, actor=actor)


def compare_places(work: Work) -> None:
    """Compare the places of the draft that was asked about; without it there is nothing to do."""
    draft, total = the_draft(), work.job.total
    if draft is None or str(draft.revision) != work.job.parameters["revision"]:
        return
    work.advance_to(0)  # an earlier attempt may have come further
    rules = content_of_draft(draft).rules()
    movement = movement_under(rules, say=lambda done: work.advance_to(min(done, total)))
    with transaction.atomic():
        work.advance_to(total)
        Job.objects.filter(pk=work.job.pk).update(result=written_down(movement))


def preview_of(draft: PolicyDraft) -> Job | None:
    """Find the newest comparison of this very revision, whoever asked for it."""
    rows = Job.objects.filter(kind=PREVIEW, parameters__revision=str(draft.revision))
    return rows.order_by("-pk").first()


def movement_of(job: Job) -> Movement | None:
    """Give what a comparison found; None before it is through."""
    return read_back(job.result) if job.state == JobState.DONE and job.result else None
