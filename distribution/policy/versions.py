"""Read side: what each published policy and the draft say, as content that can be compared."""

from __future__ import annotations

from dataclasses import replace

from distribution.circumstances import current_policy
from distribution.grounds import proof_seen
from distribution.models import Criterion, Ground, Policy, PolicyDraft
from distribution.policy.content import (
    COUNTED_OTHERWISE,
    LANGUAGES,
    CriterionContent,
    PolicyContent,
    read_back,
)
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.priority import DEFAULT_POINTS_PER_MONTH
from refurb.reference.names import Names


def the_draft() -> PolicyDraft | None:
    """Find the draft, with who last changed it."""
    return PolicyDraft.objects.select_related("changed_by__user", "started_by__user").first()


def content_of_draft(draft: PolicyDraft) -> PolicyContent:
    """Give what the draft says."""
    return read_back(draft.content)


def content_of(policy: Policy) -> PolicyContent:
    """Give what a published policy says; prefetch its criteria for many."""
    criteria = sorted(policy.criteria.all(), key=lambda each: (-each.points, each.code))
    return PolicyContent(
        points_per_month=policy.points_per_month,
        criteria=tuple(_criterion(each) for each in criteria),
        need=dict(policy.need_by_commune),
        balance=dict(policy.balance_by_service),
    )


def _criterion(row: Criterion) -> CriterionContent:
    return CriterionContent(
        code=row.code,
        points=row.points,
        names=_names(row, "name"),
        sentences=_names(row, "sentence"),
    )


def _names(row: Criterion | Ground, field: str) -> Names:
    return Names(**{language: getattr(row, f"{field}_{language}") for language in LANGUAGES})


def content_to_begin_with() -> PolicyContent:
    """Give what a new draft says: the policy in force, and what it does not mention yet, at 0.

    Without a policy everything counts 0, and a month what a new installation proposes.
    """
    policy = current_policy()
    base = PolicyContent(
        points_per_month=DEFAULT_POINTS_PER_MONTH, criteria=(), need={}, balance={}
    )
    if policy is not None:
        base = content_of(policy)
    known = {each.code for each in base.criteria}
    missing = [each for each in _all_that_can_count() if each.code not in known]
    return replace(base, criteria=(*base.criteria, *missing))


def _all_that_can_count() -> list[CriterionContent]:
    circumstances = [
        CriterionContent(code=each.code, points=0, names=each.names, sentences=each.sentences)
        for each in DEFAULT_CRITERIA
    ]
    return [*circumstances, *map(criterion_of, Ground.objects.order_by("code"))]


def criterion_of(ground: Ground) -> CriterionContent:
    """Put a ground into a policy that does not mention it yet: at 0."""
    names = _names(ground, "name")
    return CriterionContent(code=ground.code, points=0, names=names, sentences=proof_seen(names))


def published_version(version: int) -> Policy | None:
    """Find one version, with its criteria and who published it."""
    rows = Policy.objects.select_related("published_by__user").prefetch_related("criteria")
    return rows.filter(version=version).first()


def versions() -> list[Policy]:
    """List all versions, the newest first, with who published each."""
    return list(Policy.objects.select_related("published_by__user").order_by("-version"))


def version_before(policy: Policy) -> Policy | None:
    """Find the version that a policy replaced, with its criteria."""
    earlier = Policy.objects.filter(version__lt=policy.version).order_by("-version")
    return earlier.prefetch_related("criteria").first()


def worth_points(content: PolicyContent) -> list[CriterionContent]:
    """List the criteria whose points are a number of their own, most first."""
    found = [each for each in content.criteria if each.code not in COUNTED_OTHERWISE]
    return sorted(found, key=lambda each: (-each.points, each.code))
