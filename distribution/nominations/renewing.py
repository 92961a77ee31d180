"""Proofs while a household waits: seen, reminded of, renewed; else the wait expires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.circumstances import proofs_seen
from distribution.eligibility import (
    DAYS_AFTER_REMINDER,
    DAYS_BEFORE_END,
    grounds_valid_on,
)
from distribution.informing import tell
from distribution.lifecycle import SENT, Step
from distribution.models import Nomination, Proof
from distribution.nominations.nominating import NominationRefused, lock_for
from distribution.waiting_list.ranking import rank
from distribution.words import LineState, NominationState, NoticeCode
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason


@transaction.atomic
def add_proof(nomination: Nomination, proof: Proof, *, actor: Membership) -> Proof:
    """Record a proof as seen on an open nomination. Raises NominationRefused."""
    nomination = lock_for(Step.PROVE, nomination)
    proof.nomination, proof.seen_by = nomination, actor
    proof.save()
    today = timezone.localdate()
    if proof.seen_on <= today and proof.valid_until > today + timedelta(days=DAYS_BEFORE_END):
        nomination.proof_reminded_on = None
        nomination.save(update_fields=["proof_reminded_on"])
    rank(nomination)
    record(actor, "nomination.proof_seen", nomination.reference, ground=proof.ground.code)
    return proof


@transaction.atomic
def remind(nomination: Nomination, today: date) -> bool:
    """Tell the service that its last proof runs out, or that none was seen; False: not needed."""
    nomination = lock_for(Step.PROVE, nomination)
    last = nomination.proofs.aggregate(last=Max("valid_until"))["last"]
    soon = today + timedelta(days=DAYS_BEFORE_END)
    if nomination.proof_reminded_on is not None or (last is not None and last > soon):
        return False
    nomination.proof_reminded_on = today
    nomination.save(update_fields=["proof_reminded_on"])
    if last is None:
        tell(nomination, NoticeCode.PROOF_ENDS, is_missing=True)
    else:
        tell(nomination, NoticeCode.PROOF_ENDS, until=last.isoformat(), has_ended=last < today)
    record(None, "nomination.reminded", nomination.reference)
    return True


@transaction.atomic
def expire(nomination: Nomination) -> Nomination:
    """End a wait whose proof has run out and was not renewed in time. Raises NominationRefused."""
    nomination = lock_for(Step.EXPIRE, nomination)
    today, reminded = timezone.localdate(), nomination.proof_reminded_on
    if grounds_valid_on(proofs_seen(nomination), today):
        message = _("A proof is still valid, so the nomination does not expire.")
        raise NominationRefused(Reason("proof_valid", message))
    if reminded is None or today < reminded + timedelta(days=DAYS_AFTER_REMINDER):
        message = _("The service still has time to renew the proof.")
        raise NominationRefused(Reason("reminded_lately", message))
    if nomination.lines.filter(state=LineState.ALLOCATED).exists():
        message = _("A device is set aside for it: release that first.")
        raise NominationRefused(Reason("set_aside", message))
    nomination.lines.filter(state=LineState.WAITING).update(state=LineState.GIVEN_UP)
    nomination.state = NominationState.EXPIRED
    nomination.save(update_fields=["state"])
    rank(nomination)
    tell(nomination, NoticeCode.EXPIRED)
    record(None, "nomination.expired", nomination.reference)
    return nomination


def watch_proofs(today: date | None = None) -> tuple[int, int]:
    """Remind of proofs that run out, and let waits expire; return how many of each.

    Meant to run every day; running it twice changes nothing.
    """
    day = today or timezone.localdate()
    rows = Nomination.objects.annotate(last=Max("proofs__valid_until"))
    soon = day + timedelta(days=DAYS_BEFORE_END)
    ending = rows.filter(Q(last__lte=soon) | Q(last=None), state__in=SENT, proof_reminded_on=None)
    reminded = sum([_tried(partial(remind, each, day)) for each in ending.order_by("pk")])
    due = day - timedelta(days=DAYS_AFTER_REMINDER)
    late = rows.filter(
        Q(last__lt=day) | Q(last=None), state=NominationState.WAITING, proof_reminded_on__lte=due
    )
    idle = late.exclude(lines__state=LineState.ALLOCATED)
    return reminded, sum([_tried(partial(expire, each)) for each in idle.order_by("pk")])


def _tried(act: Callable[[], object]) -> bool:
    """Do one; what was renewed or withdrawn a moment ago leaves the others alone."""
    try:
        return bool(act())
    except NominationRefused:
        return False
