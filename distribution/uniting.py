"""Uniting: decide whether two rows are one household, and what follows; decide anew, and undo it.

One household waits once. From the decision on, what either row received and asks for counts
together. Each nomination stays its own service's; the first sent in goes on, or the one that a
machine is set aside for, and waits since the earlier date. Others go on beside it as far as the
rule of frequency lets the household have what they ask for; past that they are closed as already
nominated or served, a decision that their service may have reviewed. The services learn that the
household is known, and since when: never by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.entitlement import (
    asked_by,
    delivered_to,
    has_something,
    is_past_the_rule,
    is_served_in_part,
    turn,
)
from distribution.informing import tell
from distribution.lifecycle import Step, reasons_against
from distribution.models import (
    Household,
    Nomination,
    PairDecision,
    PossibleDuplicate,
    RequestLine,
)
from distribution.nominations.deciding import reviewed_by_another
from distribution.nominations.nominating import start_waiting
from distribution.one_household import CLOSED_AS, earliest, first_sent_in, rows_of_one, sent_in
from distribution.verdicts import FITTING, PairReason, PairState
from distribution.waiting_list.ranking import rank
from distribution.words import Decision, LineState, NominationState, NoticeCode
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused


class PairRefused(Refused):
    """A decision on a pair that the rules refuse; `reasons` names every unmet condition."""


@dataclass(frozen=True)
class Verdict:
    """What a coordinator says of a pair: one or two, for a coded reason, and more in words."""

    state: PairState
    because: PairReason
    words: str = ""


@dataclass(frozen=True)
class Side:
    """One of the two before they are one: its rows, what it waits for, what others may learn."""

    rows: frozenset[int]
    told: list[Nomination]  # the newest of each row that waits or was served
    known: dict[str, Any] | None  # facts for the other side's services; None: nothing to learn


@transaction.atomic
def decide_pair(
    pair: PossibleDuplicate, verdict: Verdict, *, actor: Membership, seen: int | None = None
) -> PairDecision:
    """Decide on a pair, or decide anew, and let follow what follows. Raises PairRefused.

    `seen`: the id of the newest decision that the actor saw, 0 for none; whoever has not seen the
    newest is refused.
    """
    next_number("pair decisions")  # one at a time: two of them may be about one household
    pair = _locked_pair(pair)
    against = [*_decided_meanwhile(pair, seen), *_against(pair, verdict)]
    if against:
        raise PairRefused(*against)
    closed: list[str] = []
    if verdict.state is PairState.SAME:
        closed = _unite(pair, actor)
    elif pair.state == PairState.SAME and pair.second_id not in rows_of_one(
        pair.first_id, but=pair
    ):
        _part(pair, actor)  # else they stay one by other decisions, until the last of these goes
    decided = PairDecision.objects.create(
        pair=pair,
        state=verdict.state,
        because=verdict.because,
        words=verdict.words.strip(),
        decided_by=actor,
        closed=closed,
    )
    PossibleDuplicate.objects.filter(pk=pair.pk).update(
        state=verdict.state, is_open=False, decided_at=decided.decided_at
    )
    facts = {"pair": verdict.state, "reason": verdict.because}
    record(actor, "duplicate.decided", pair.reference, **facts)
    return decided


def _locked_pair(pair: PossibleDuplicate) -> PossibleDuplicate:
    found = PossibleDuplicate.objects.select_for_update().filter(pk=pair.pk).first()
    if found is None:
        message = _("An agreement was withdrawn a moment ago: there is nothing to decide any more.")
        raise PairRefused(Reason("gone", message))
    return found


def _decided_meanwhile(pair: PossibleDuplicate, seen: int | None) -> list[Reason]:
    newest = pair.decisions.select_related("decided_by__user").order_by("-pk").first()
    if seen is None or newest is None or newest.pk == seen:
        return []
    message = _("%(name)s has decided on it meanwhile: %(decision)s. Look at that first.")
    told = {"name": newest.decided_by.user.name, "decision": newest.get_state_display()}
    return [Reason("decided_meanwhile", message, told)]


def _against(pair: PossibleDuplicate, verdict: Verdict) -> list[Reason]:
    if verdict.because not in FITTING.get(verdict.state, ()):
        message = _("Choose a reason that goes with the decision.")
        return [Reason("reason_unfit", message)]
    if pair.state == verdict.state:
        return [Reason("decided_so", _("It is decided so already."))]
    return _decided_apart(pair) if verdict.state is PairState.SAME else []


def _decided_apart(pair: PossibleDuplicate) -> list[Reason]:
    rows = rows_of_one(pair.first_id) | rows_of_one(pair.second_id)
    apart = PossibleDuplicate.objects.filter(
        first__in=rows, second__in=rows, state=PairState.DIFFERENT
    )
    others = [each.reference for each in apart.exclude(pk=pair.pk).order_by("pk")]
    if not others:
        return []
    message = _(
        "Some of these were found to be two households: decide on %(pairs)s anew before this."
    )
    return [Reason("decided_apart", message, {"pairs": ", ".join(others)})]


def _side(rows: frozenset[int]) -> Side:
    waiting = list(sent_in(rows))
    served = Nomination.objects.filter(household__in=rows, state=NominationState.SERVED)
    newest: dict[int, Nomination] = {}
    for each in (*served.select_related("organisation").order_by("submitted_at", "pk"), *waiting):
        newest[each.household_id] = each
    delivered = [day for row in Household.objects.filter(pk__in=rows) for day in delivered_to(row)]
    known: dict[str, Any] | None = None
    if delivered:
        known = {"is_served": True, "on": max(delivered).isoformat()}
    elif waiting and waiting[0].submitted_at:
        known = {"on": timezone.localdate(waiting[0].submitted_at).isoformat()}
    return Side(rows, list(newest.values()), known)


def _unite(pair: PossibleDuplicate, actor: Membership) -> list[str]:
    sides = _side(rows_of_one(pair.first_id)), _side(rows_of_one(pair.second_id))
    rows = sides[0].rows | sides[1].rows
    nominations = _locked(rows)
    was_past = {each.pk: is_past_the_rule(each) for each in nominations}
    key = min(rows)
    Household.objects.filter(pk__in=rows).update(known_as=key)
    since, asked, closed = earliest(rows), 0, []
    for each in sorted(nominations, key=turn):
        each.household.known_as_id = key
        # What was served in part stays: the rule itself stops the rest of it.
        may_close = not was_past[each.pk] and not is_served_in_part(each)
        if may_close and is_past_the_rule(each, asked_before=asked):
            _close(each, actor)
            closed.append(each.reference)
        else:
            asked += asked_by(each)
            _wait_since(each, since, actor)
    if sides[0].rows != sides[1].rows:  # else they were one before, and nothing is news
        _tell_both(sides, closed)
    return closed


def _tell_both(sides: tuple[Side, Side], closed: list[str]) -> None:
    for mine, other in (sides, sides[::-1]):
        if other.known is None:
            continue
        for each in mine.told:
            facts = {"is_closed": each.reference in closed, **other.known}
            if each.reference in closed and each.review_asked_at is not None:
                facts["is_final"] = True
            if each.state == NominationState.SERVED:
                facts["was_served"] = True
            tell(each, NoticeCode.KNOWN, **facts)


def _locked(rows: frozenset[int]) -> list[Nomination]:
    """Lock lines, then nominations, as an allocation does: none comes between what is read here."""
    lines = RequestLine.objects.filter(nomination__household__in=rows)
    list(lines.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return list(sent_in(rows).select_for_update(of=("self",)))


def _close(nomination: Nomination, actor: Membership) -> None:
    """Reject what one household may not wait for twice. Raises PairRefused."""
    against = [*reasons_against(Step.UNITE, nomination.state)]
    against += reviewed_by_another(nomination, actor)
    if has_something(nomination):
        message = _(
            "Together they would receive more than the rule allows: release the machine that is "
            "set aside for %(reference)s first, or ask for an exception for it."
        )
        against.append(Reason("set_aside", message, {"reference": nomination.reference}))
    if against:
        raise PairRefused(*against)
    served = bool(delivered_to(nomination.household))
    nomination.decision = Decision.ALREADY_SERVED if served else Decision.ALREADY_NOMINATED
    nomination.decided_by, nomination.decided_at = actor, timezone.now()
    nomination.state = NominationState.REJECTED
    nomination.save(update_fields=["decision", "decided_by", "decided_at", "state"])
    nomination.lines.filter(state=LineState.WAITING).update(state=LineState.DRAFT)
    rank(nomination)
    record(actor, "nomination.decided", nomination.reference, decision=nomination.decision)


def _wait_since(nomination: Nomination, since: datetime | None, actor: Membership) -> None:
    """Let lines that wait or have a machine set aside wait since a date; others are to come."""
    lines = nomination.lines.filter(state__in=[LineState.WAITING, LineState.ALLOCATED])
    if since is not None and lines.exclude(waiting_since=since).update(waiting_since=since):
        rank(nomination)
        record(actor, "nomination.date_kept", nomination.reference)


def _part(pair: PossibleDuplicate, actor: Membership) -> None:
    """Undo what followed: each counts apart, with its own date; what was closed is open again."""
    sides = [rows_of_one(end, but=pair) for end in (pair.first_id, pair.second_id)]
    for rows in sides:
        key = min(rows) if len(rows) > 1 else None
        Household.objects.filter(pk__in=rows).update(known_as=key)
    opened = _open_again(_closed_across(*sides), actor)
    for rows in sides:
        nominations, since = _locked(rows), first_sent_in(rows)
        for each in nominations:
            _wait_since(each, since, actor)
            tell(each, NoticeCode.COUNTS_APART, is_open_again=each.reference in opened)


def _closed_across(one: frozenset[int], other: frozenset[int]) -> Q:
    """Find what any decision that joined the two sides closed, unless it was rejected since."""
    joined = Q(pair__first__in=one, pair__second__in=other)
    joined |= Q(pair__first__in=other, pair__second__in=one)
    decisions = PairDecision.objects.filter(joined, state=PairState.SAME)
    found = Q(pk__in=[])
    for decision in decisions:
        found |= Q(reference__in=decision.closed, decided_at__lte=decision.decided_at)
    return found


def _open_again(closed_so: Q, actor: Membership) -> list[str]:
    """Open what was closed, unless somebody has dealt with it since."""
    closed = Nomination.objects.filter(
        closed_so, state=NominationState.REJECTED, decision__in=CLOSED_AS
    )
    rows = list(closed.select_related("household").select_for_update(of=("self",)).order_by("pk"))
    for each in rows:
        each.decision, each.decided_by, each.decided_at = "", None, None
        each.state = NominationState.SUBMITTED
        each.save(update_fields=["decision", "decided_by", "decided_at", "state"])
        if each.lines.filter(waiting_since__isnull=False).exists():
            start_waiting(each)
        record(actor, "nomination.reopened", each.reference)
    return [each.reference for each in rows]
