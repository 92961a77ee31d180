"""Read side: what would change the place of a nomination's lines, and how long they may still wait.

A place under other points is looked up as any place is: by a key at which nobody need stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from distribution.circumstances import circumstances_of, proofs_seen, rules_of
from distribution.models import Ground, Nomination, Policy, Proof
from distribution.priority import PolicyRules, written
from distribution.waiting_list.expected_wait import ExpectedWait, expected_wait
from distribution.waiting_list.places import WaitingLine
from distribution.waiting_list.prospects import Prospect, Situation, prospects
from distribution.waiting_list.ranking import key_of
from distribution.waiting_list.tally import ALL, before_keys
from distribution.waiting_list.usual_waits import Wait


@dataclass(frozen=True)
class Ahead:
    """One change, and the points and places that the line would have if nothing else moved."""

    prospect: Prospect
    points: int
    place: int
    place_for_kind: int


@dataclass(frozen=True)
class Outlook:
    """What would change one line's place; and its wait, None without enough deliveries.

    `other_kinds`: for each kind that it takes as well, in its order, its place among those that ask
    for that one first.
    """

    ahead: tuple[Ahead, ...]
    wait: ExpectedWait | None
    other_kinds: tuple[tuple[str, int], ...] = ()


def outlooks(
    nomination: Nomination,
    found: Mapping[int, WaitingLine],
    policy: Policy | None,
    waits: Mapping[str, Wait],
) -> dict[int, Outlook]:
    """Map the id of each waiting line to its outlook; four queries, whatever their number."""
    if not found:
        return {}
    seen = Prefetch("proofs", Proof.objects.select_related("ground"))
    prefetch_related_objects([nomination], seen)
    rules, today = rules_of(policy), timezone.localdate()
    provable = frozenset(Ground.objects.active_on(today).values_list("code", flat=True))
    ahead = {
        pk: _prospects(nomination, waiting, rules, provable, today) for pk, waiting in found.items()
    }
    asked = [
        (kind, _key(found[pk], found[pk].total + each.points))
        for pk, all_of_it in ahead.items()
        for each in all_of_it
        for kind in (ALL, found[pk].kind)
    ]
    beside = {
        pk: [(kind, _key(waiting, waiting.total)) for kind in waiting.line.kinds[1:]]
        for pk, waiting in found.items()
    }
    before = before_keys([*asked, *chain.from_iterable(beside.values())])
    return {
        pk: Outlook(
            tuple(_ahead(found[pk], each, before) for each in all_of_it),
            _wait(found[pk], waits),
            tuple((spot[0], before[spot] + 1) for spot in beside[pk]),
        )
        for pk, all_of_it in ahead.items()
    }


def _prospects(
    nomination: Nomination,
    waiting: WaitingLine,
    rules: PolicyRules,
    provable: frozenset[str],
    today: date,
) -> tuple[Prospect, ...]:
    began, household = waiting.line.waiting_since, nomination.household
    situation = Situation(
        circumstances=circumstances_of(nomination, today),
        proofs=proofs_seen(nomination),
        provable=provable,
        adults=household.adults,
        children=household.children,
        waiting_since=timezone.localdate(began) if began else today,
        today=today,
    )
    return prospects(situation, rules)


def _key(waiting: WaitingLine, points: int) -> bytes:
    return written(key_of(waiting.line, points))


def _ahead(
    waiting: WaitingLine, prospect: Prospect, before: Mapping[tuple[str, bytes], int]
) -> Ahead:
    points = waiting.total + prospect.points
    key = _key(waiting, points)
    # Behind its own place the line itself is among those counted.
    itself = int(_key(waiting, waiting.total) < key)
    all_of_them, of_kind = (before[kind, key] + 1 - itself for kind in (ALL, waiting.kind))
    return Ahead(prospect, points, all_of_them, of_kind)


def _wait(waiting: WaitingLine, waits: Mapping[str, Wait]) -> ExpectedWait | None:
    usual = waits.get(waiting.kind)
    return expected_wait(usual.count, waiting.place_for_kind) if usual else None
