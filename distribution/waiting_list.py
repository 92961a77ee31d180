"""Read side: who waits, in order, with points line by line and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.models import Nomination, Policy, Proof, RequestLine
from distribution.priority import Circumstances, Point, PolicyRules, points_of, sort_key, total


@dataclass(frozen=True)
class WaitingLine:
    """One waiting line, its place (from 1) among all, and why."""

    line: RequestLine
    place: int
    points: tuple[Point, ...]

    @property
    def total(self) -> int:
        """Add up its points."""
        return total(self.points)


def current_policy() -> Policy | None:
    """Find the newest published policy, with its criteria."""
    return Policy.objects.prefetch_related("criteria").order_by("-version").first()


def rules_of(policy: Policy | None) -> PolicyRules:
    """Put a policy into the words of the rule; without one, order is by date alone."""
    if policy is None:
        return PolicyRules(version=0, points={}, points_per_month=0)
    return PolicyRules(
        version=policy.version,
        points={criterion.code: criterion.points for criterion in policy.criteria.all()},
        points_per_month=policy.points_per_month,
        need_index=policy.need_by_commune,
    )


def proofs_seen(nomination: Nomination) -> tuple[ProofSeen, ...]:
    """Give a nomination's proofs in the words of the rule; prefetch proofs__ground for many."""
    return tuple(
        ProofSeen(ground=proof.ground.code, seen_on=proof.seen_on, valid_until=proof.valid_until)
        for proof in nomination.proofs.all()
    )


def circumstances_of(nomination: Nomination, today: date) -> Circumstances:
    """Give what counts of one nomination on a day."""
    household = nomination.household
    return Circumstances(
        grounds=grounds_valid_on(proofs_seen(nomination), today),
        children_at_school=household.children_at_school,
        no_computer_at_home=nomination.no_computer_at_home,
        single_parent=nomination.single_parent,
        isolated_senior=nomination.isolated_senior,
        project_on=nomination.project_on,
        commune=household.commune,
    )


def _explained(line: RequestLine, rules: PolicyRules, today: date) -> tuple[Point, ...]:
    since = line.waiting_since
    began = timezone.localdate(since) if since else today
    return points_of(circumstances_of(line.nomination, today), rules, began, today)


def waiting_lines(policy: Policy | None = None, today: date | None = None) -> list[WaitingLine]:
    """List every waiting line in order: three queries, whatever their number.

    This is for coordinators and for the acts: keep the lines of others out of what a service is
    shown.
    """
    day = today or timezone.localdate()
    rules = rules_of(policy or current_policy())
    rows = RequestLine.objects.waiting().select_related(
        "nomination__household", "nomination__organisation"
    )
    proofs = Prefetch("nomination__proofs", Proof.objects.select_related("ground"))
    explained = [(line, _explained(line, rules, day)) for line in rows.prefetch_related(proofs)]
    explained.sort(key=lambda pair: _order(*pair))
    return [
        WaitingLine(line, place, points) for place, (line, points) in enumerate(explained, start=1)
    ]


def _order(line: RequestLine, points: Iterable[Point]) -> tuple[object, ...]:
    nomination = line.nomination
    submitted = nomination.submitted_at or nomination.created_at
    reference = f"{nomination.reference}/{line.number}"
    key = sort_key(
        points=total(points),
        submitted_at=submitted,
        reference=reference,
        ahead_since=line.ahead_since,
    )
    return tuple(key)


def places_of(nomination: Nomination) -> dict[int, WaitingLine]:
    """Map the id of each waiting line of one nomination to its place and points."""
    return {
        waiting.line.pk: waiting
        for waiting in waiting_lines()
        if waiting.line.nomination_id == nomination.pk
    }
