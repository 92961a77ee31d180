"""Read side: what counts of a nomination, and by which policy, in the words of the rules."""

from __future__ import annotations

from datetime import date

from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.models import Nomination, Policy
from distribution.priority import Circumstances, PolicyRules


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
        balance=policy.balance_by_service,
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
        service=nomination.organisation.code,
    )
