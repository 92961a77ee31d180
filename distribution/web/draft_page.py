"""What the pages of the draft show: what it says, what it changes, what publishing would do."""

from __future__ import annotations

from dataclasses import dataclass

from distribution.circumstances import current_policy
from distribution.models import AllocationRun, PolicyDraft
from distribution.models.run import RunState
from distribution.policy.content import PolicyContent
from distribution.policy.forecast import movement_under
from distribution.policy.movement import Movement
from distribution.policy.previewing import movement_of, preview_of, takes_long
from distribution.policy.versions import content_of, content_of_draft
from distribution.web.policy_words import (
    CriterionShown,
    Differences,
    PolicyShown,
    all_criteria,
    differences_in_words,
    shown,
)
from refurb.jobs.models import Job

NOTHING = PolicyContent(points_per_month=0, criteria=(), need={}, balance={})


@dataclass(frozen=True)
class DraftPage:
    """The draft, for its writers."""

    draft: PolicyDraft
    shown: PolicyShown
    criteria: list[CriterionShown]
    changes: Differences


def draft_page(draft: PolicyDraft) -> DraftPage:
    """Show the draft beside the policy in force."""
    content = content_of_draft(draft)
    return DraftPage(
        draft=draft,
        shown=shown(content),
        criteria=all_criteria(content),
        changes=_changes(content),
    )


def _changes(content: PolicyContent) -> Differences:
    current = current_policy()
    return differences_in_words(content_of(current) if current else NOTHING, content)


@dataclass(frozen=True)
class Preview:
    """Who would move, or how far that is worked out."""

    movement: Movement | None
    job: Job | None  # of a long list: what works it out, or did


def preview(draft: PolicyDraft) -> Preview:
    """Compare a short list now; of a long one, tell what a task found."""
    if not takes_long():
        return Preview(movement_under(content_of_draft(draft).rules()), None)
    job = preview_of(draft)
    return Preview(movement_of(job) if job else None, job)


@dataclass(frozen=True)
class Consequences:
    """What publishing the draft would do."""

    version: int  # the one it would become
    changes: Differences
    movement: Movement | None  # None: the list is long, and nobody has had it compared
    proposals: int  # made by the policy in force, and not confirmed yet


def consequences(draft: PolicyDraft) -> Consequences:
    """Work out what publishing the draft would do now."""
    content, current = content_of_draft(draft), current_policy()
    return Consequences(
        version=current.version + 1 if current else 1,
        changes=_changes(content),
        movement=preview(draft).movement,
        proposals=AllocationRun.objects.filter(state=RunState.PROPOSED).count(),
    )
