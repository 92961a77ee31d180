"""Nominate institutions for public-access machines; they are withdrawn as households are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from distribution.models import Institution, Nomination, RequestLine
from distribution.words import (
    PUBLIC_ACCESS,
    LineState,
    NominationState,
    SpecClass,
)
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number

PARTICULARS = ("kind", "enterprise_number", "street", "commune", "language", "email")


@dataclass(frozen=True)
class InstitutionNeed:
    """So many machines of one sort; `kinds`: most preferred first."""

    machines: int
    kinds: tuple[str, ...]
    spec_class: str = SpecClass.BASIC
    keyboard: str = ""
    system_language: str = ""

    def lines(self, nomination: Nomination, now: datetime) -> list[RequestLine]:
        """Write a line for each machine."""
        return [
            RequestLine(
                nomination=nomination,
                number=number,
                state=LineState.WAITING,
                waiting_since=now,
                purpose=PUBLIC_ACCESS,
                kinds=list(self.kinds),
                spec_class=self.spec_class,
                keyboard=self.keyboard,
                system_language=self.system_language,
            )
            for number in range(1, self.machines + 1)
        ]


@transaction.atomic
def nominate_institution(
    institution: Institution, need: InstitutionNeed, *, actor: Membership
) -> Nomination:
    """Put an institution at the end of the institutions' list.

    One that the service nominated before, by name and postcode, is the same one: what was typed
    now replaces what was known of it.
    """
    year, now = timezone.localdate().year % 100, timezone.now()
    known, _is_new = Institution.objects.update_or_create(
        organisation=actor.organisation,
        name=institution.name,
        postcode=institution.postcode,
        defaults={name: getattr(institution, name) for name in PARTICULARS},
    )
    nomination = Nomination.every.create(
        reference=f"NI-{year:02d}-{next_number(f'institution:{year}'):04d}",
        organisation=actor.organisation,
        institution=known,
        nominated_by=actor,
        state=NominationState.WAITING,
        created_at=now,
        submitted_at=now,
    )
    RequestLine.objects.bulk_create(need.lines(nomination, now))
    record(actor, "institution.nominated", nomination.reference, machines=need.machines)
    return nomination
