"""Who comes first: the points of a published policy, line by line, and the order they make.

Pure: no database, no clock. A policy is data with a version; the same circumstances under the same
policy on the same day always give the same lines.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from distribution.eligibility import ProofSeen
from distribution.grounds import DEFAULT_GROUNDS
from distribution.months import full_months, months_later

CHILDREN_AT_SCHOOL = "children_at_school"
NO_COMPUTER_AT_HOME = "no_computer_at_home"
SINGLE_PARENT = "single_parent"
ISOLATED_SENIOR = "isolated_senior"
PROJECT = "project"
COMMUNE_NEED = "commune_need"
SERVICE_BALANCE = "service_balance"
WAITING = "waiting"
GROUND = "ground"
"""In place of a ground's code, where points are kept longer than its proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What counts of one household today. `grounds`: codes with a proof that is valid today."""

    grounds: frozenset[str] = frozenset()
    children_at_school: int = 0
    no_computer_at_home: bool = False
    single_parent: bool = False
    isolated_senior: bool = False
    project_on: date | None = None
    commune: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRules:
    """One version of the published policy.

    `points`: by code of a criterion or of a ground. `need_index`: points by REFNIS code.
    `balance`: points by the code of the nominating service.
    """

    version: int
    points: Mapping[str, int] = field(hash=False)
    points_per_month: int
    need_index: Mapping[str, int] = field(default_factory=dict, hash=False)
    balance: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the explanation: the criterion or ground, its points, how often it counted."""

    criterion: str
    points: int
    count: int = 1


def points_of(
    circumstances: Circumstances, rules: PolicyRules, waiting_since: date, today: date
) -> tuple[Point, ...]:
    """Explain the points of one household, line by line, the ground first, waiting last.

    Of several grounds only the one with most points counts: many open the right to another (an
    integration income gives the increased reimbursement), and nobody should be sent to collect
    papers. Children at school count once, since a larger household may already receive more
    machines. A project counts until its day has passed. Waiting counts per full month, without a
    cap, and its line is always there; the others only when they apply.
    """
    facts = _facts_that_apply(circumstances, today)
    months = full_months(waiting_since, today)
    lines = [
        *_best_ground(circumstances.grounds, rules.points),
        *(Point(code, rules.points[code]) for code in facts if rules.points.get(code)),
    ]
    if need := rules.need_index.get(circumstances.commune):
        lines.append(Point(COMMUNE_NEED, need))
    if balance := rules.balance.get(circumstances.service):
        lines.append(Point(SERVICE_BALANCE, balance))
    return (*lines, Point(WAITING, months * rules.points_per_month, months))


def total(points: Iterable[Point]) -> int:
    """Add up the lines of one household."""
    return sum(point.points for point in points)


SortKey = tuple[datetime, int, datetime, str]

_NOT_AHEAD = datetime.max.replace(tzinfo=UTC)


def sort_key(
    *, points: int, submitted_at: datetime, reference: str, ahead_since: datetime | None = None
) -> SortKey:
    """Make the key that puts waiting lines in order, smallest first.

    Ahead of all stand the lines whose allocated device broke, the longest ago first; then most
    points, then earlier submission, then reference. Both times carry their time zone.
    """
    return (ahead_since or _NOT_AHEAD, -points, submitted_at, reference)


def written(key: SortKey) -> bytes:
    """Write a key so that comparing bytes, as every database does it, gives the same order.

    As text it would depend on the collation: PostgreSQL passes over hyphens in most of them.
    """
    ahead_since, against, submitted_at, reference = key
    return "|".join(
        (_moment(ahead_since), f"{_MOST_POINTS + against:010}", _moment(submitted_at), reference)
    ).encode()


def block_of(key: bytes) -> bytes:
    """Cut a written key down to the block it stands in: the same points, and month of submission.

    Blocks stand in the order of their keys, and each is one stretch of the list. The month keeps
    them short where many have the same points.
    """
    return key[:BLOCK]


_MOST_POINTS = 9_999_999_999
BLOCK = len("9999-12-31T23:59:59.999999+00:00|0000000000|2026-11")
"""How many bytes of a written key name its block."""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def changes_on(
    proofs: Collection[ProofSeen], project_on: date | None, waiting_since: date, today: date
) -> date:
    """Give the next day on which time alone may change the points of today.

    That is the day after the project, the first or the day after the last of a proof, or the day
    another month has been waited in full; so there always is one.
    """
    month = months_later(waiting_since, full_months(waiting_since, today) + 1)
    ends = [proof.valid_until for proof in proofs] + ([project_on] if project_on else [])
    begins = [proof.seen_on for proof in proofs]
    days = [month, *begins, *(day + timedelta(days=1) for day in ends if day < date.max)]
    return min(day for day in days if day > today)


def _best_ground(grounds: Iterable[str], points: Mapping[str, int]) -> list[Point]:
    worth = [Point(code, points.get(code, 0)) for code in sorted(grounds)]
    best = max(worth, key=lambda point: point.points, default=None)
    return [best] if best and best.points else []


def _facts_that_apply(circumstances: Circumstances, today: date) -> list[str]:
    project_on = circumstances.project_on
    facts = {
        CHILDREN_AT_SCHOOL: circumstances.children_at_school > 0,
        NO_COMPUTER_AT_HOME: circumstances.no_computer_at_home,
        SINGLE_PARENT: circumstances.single_parent,
        ISOLATED_SENIOR: circumstances.isolated_senior,
        PROJECT: project_on is not None and project_on >= today,
    }
    return [code for code, applies in facts.items() if applies]


DEFAULT_POINTS: dict[str, int] = {
    **{ground.code: ground.points for ground in DEFAULT_GROUNDS},
    CHILDREN_AT_SCHOOL: 10,
    NO_COMPUTER_AT_HOME: 10,
    SINGLE_PARENT: 5,
    ISOLATED_SENIOR: 5,
    PROJECT: 5,
}
"""A starting proposal, for coordinators to discuss, change and publish as their policy.

No law or study gives these numbers. Their proportions are judgement: at DEFAULT_POINTS_PER_MONTH,
a household with nothing but a ground of 5 points overtakes one with the strongest ground and every
circumstance (50 points) once it has waited 23 months longer.
"""

DEFAULT_POINTS_PER_MONTH = 2
"""A starting proposal, as DEFAULT_POINTS."""
