"""Publish a policy: the one that a new installation starts with, then the draft of coordinators.

A published version is never edited. The draft is copied into a new one, and every waiting line is
ranked anew by long work whose progress a page shows; who reads the list before that is through
is told how far it is, so no reader ever sees two policies mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.circumstances import current_policy
from distribution.grounds import DEFAULT_GROUNDS, proof_seen
from distribution.models import Criterion, Ground, Policy, WaitingPlace
from distribution.policy.content import PolicyContent, differences, faults
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.policy.drafting import hold_draft
from distribution.policy.versions import content_of, content_of_draft
from distribution.priority import DEFAULT_POINTS, DEFAULT_POINTS_PER_MONTH
from distribution.waiting_list.ranking import RANKING, rank_all
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.jobs.models import Job, JobState
from refurb.jobs.running import Work, start
from refurb.reasons import Reason, Refused
from refurb.reference.names import Names

GROUNDS_SINCE = date(2020, 1, 1)


class PublicationRefused(Refused):
    """The draft can't become a version: it changes nothing, says what none may, or says not why."""


@dataclass(frozen=True)
class Published:
    """A new version, and the long work that ranks the waiting list by it."""

    policy: Policy
    ranking: Job


def _columns(field: str, names: Names) -> dict[str, str]:
    return {f"{field}_{lang}": getattr(names, lang) for lang in ("fr", "nl", "de", "en")}


@transaction.atomic
def make_default_grounds() -> int:
    """Make the default grounds whose code is not there yet; return how many were made."""
    known = set(Ground.objects.values_list("code", flat=True))
    made = Ground.objects.bulk_create(
        Ground(
            code=ground.code,
            **_columns("name", ground.names),
            validity_days=ground.validity_days,
            is_sensitive=ground.is_sensitive,
            shown_as=ground.shown_as,
            active_from=GROUNDS_SINCE,
        )
        for ground in DEFAULT_GROUNDS
        if ground.code not in known
    )
    return len(made)


@transaction.atomic
def publish_default_policy(
    published_at: datetime, need_by_commune: Mapping[str, int] | None = None
) -> Policy | None:
    """Publish the default policy as version 1; None when a policy is published already."""
    if Policy.objects.exists():
        return None
    policy = Policy.objects.create(
        version=1,
        published_at=published_at,
        points_per_month=DEFAULT_POINTS_PER_MONTH,
        need_by_commune=dict(need_by_commune or {}),
        criterion_count=len(DEFAULT_CRITERIA) + len(DEFAULT_GROUNDS),
    )
    circumstances = [
        Criterion(
            policy=policy,
            code=criterion.code,
            points=DEFAULT_POINTS.get(criterion.code, 0),
            **_columns("name", criterion.names),
            **_columns("sentence", criterion.sentences),
        )
        for criterion in DEFAULT_CRITERIA
    ]
    grounds = [
        Criterion(
            policy=policy,
            code=ground.code,
            points=ground.points,
            **_columns("name", ground.names),
            **_columns("sentence", proof_seen(ground.names)),
        )
        for ground in DEFAULT_GROUNDS
    ]
    Criterion.objects.bulk_create([*circumstances, *grounds])
    return policy


@transaction.atomic
def publish_draft(seen: UUID, *, reason: str, actor: Membership) -> Published:
    """Make the draft that was looked at the next version, and have the list ranked by it.

    Raises PermissionDenied, DraftRefused when somebody changed the draft, PublicationRefused.
    """
    if not actor.may(Permission.EDIT_POLICY):
        raise PermissionDenied
    draft, current = hold_draft(seen), current_policy()
    content = content_of_draft(draft)
    _check(content, current, reason)
    policy = _write(content, current, reason=reason.strip(), actor=actor)
    draft.delete()
    record(actor, "policy.published", str(policy.version), lines=WaitingPlace.objects.count())
    return Published(policy, _ask_for_ranking(policy, actor))


def _check(content: PolicyContent, current: Policy | None, reason: str) -> None:
    reasons = list(faults(content))
    if current is not None and not differences(content_of(current), content):
        message = _("The draft says what the published policy says: there is nothing to publish.")
        reasons.append(Reason("unchanged", message))
    if not reason.strip():
        reasons.append(Reason("reason_missing", _("Say why the policy changes.")))
    if reasons:
        raise PublicationRefused(*reasons)


def _write(
    content: PolicyContent, current: Policy | None, *, reason: str, actor: Membership
) -> Policy:
    """Write the next version: whoever holds the draft is alone, so the numbers have no gap."""
    policy = Policy.objects.create(
        version=current.version + 1 if current else 1,
        points_per_month=content.points_per_month,
        need_by_commune=dict(content.need),
        balance_by_service=dict(content.balance),
        criterion_count=len(content.criteria),
        published_by=actor,
        reason=reason,
    )
    Criterion.objects.bulk_create(
        Criterion(
            policy=policy,
            code=each.code,
            points=each.points,
            **_columns("name", each.names),
            **_columns("sentence", each.sentences),
        )
        for each in content.criteria
    )
    return policy


def _ask_for_ranking(policy: Policy, actor: Membership) -> Job:
    job = Job.objects.create(
        kind=RANKING,
        state=JobState.DRAFT,
        requested_by=actor,
        parameters={"version": policy.version},
        total=WaitingPlace.objects.count(),
    )
    return start(job, actor=actor)


def rank_by_new_policy(work: Work) -> None:
    """Rank every waiting line by the policy in force, telling how far it is."""
    total = work.job.total
    work.advance_to(0)  # an earlier attempt may have come further
    rank_all(say=lambda ranked: work.advance_to(min(ranked, total)))
    work.advance_to(total)
