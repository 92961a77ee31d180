"""Refer a household to a place near it, and note what became of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.informing import tell
from distribution.models import Nomination, Referral, ReferralEvent, RequestLine
from distribution.referrals.course import (
    REFERABLE,
    STEPS,
    Party,
    ReferralStep,
    reasons_against,
    wanted,
)
from distribution.referrals.mailing import tell_place
from distribution.referrals.standing import parties_of
from distribution.words import NoticeCode, ReferralOutcome
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service, nearest, offering
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class ReferralRefused(Refused):
    """The rules refuse this act on a referral; `reasons` names every unmet condition."""


@dataclass(frozen=True)
class Said:
    """What somebody says with a step; which of it is needed, the step decides."""

    organisation: Organisation | None = None
    consented_on: date | None = None
    outcome: ReferralOutcome | str = ""


@transaction.atomic
def refer(nomination: Nomination, service: Service, said: Said, *, actor: Membership) -> Referral:
    """Refer a household, to the nearest place unless another is named; sent with its consent.

    Raises ReferralRefused.
    """
    nomination = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    against = [*_against_referring(nomination, service), *_against_saying(said, service)]
    if against:
        raise ReferralRefused(*against)
    referral = _propose(nomination, service, said.organisation, actor=actor)
    if said.consented_on is None:
        return referral
    return take_step(referral, ReferralStep.SEND, said, actor=actor)


def _against_referring(nomination: Nomination, service: Service) -> list[Reason]:
    if nomination.state not in REFERABLE or nomination.agreement_withdrawn_on is not None:
        message = _("Nobody is referred for this nomination: it is not sent in, or it has ended.")
        return [Reason("not_referable", message)]
    if Referral.objects.open().filter(nomination=nomination, service=service).exists():
        message = _("A referral for this is open already.")
        return [Reason("open_already", message)]
    return []


def _against_saying(said: Said, service: Service | str) -> list[Reason]:
    found = []
    if said.consented_on and said.consented_on > timezone.localdate():
        message = _("The day on which the person agreed is still to come.")
        found.append(Reason("consent_in_future", message))
    place = said.organisation
    if place and not offering(Service(service)).filter(pk=place.pk).exists():
        message = _("This organisation doesn't offer that.")
        found.append(Reason("not_offered", message))
    return found


def _propose(
    nomination: Nomination, service: Service, place: Organisation | None, *, actor: Membership
) -> Referral:
    near = nearest(service, nomination.household.commune)
    referral = Referral.objects.create(
        nomination=nomination,
        service=service,
        organisation=place or (near.organisation if near else None),
    )
    _note(referral, actor)
    return referral


def propose_for(line: RequestLine, *, actor: Membership) -> list[Referral]:
    """Propose what a line's need asks for, within the act that hands its machine over.

    What was ever referred for the nomination is not proposed again: a no stays a no. Institutions
    are referred to nobody.
    """
    nomination = line.nomination
    if nomination.institution_id is not None:
        return []
    asked = wanted(training=line.training_wanted, internet=line.internet)
    if not asked or nomination.agreement_withdrawn_on is not None:
        return []
    known = set(nomination.referrals.values_list("service", flat=True))
    return [
        _propose(nomination, service, None, actor=actor)
        for service in asked
        if service not in known
    ]


@transaction.atomic
def take_step(referral: Referral, step: ReferralStep, said: Said, *, actor: Membership) -> Referral:
    """Take a step under a row lock and append its event. Raises ReferralRefused."""
    rows = Referral.objects.select_for_update(of=("self",))
    locked = rows.select_related("nomination__organisation", "organisation").get(pk=referral.pk)
    against = _against(locked, step, said, actor)
    if against:
        raise ReferralRefused(*against)
    _take(locked, step, said, actor)
    return locked


def _take(referral: Referral, step: ReferralStep, said: Said, actor: Membership | None) -> None:
    """Write a step that nothing speaks against, on a locked row, and tell who is to know."""
    was_sent = referral.sent_at is not None
    fields = _changes(referral, step, said)
    for name, value in fields.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(fields))
    _note(referral, actor)
    parties = parties_of(referral, actor) if actor else set()
    _inform(referral, step, parties, was_sent=was_sent)


def _against(referral: Referral, step: ReferralStep, said: Said, actor: Membership) -> list[Reason]:
    rule = STEPS[step]
    if not rule.parties & parties_of(referral, actor):
        return [Reason("not_yours", _("This step is for another organisation."))]
    found = [*reasons_against(step, referral.state), *_against_saying(said, referral.service)]
    if rule.outcomes and said.outcome not in rule.outcomes:
        found.append(Reason("outcome_missing", _("Say what came of it.")))
    has_place = said.organisation or referral.organisation
    if step in {ReferralStep.SEND, ReferralStep.DIRECT} and not has_place:
        found.append(Reason("no_place", _("Choose the place first.")))
    if step == ReferralStep.SEND and not said.consented_on:
        message = _("Say on which day the person agreed to this referral.")
        found.append(Reason("no_consent", message))
    return found


def _changes(referral: Referral, step: ReferralStep, said: Said) -> dict[str, Any]:
    """Say what a step writes; an outcome only where the referral ends."""
    rule, now = STEPS[step], timezone.now()
    changes: dict[str, Any] = {"state": rule.to}
    if step in {ReferralStep.SEND, ReferralStep.DIRECT}:
        changes["organisation"] = said.organisation or referral.organisation
    if step == ReferralStep.SEND:
        changes |= {"consented_on": said.consented_on, "sent_at": now}
    if step == ReferralStep.ACCEPT:
        changes["accepted_at"] = now
    if rule.outcomes:
        changes |= {"outcome": said.outcome, "ended_at": now}
    return changes


def _note(referral: Referral, actor: Membership | None) -> None:
    """Append the event, and say so in the trail of the nomination."""
    ReferralEvent.objects.create(
        referral=referral,
        state=referral.state,
        outcome=referral.outcome,
        organisation=referral.organisation,
        actor=actor,
    )
    record(
        actor,
        "referral.noted",
        referral.nomination.reference,
        aftercare=referral.service,
        referral=referral.state,
    )


def _inform(referral: Referral, step: ReferralStep, parties: set[Party], *, was_sent: bool) -> None:
    """Mail the place what is new for it; give the service a notice of the answer."""
    sent_now = step == ReferralStep.SEND
    taken_back = step == ReferralStep.WITHDRAW and was_sent
    if (sent_now or taken_back) and Party.PLACE not in parties:
        tell_place(referral)
    if Party.PLACE in STEPS[step].parties and Party.SERVICE not in parties:
        tell(
            referral.nomination,
            NoticeCode.REFERRAL,
            aftercare=referral.service,
            referral=referral.state,
        )


@transaction.atomic
def withdraw_all(nomination: Nomination, outcome: ReferralOutcome, *, actor: Membership) -> None:
    """Withdraw what is open for a nomination that ends, in the transaction that ends it."""
    rows = Referral.objects.open().filter(nomination=nomination).order_by("pk")
    for referral in rows.select_for_update(of=("self",)).select_related(
        "nomination", "organisation"
    ):
        _take(referral, ReferralStep.WITHDRAW, Said(outcome=outcome), actor)


def end_by_time(referral: Referral, outcome: ReferralOutcome) -> None:
    """Withdraw a locked referral that has lapsed, and tell its service; the place is mailed."""
    _take(referral, ReferralStep.WITHDRAW, Said(outcome=outcome), None)
    tell(
        referral.nomination,
        NoticeCode.REFERRAL_LAPSED,
        aftercare=referral.service,
        was_not_sent=outcome == ReferralOutcome.NOT_SENT,
    )
