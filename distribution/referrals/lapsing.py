"""Let referrals lapse that nobody answers or sends, and remind the place before.

No person does this: trail and history name nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from distribution.models import Referral
from distribution.referrals.course import (
    REMINDED_BEFORE,
    Patience,
    Waiting,
    is_due,
    lapses_on,
    reminds_on,
)
from distribution.referrals.mailing import remind_place
from distribution.referrals.referring import end_by_time
from distribution.words import ReferralOutcome, ReferralState
from refurb.audit.models import record_several

OUTCOMES_OF_TIME = {
    ReferralState.SENT: ReferralOutcome.NOT_ANSWERED,
    ReferralState.PROPOSED: ReferralOutcome.NOT_SENT,
}


def lapse_day(referral: Referral) -> date | None:
    """Give the day on which a referral lapses if nobody sees to it; None where that can't be.

    A place that should have been reminded before is taken to be reminded today.
    """
    facts, today = _facts(referral), timezone.localdate()
    first = reminds_on(facts, _patience())
    if first is not None and first < today and facts.reminded_on is None:
        facts = replace(facts, reminded_on=today)
    return lapses_on(facts, _patience())


def _facts(referral: Referral) -> Waiting:
    return Waiting(
        state=referral.state,
        proposed_on=timezone.localdate(referral.created_at),
        sent_on=_day(referral.sent_at),
        reminded_on=_day(referral.reminded_at),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _patience() -> Patience:
    return Patience(settings.REFERRAL_ANSWER_DAYS, settings.REFERRAL_SEND_DAYS)


def watch_referrals(today: date | None = None) -> tuple[int, int]:
    """Remind places whose answer is due, and let lapse what is; return how many of each.

    Meant to run every night; running it twice changes nothing.
    """
    day = today or timezone.localdate()
    waiting = list(_waiting_long(day))
    by_place: defaultdict[int, list[Referral]] = defaultdict(list)
    for each in waiting:
        first = reminds_on(_facts(each), _patience())
        place = each.organisation_id
        if place and each.reminded_at is None and first is not None and first <= day:
            by_place[place].append(each)
    reminded = sum(_remind(place, rows, day) for place, rows in by_place.items())
    due = [each for each in waiting if is_due(_facts(each), _patience(), day)]
    return reminded, sum(lapse(each, day) for each in due)


def _waiting_long(day: date) -> QuerySet[Referral]:
    """List what may be due; the rule decides."""
    given = _patience()
    answered_by = day - timedelta(days=given.answer_days) + REMINDED_BEFORE
    sent_by = day - timedelta(days=given.send_days)
    sent = Q(state=ReferralState.SENT, sent_at__date__lte=answered_by)
    proposed = Q(state=ReferralState.PROPOSED, created_at__date__lte=sent_by)
    return Referral.objects.filter(sent | proposed).select_related("nomination").order_by("pk")


@transaction.atomic
def _remind(place: int, referrals: Collection[Referral], day: date) -> int:
    """Remind one place of what it has to answer, in one mail; return of how many."""
    rows = Referral.objects.select_for_update(of=("self",)).filter(
        pk__in=[each.pk for each in referrals], state=ReferralState.SENT, reminded_at=None
    )
    due = list(rows.select_related("nomination"))
    if not due:
        return 0
    Referral.objects.filter(pk__in=[each.pk for each in due]).update(reminded_at=timezone.now())
    told = [replace(_facts(each), reminded_on=day) for each in due]
    until = min(filter(None, (lapses_on(each, _patience()) for each in told)))
    reminder = partial(remind_place.enqueue, place, len(due), until.isoformat())
    transaction.on_commit(reminder, robust=True)
    about = [(each.nomination.reference, {"aftercare": each.service}) for each in due]
    record_several(None, "referral.reminded", about)
    return len(due)


@transaction.atomic
def lapse(referral: Referral, day: date) -> bool:
    """Withdraw a referral that is due; False for one that somebody saw to a moment ago."""
    rows = Referral.objects.select_for_update(of=("self",))
    locked = rows.select_related("nomination__organisation", "organisation").get(pk=referral.pk)
    if not is_due(_facts(locked), _patience(), day):
        return False
    end_by_time(locked, OUTCOMES_OF_TIME[ReferralState(locked.state)])
    return True
