"""Read side: what is known of one nomination when the rules of eligibility judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from distribution.circumstances import proofs_seen
from distribution.eligibility import (
    COUNTED_KINDS,
    DAYS_BEFORE_END,
    EligibilityFacts,
    blocks,
    computers_counted,
    frequency_blocks,
)
from distribution.lifecycle import SENT, UNDER_WAY
from distribution.models import Handover, Household, Nomination, Proof, RequestLine
from distribution.months import months_later
from distribution.words import LineState, NominationState
from refurb.accounts.models import Organisation
from refurb.among import among
from refurb.reasons import Reason

BEFORE_WAITING = frozenset({NominationState.DRAFT, NominationState.SUBMITTED})
NOT_COUNTED = frozenset(
    {NominationState.DRAFT, NominationState.REJECTED, NominationState.WITHDRAWN}
)
MONTHS_OF_QUARTER = 3


def first_day_of_quarter(day: date) -> date:
    """Give the day on which a service's quota of that quarter began."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quota_left(service: Organisation, today: date, *, but: Nomination | None = None) -> int | None:
    """Count the devices a service may still ask for this quarter; None when it has no quota."""
    if service.quota is None:
        return None
    lines = (
        RequestLine.objects.of_households()
        .filter(
            nomination__organisation=service,
            nomination__submitted_at__date__gte=first_day_of_quarter(today),
        )
        .exclude(nomination__state__in=NOT_COUNTED)
    )
    if but is not None:
        lines = lines.exclude(nomination=but)
    return service.quota - lines.count()


@dataclass(frozen=True)
class Quota:
    """What a service may ask for this quarter, in machines, and from when it may again."""

    total: int
    used: int
    renews_on: date

    @property
    def left(self) -> int:
        """Count what is left; never less than none."""
        return max(0, self.total - self.used)


def quota_of(service: Organisation, today: date) -> Quota | None:
    """Say how a service stands with its quota; None when it has none."""
    left = quota_left(service, today)
    if left is None or service.quota is None:
        return None
    renews_on = months_later(first_day_of_quarter(today), MONTHS_OF_QUARTER)
    return Quota(service.quota, service.quota - left, renews_on)


def proofs_to_renew(rows: QuerySet[Nomination], today: date) -> QuerySet[Nomination]:
    """Keep the nominations under way whose last proof ends soon or has ended."""
    soon = today + timedelta(days=DAYS_BEFORE_END)
    holds = Proof.objects.filter(nomination=OuterRef("pk"), valid_until__gt=soon)
    return rows.filter(~Exists(holds), state__in=UNDER_WAY)


def _counted(line: RequestLine) -> bool:
    return line.state != LineState.GIVEN_UP and bool(COUNTED_KINDS & set(line.kinds))


def key_of(household: Household) -> int:
    """Give the id that all rows of one household share, once a coordinator found them to be one."""
    return household.known_as_id or household.pk


def delivered_to(household: Household) -> tuple[date, ...]:
    """List the days on which one household, by whichever row, received a computer it still has."""
    return tuple(_delivered_to([household])[key_of(household)])


def eligibility_facts(nomination: Nomination, today: date) -> EligibilityFacts:
    """Gather what the rules judge."""
    left = quota_left(nomination.organisation, today, but=nomination)
    before = _asked_before([nomination]).get(nomination.pk, 0)
    return _facts(nomination, delivered_to(nomination.household), left, before)


def _facts(
    nomination: Nomination, delivered_on: tuple[date, ...], left: int | None, before: int
) -> EligibilityFacts:
    return EligibilityFacts(
        people=nomination.household.people,
        proofs=proofs_seen(nomination),
        informed_on=nomination.informed_on,
        agreed_on=nomination.agreed_on,
        delivered_on=delivered_on,
        asked=asked_by(nomination),
        lines=len(nomination.lines.all()),
        asked_before=before,
        # Once it waits, the quota has been judged: later nominations take nothing away from it.
        quota_left=left if nomination.state in BEFORE_WAITING else None,
        exception_for=nomination.exception_computers,
    )


def asked_by(nomination: Nomination) -> int:
    """Count the computers that a nomination still asks for."""
    lines = [line for line in nomination.lines.all() if line.state != LineState.SERVED]
    return sum(map(_counted, lines))


def _asked_before(nominations: Iterable[Nomination]) -> dict[int, int]:
    """Map nominations to what earlier ones of the same household, by another row, still ask for.

    No query for households that nobody found to be one with another.
    """
    shared = [each for each in nominations if each.household.known_as_id is not None]
    if not shared:
        return {}
    rows = Nomination.objects.filter(
        household__known_as__in={each.household.known_as_id for each in shared}, state__in=SENT
    )
    others = list(rows.select_related("household").prefetch_related("lines"))
    return {
        each.pk: sum(
            asked_by(other)
            for other in others
            if other.household.known_as_id == each.household.known_as_id
            and turn(other) < turn(each)
        )
        for each in shared
    }


def computers_in_all(nomination: Nomination) -> int:
    """Count the computers that its household has had lately, and those that it still asks for."""
    had = computers_counted(delivered_to(nomination.household), timezone.localdate())
    return had + asked_by(nomination)


def past_the_rule(nomination: Nomination, day: date) -> list[Reason]:
    """Say whether the rule of frequency alone stands in the way on a day: two queries.

    Two more where its household was found to be one with another.
    """
    facts = EligibilityFacts(
        people=nomination.household.people,
        proofs=(),
        informed_on=None,
        agreed_on=None,
        delivered_on=delivered_to(nomination.household),
        asked=asked_by(nomination),
        asked_before=_asked_before([nomination]).get(nomination.pk, 0),
        exception_for=nomination.exception_computers,
    )
    return frequency_blocks(facts, day)


def is_served_in_part(nomination: Nomination) -> bool:
    """Say whether one of its machines was handed over."""
    return any(line.state == LineState.SERVED for line in nomination.lines.all())


def has_something(nomination: Nomination) -> bool:
    """Say whether a machine of it is set aside or was handed over."""
    got = {LineState.ALLOCATED, LineState.SERVED}
    return any(line.state in got for line in nomination.lines.all())


def turn(nomination: Nomination) -> tuple[bool, datetime, int]:
    """Give the order in which the nominations of one household count, smallest first.

    First what has a machine set aside or was served in part, then what was sent in first.
    """
    sent_at = nomination.submitted_at or timezone.now()
    return (not has_something(nomination), sent_at, nomination.pk)


def is_past_the_rule(nomination: Nomination, *, asked_before: int | None = None) -> bool:
    """Say whether the rule of frequency stands in its way today.

    `asked_before`: count so many computers asked for before it, instead of those in the database.
    """
    day = timezone.localdate()
    facts = eligibility_facts(nomination, day)
    if asked_before is not None:
        facts = replace(facts, asked_before=asked_before)
    return any(reason.code == "too_frequent" for reason in blocks(facts, day))


def blocks_of(nomination: Nomination, today: date | None = None) -> tuple[Reason, ...]:
    """Name what stands in the way of a nomination on a day; empty when nothing does."""
    day = today or timezone.localdate()
    return blocks(eligibility_facts(nomination, day), day)


def blocks_of_many(
    nominations: Sequence[Nomination], today: date | None = None
) -> dict[int, tuple[Reason, ...]]:
    """Map each nomination's id to what stands in its way: three queries, whatever their number.

    Where households were found to be one with others it takes two more.
    Give them with household and organisation selected, lines and proofs__ground prefetched.
    """
    day = today or timezone.localdate()
    delivered = _delivered_to(each.household for each in nominations)
    left, before = _quotas_left(nominations, day), _asked_before(nominations)
    facts = {
        each.pk: _facts(
            each,
            tuple(delivered[key_of(each.household)]),
            left.get(each.pk),
            before.get(each.pk, 0),
        )
        for each in nominations
    }
    return {pk: blocks(known, day) for pk, known in facts.items()}


def _delivered_to(households: Iterable[Household]) -> defaultdict[int, list[date]]:
    """Map the key of each household to the days on which it received a counted computer."""
    keys = {key_of(each) for each in households}
    # Both columns of one table, and its rows first: over a join no index would serve for "or".
    wanted = among(keys)
    theirs = Household.objects.filter(Q(pk__in=wanted) | Q(known_as__in=wanted)).values("pk")
    household = "allocation__line__nomination__household"
    rows = Handover.objects.filter(
        **{f"{household}__in": theirs}, allocation__device__kind__in=COUNTED_KINDS, returned=None
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    key = Coalesce(F(f"{household}__known_as"), F(household))
    for one, day in rows.annotate(key=key).values_list("key", "handed_over_on"):
        found[one].append(day)
    return found


def _quotas_left(nominations: Sequence[Nomination], today: date) -> dict[int, int]:
    limited = {
        each.pk: each.organisation for each in nominations if each.organisation.quota is not None
    }
    asked = (
        RequestLine.objects.of_households()
        .filter(nomination__submitted_at__date__gte=first_day_of_quarter(today))
        .exclude(nomination__state__in=NOT_COUNTED)
    )
    ours = asked.filter(nomination__organisation__in=set(limited.values()))
    used = dict(ours.values_list("nomination__organisation").annotate(Count("pk")))
    own = dict(asked.filter(nomination__in=limited).values_list("nomination").annotate(Count("pk")))
    return {
        key: (service.quota or 0) - used.get(service.pk, 0) + own.get(key, 0)
        for key, service in limited.items()
    }
