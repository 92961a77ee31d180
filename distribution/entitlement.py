"""Read side: what is known of one nomination when the rules of eligibility judge it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from distribution.eligibility import COUNTED_KINDS, EligibilityFacts, blocks
from distribution.models import Handover, Nomination, RequestLine
from distribution.waiting_list import proofs_seen
from distribution.words import Decision, LineState, NominationState
from refurb.accounts.models import Organisation
from refurb.reasons import Reason

NOT_COUNTED = frozenset(
    {NominationState.DRAFT, NominationState.REJECTED, NominationState.WITHDRAWN}
)


def first_day_of_quarter(day: date) -> date:
    """Give the day on which a service's quota of that quarter began."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quota_left(service: Organisation, today: date, *, but: Nomination | None = None) -> int | None:
    """Count the devices a service may still ask for this quarter; None when it has no quota."""
    if service.quota is None:
        return None
    lines = RequestLine.objects.filter(
        nomination__organisation=service,
        nomination__submitted_at__date__gte=first_day_of_quarter(today),
    ).exclude(nomination__state__in=NOT_COUNTED)
    if but is not None:
        lines = lines.exclude(nomination=but)
    return service.quota - lines.count()


def _counted(line: RequestLine) -> bool:
    return line.state != LineState.GIVEN_UP and bool(COUNTED_KINDS & set(line.kinds))


def delivered_days(nomination: Nomination) -> tuple[date, ...]:
    """List the days on which the household received a counted computer it still has."""
    days = Handover.objects.filter(
        allocation__line__nomination__household=nomination.household_id,
        allocation__device__kind__in=COUNTED_KINDS,
        returned=None,
    )
    return tuple(days.values_list("handed_over_on", flat=True))


def eligibility_facts(nomination: Nomination, today: date) -> EligibilityFacts:
    """Gather what the rules judge."""
    lines = [line for line in nomination.lines.all() if line.state != LineState.SERVED]
    return EligibilityFacts(
        people=nomination.household.people,
        proofs=proofs_seen(nomination),
        informed_on=nomination.informed_on,
        agreed_on=nomination.agreed_on,
        delivered_on=delivered_days(nomination),
        asked=sum(map(_counted, lines)),
        quota_left=quota_left(nomination.organisation, today, but=nomination),
        has_approved_exception=nomination.decision == Decision.EXCEPTION,
    )


def blocks_of(nomination: Nomination, today: date | None = None) -> tuple[Reason, ...]:
    """Name what stands in the way of a nomination on a day; empty when nothing does."""
    day = today or timezone.localdate()
    return blocks(eligibility_facts(nomination, day), day)
