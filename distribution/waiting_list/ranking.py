"""Keep the order of the waiting list: each line's place, written anew when what counts changes.

An act on a nomination ranks it as its last word (`rank`), while it holds the nomination's row: so
two acts rank one after the other, and the second sees what the first wrote. What time or a new
policy changes is ranked by whoever reads the list first (`rank_due`), or at night (`rank_all`);
what a task is ranking already, and is too much for a page, is waited for (`NotYet`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.circumstances import circumstances_of, current_policy, proofs_seen, rules_of
from distribution.models import Household, Nomination, Policy, Proof, RequestLine, WaitingPlace
from distribution.models.place import NOT_RANKED
from distribution.priority import (
    PolicyRules,
    SortKey,
    changes_on,
    points_of,
    sort_key,
    total,
    written,
)
from distribution.waiting_list.tallying import Spot, gather, note, recount
from distribution.words import LineState
from refurb.jobs.models import UNDER_WAY, Job
from refurb.reasons import NotYet, Reason

RANKING = "ranking"  # the kind of long work that ranks the whole list
AT_ONCE = 500
MOST_AT_ONCE = 2_000  # that a page ranks itself: less than a second
MOST_NOTES = 20_000  # of the tally, before they are gathered
COLUMNS = ("key", "kind", "points", "because", "policy_version", "changes_on")


def with_circumstances(lines: QuerySet[RequestLine]) -> QuerySet[RequestLine]:
    """Read along what the place of a line depends on: two queries, whatever their number."""
    proofs = Prefetch("nomination__proofs", Proof.objects.select_related("ground"))
    rows = lines.select_related("nomination__household", "nomination__organisation")
    return rows.prefetch_related(proofs)


def stands_since(
    waiting_since: datetime | None, submitted_at: datetime | None, created_at: datetime
) -> datetime:
    """Give the moment that decides between equal points.

    That is its own submission, or that of a nomination of the same household before it.
    """
    return waiting_since or submitted_at or created_at


def key_of(line: RequestLine, points: int) -> SortKey:
    """Give the key by which a line with these points stands in the list."""
    nomination = line.nomination
    return sort_key(
        points=points,
        submitted_at=stands_since(
            line.waiting_since, nomination.submitted_at, nomination.created_at
        ),
        reference=f"{nomination.reference}/{line.number}",
        ahead_since=line.ahead_since,
    )


def place_of(line: RequestLine, rules: PolicyRules, today: date) -> WaitingPlace:
    """Work out a line's place on a day; it is not saved."""
    nomination = line.nomination
    began = timezone.localdate(line.waiting_since) if line.waiting_since else today
    because = points_of(circumstances_of(nomination, today), rules, began, today)
    return WaitingPlace(
        line=line,
        key=written(key_of(line, total(because))),
        kind=line.kinds[0],
        points=total(because),
        because=[[point.criterion, point.points, point.count] for point in because],
        policy_version=rules.version,
        changes_on=changes_on(proofs_seen(nomination), nomination.project_on, began, today),
    )


def rank(nomination: Nomination) -> None:
    """Let its waiting lines stand where they belong, and its others nowhere.

    Called last in an act, once that has written or locked the nomination's row.
    """
    rank_several([nomination.pk])


def rank_several(nominations: Collection[int]) -> None:
    """Let the lines of several nominations, by id, stand where they belong."""
    waiting = RequestLine.objects.waiting().filter(nomination__in=nominations)
    lines = list(with_circumstances(waiting))
    placed = WaitingPlace.objects.filter(line__nomination__in=nominations)
    locked = placed.order_by("pk").select_for_update(of=("self",))
    before = locked.values_list("kind", "key")
    stood = [Spot(kind, bytes(key)) for kind, key in before]
    placed.exclude(line__in=[line.pk for line in lines]).delete()
    rules, today = rules_of(current_policy() if lines else None), timezone.localdate()
    _write([place_of(line, rules, today) for line in lines], stood)


def outdate(household: Household) -> None:
    """Have every line of a household ranked anew before the list is read again."""
    theirs = WaitingPlace.objects.filter(line__nomination__household=household)
    theirs.update(changes_on=NOT_RANKED)


def due_places(today: date) -> QuerySet[WaitingPlace]:
    """Keep the places that time or a new policy has changed."""
    newest = Subquery(Policy.objects.order_by("-version").values("version")[:1])
    return WaitingPlace.objects.filter(Q(changes_on__lte=today) | Q(policy_version__lt=newest))


def rank_due(today: date | None = None, *, patiently: bool = False) -> Policy | None:
    """Rank what time or a new policy has changed; give the policy under which all stand now.

    Raises NotYet while a task ranks thousands by a new policy: a page must not wait for minutes.
    Tasks do, `patiently`: they rank along.

    Whoever reads the list asks this first. Nothing to do costs nothing: the query that finds the
    policy looks up the least of two indexes besides. (Asked whether any place is due, PostgreSQL
    reads them all: it takes a third of them to be.)
    """
    day = today or timezone.localdate()
    soonest, oldest = (
        Subquery(WaitingPlace.objects.order_by(column).values(column)[:1])
        for column in ("changes_on", "policy_version")
    )
    policies = Policy.objects.annotate(soonest=soonest, oldest=oldest)
    policy = policies.order_by("-version").first()
    if policy is None or _is_due(policy.soonest, policy.oldest, day, policy.version):
        if not patiently:
            _refuse_to_wait(day)
        _rank_places(due_places(day), day, lambda _ranked: None)
        while _waits_for_others(day):
            _rank_places(due_places(day), day, lambda _ranked: None)
    return policy


def _refuse_to_wait(today: date) -> None:
    """Raise NotYet while somebody is heard of who ranks more than a page can wait for."""
    job = Job.objects.filter(kind=RANKING, state__in=UNDER_WAY).order_by("-pk").first()
    if job is None or job.is_silent or not due_places(today)[MOST_AT_ONCE:].exists():
        return
    message = _("The waiting list is being ranked anew: %(done)s of %(total)s lines are done.")
    raise NotYet(Reason("being_ranked", message, {"done": job.done, "total": job.total}))


def _waits_for_others(today: date) -> bool:
    """Wait for whoever else is ranking what is due, and say whether anything still is.

    One place at a time is waited for: whoever holds one and waits for several can be waited for.
    """
    with transaction.atomic():
        first = due_places(today).order_by("pk").select_for_update().values_list("pk", flat=True)
        return first.first() is not None


def _is_due(soonest: date | None, oldest: int | None, today: date, version: int) -> bool:
    return soonest is not None and oldest is not None and (soonest <= today or oldest < version)


def rank_all(today: date | None = None, say: Callable[[int], None] = lambda _ranked: None) -> int:
    """Rank every waiting line, those nobody ranked too, and count anew; return how many that was.

    `say` is told after every few hundred how many are done.
    """
    _mend()
    ranked = _rank_places(WaitingPlace.objects.all(), today or timezone.localdate(), say)
    recount()
    gather()
    return ranked


def _mend() -> None:
    """Give a place to lines that wait without one, and take it from those that don't wait."""
    without = Q(lines__in=RequestLine.objects.waiting().filter(waiting_place=None))
    beyond = Q(
        lines__in=RequestLine.objects.exclude(waiting_place=None).exclude(state=LineState.WAITING)
    )
    wrong = Nomination.objects.filter(without | beyond).order_by("pk").values_list("pk", flat=True)
    for pk in list(wrong.distinct()):
        with transaction.atomic():
            rank(Nomination.objects.select_for_update().get(pk=pk))


def _rank_places(places: QuerySet[WaitingPlace], today: date, say: Callable[[int], None]) -> int:
    rules, ranked, last, noted = rules_of(current_policy()), 0, 0, 0
    while True:
        with transaction.atomic():
            # First the lock, then the facts: an act that changes them meanwhile ranks after this,
            # and one that holds a place at this moment ranks it itself.
            some = places.filter(pk__gt=last).order_by("pk").select_for_update(skip_locked=True)
            locked = {place.pk: place for place in some[:AT_ONCE]}
            lines = with_circumstances(RequestLine.objects.filter(pk__in=locked))
            now = [place_of(line, rules, today) for line in lines]
            # What stands as it stood is not written: most nights that is nearly all.
            moved = [place for place in now if _differs(place, locked[place.pk])]
            stood = [locked[place.pk] for place in moved]
            noted += _write(moved, [Spot(place.kind, bytes(place.key)) for place in stood])
        if noted >= MOST_NOTES:
            gather()
            noted = 0
        if not locked:
            return ranked
        ranked, last = ranked + len(locked), max(locked)
        say(ranked)


def _differs(place: WaitingPlace, stood: WaitingPlace) -> bool:
    return any(getattr(place, name) != getattr(stood, name) for name in COLUMNS)


def _write(places: Sequence[WaitingPlace], stood: Sequence[Spot]) -> int:
    """Write places and what that changes of the tally; `stood`: where the same lines were."""
    WaitingPlace.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["line"], update_fields=COLUMNS
    )
    return note(stood, [Spot(place.kind, bytes(place.key)) for place in places])
