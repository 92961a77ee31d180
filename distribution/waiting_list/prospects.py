"""What would change the points of one household, and when: pure, no database, no clock.

Nothing here is advice. What time alone will do is said with its day; of facts only those that can
be true of this household, and those that count now and may end. Each is taken alone: two at once
may bring less than both, since of several grounds only the best counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.months import full_months, months_later
from distribution.priority import (
    CHILDREN_AT_SCHOOL,
    COMMUNE_NEED,
    ISOLATED_SENIOR,
    NO_COMPUTER_AT_HOME,
    PROJECT,
    SERVICE_BALANCE,
    SINGLE_PARENT,
    WAITING,
    Circumstances,
    PolicyRules,
    points_of,
    total,
)

NOT_GROUNDS = frozenset(
    {CHILDREN_AT_SCHOOL, NO_COMPUTER_AT_HOME, SINGLE_PARENT, ISOLATED_SENIOR, PROJECT}
    | {COMMUNE_NEED, SERVICE_BALANCE, WAITING}
)


class Change(StrEnum):
    """What would change; the first three come by themselves."""

    MONTH = "month"
    PROOF_ENDS = "proof_ends"
    PROJECT_PASSES = "project_passes"
    RENEWED = "proof_renewed"  # of a ground whose proof has ended
    OTHER_GROUND = "other_ground"  # which one isn't said: a list of them would be an invitation
    BEGINS = "begins"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Prospect:
    """One change, the points it alone would bring (less than 0: cost), and its day if it has one.

    `criterion` is empty for a ground that nobody proved. `on`: the first day that counts so.
    """

    change: Change
    criterion: str
    points: int
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of one household on a day. `provable`: the grounds that can be proved now."""

    circumstances: Circumstances
    proofs: tuple[ProofSeen, ...]
    provable: frozenset[str]
    adults: int
    children: int
    waiting_since: date
    today: date


def prospects(it: Situation, rules: PolicyRules) -> tuple[Prospect, ...]:
    """List what would change the points: what time does by its day, then gains, then losses."""
    dated = [*_month(it, rules), *_proof_ends(it, rules), *_project_passes(it, rules)]
    undated = [*_grounds(it, rules), *_begins(it, rules), *_ends(it, rules)]
    return (
        *sorted(dated, key=lambda each: (each.on or date.max, -each.points)),
        *sorted((each for each in undated if each.points > 0), key=lambda each: -each.points),
        *sorted((each for each in undated if each.points < 0), key=lambda each: each.points),
    )


def _difference(it: Situation, rules: PolicyRules, then: Circumstances) -> int:
    now, other = (
        total(points_of(facts, rules, it.waiting_since, it.today))
        for facts in (it.circumstances, then)
    )
    return other - now


def _month(it: Situation, rules: PolicyRules) -> list[Prospect]:
    if not rules.points_per_month:
        return []
    months = full_months(it.waiting_since, it.today) + 1
    day = months_later(it.waiting_since, months)
    return [Prospect(Change.MONTH, WAITING, rules.points_per_month, day)]


def _proof_ends(it: Situation, rules: PolicyRules) -> list[Prospect]:
    """Find the first day on which the end of a proof costs points, if it isn't renewed."""
    held = sorted(
        (proof for proof in it.proofs if proof.is_valid_on(it.today)),
        key=lambda proof: proof.valid_until,
    )
    for proof in held:
        if proof.valid_until < date.max:
            day = proof.valid_until + timedelta(days=1)
            then = replace(it.circumstances, grounds=grounds_valid_on(it.proofs, day))
            if (points := _difference(it, rules, then)) < 0:
                return [Prospect(Change.PROOF_ENDS, proof.ground, points, day)]
    return []


def _project_passes(it: Situation, rules: PolicyRules) -> list[Prospect]:
    day = it.circumstances.project_on
    if day is None or not it.today <= day < date.max:
        return []
    points = _difference(it, rules, replace(it.circumstances, project_on=None))
    after = day + timedelta(days=1)
    return [Prospect(Change.PROJECT_PASSES, PROJECT, points, after)] if points else []


def _grounds(it: Situation, rules: PolicyRules) -> Iterator[Prospect]:
    """Tell what proofs that have ended would bring again, and what another ground might."""
    now = it.circumstances.grounds
    ended = {proof.ground for proof in it.proofs} & it.provable - now
    for code in sorted(ended):
        if (points := _with_grounds(it, rules, [code])) > 0:
            yield Prospect(Change.RENEWED, code, points)
    others = it.provable - now - ended - NOT_GROUNDS
    if (points := _with_grounds(it, rules, others)) > 0:
        yield Prospect(Change.OTHER_GROUND, "", points)


def _with_grounds(it: Situation, rules: PolicyRules, codes: Iterable[str]) -> int:
    grounds = it.circumstances.grounds.union(codes)
    return _difference(it, rules, replace(it.circumstances, grounds=grounds))


def _begins(it: Situation, rules: PolicyRules) -> Iterator[Prospect]:
    """Tell what facts would bring that don't count now, and that this household can have."""
    facts, alone = it.circumstances, it.adults == 1
    has_project = facts.project_on is not None and facts.project_on >= it.today
    possible = {
        CHILDREN_AT_SCHOOL: it.children > 0 and not facts.children_at_school,
        NO_COMPUTER_AT_HOME: not facts.no_computer_at_home,
        SINGLE_PARENT: not facts.single_parent and alone and it.children > 0,
        ISOLATED_SENIOR: not facts.isolated_senior and alone and not it.children,
        PROJECT: not has_project,
    }
    for code, can_be in possible.items():
        if can_be and rules.points.get(code):
            yield Prospect(Change.BEGINS, code, rules.points[code])


def _ends(it: Situation, rules: PolicyRules) -> Iterator[Prospect]:
    """Tell what would be lost if a fact that counts now were no longer so."""
    may_end = NOT_GROUNDS - {PROJECT, WAITING}
    for point in points_of(it.circumstances, rules, it.waiting_since, it.today):
        if point.criterion in may_end:
            yield Prospect(Change.ENDS, point.criterion, -point.points)
