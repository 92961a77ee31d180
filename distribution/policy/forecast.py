"""Read side: who would move, and how far, if the draft of the policy were published today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from distribution.circumstances import current_policy, rules_of
from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.models import Proof, RequestLine
from distribution.policy.movement import Movement, Standing, compare
from distribution.priority import Circumstances, PolicyRules, points_of, sort_key, total
from distribution.waiting_list.ranking import stands_since

MOST_NAMED = 50  # of those who move furthest, each way
TOLD_AFTER = 500


class _Row(NamedTuple):
    """What counts of one waiting line, in the order of the query below."""

    nomination: int
    reference: str
    number: int
    submitted_at: datetime | None
    created_at: datetime
    waiting_since: datetime | None
    ahead_since: datetime | None
    children_at_school: int
    no_computer_at_home: bool
    single_parent: bool
    isolated_senior: bool
    project_on: date | None
    commune: str
    service: str


COLUMNS = (
    *("nomination", "nomination__reference", "number", "nomination__submitted_at"),
    *("nomination__created_at", "waiting_since", "ahead_since"),
    *("nomination__household__children_at_school", "nomination__no_computer_at_home"),
    *("nomination__single_parent", "nomination__isolated_senior", "nomination__project_on"),
    *("nomination__household__commune", "nomination__organisation__code"),
)


def movement_under(
    rules: PolicyRules,
    today: date | None = None,
    say: Callable[[int], None] = lambda _compared: None,
) -> Movement:
    """Compare the places of all waiting lines under the policy in force and under other rules.

    Two queries and plain columns: models would cost three times as much. Both orders are worked
    out by the rule itself, so nothing has to be ranked before, and nothing is written. `say` is
    told after every few hundred lines how many are compared.
    """
    day, now = today or timezone.localdate(), rules_of(current_policy())
    lines: list[Standing] = []
    for line in _standings(now, rules, day):
        lines.append(line)
        if len(lines) % TOLD_AFTER == 0:
            say(len(lines))
    return compare(lines, MOST_NAMED)


def _standings(now: PolicyRules, then: PolicyRules, today: date) -> Iterator[Standing]:
    proofs = _proofs_by_nomination()
    for values in RequestLine.objects.waiting().order_by().values_list(*COLUMNS):
        row = _Row(*values)
        counts = _circumstances(row, grounds_valid_on(proofs[row.nomination], today))
        began = timezone.localdate(row.waiting_since) if row.waiting_since else today
        before = total(points_of(counts, now, began, today))
        after = total(points_of(counts, then, began, today))
        since = stands_since(row.waiting_since, row.submitted_at, row.created_at)
        reference = f"{row.reference}/{row.number}"
        keys = [
            sort_key(
                points=points,
                submitted_at=since,
                reference=reference,
                ahead_since=row.ahead_since,
            )
            for points in (before, after)
        ]
        yield Standing(row.reference, row.number, keys[0], keys[1])


def _circumstances(row: _Row, grounds: frozenset[str]) -> Circumstances:
    return Circumstances(
        grounds=grounds,
        children_at_school=row.children_at_school,
        no_computer_at_home=row.no_computer_at_home,
        single_parent=row.single_parent,
        isolated_senior=row.isolated_senior,
        project_on=row.project_on,
        commune=row.commune,
        service=row.service,
    )


def _proofs_by_nomination() -> dict[int, list[ProofSeen]]:
    waiting = RequestLine.objects.waiting().values("nomination")
    rows = Proof.objects.filter(nomination__in=waiting).order_by()
    found: dict[int, list[ProofSeen]] = defaultdict(list)
    columns = ("nomination", "ground__code", "seen_on", "valid_until")
    for nomination, ground, seen_on, valid_until in rows.values_list(*columns):
        proof = ProofSeen(ground=ground, seen_on=seen_on, valid_until=valid_until)
        found[nomination].append(proof)
    return found
