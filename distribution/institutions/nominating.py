"""Nominate institutions for public-access machines, and withdraw what was asked."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models import Institution, InstitutionNomination
from distribution.words import WithdrawReason
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

PARTICULARS = ("kind", "enterprise_number", "street", "commune", "language", "email")


class InstitutionRefused(Refused):
    """The rules refuse this act on a nomination for an institution; `reasons` says why."""


@transaction.atomic
def nominate_institution(
    institution: Institution, nomination: InstitutionNomination, *, actor: Membership
) -> InstitutionNomination:
    """Put an institution at the end of the institutions' list.

    One that the service nominated before, by name and postcode, is the same one: what was typed
    now replaces what was known of it.
    """
    year = timezone.localdate().year % 100
    nomination.reference = f"NI-{year:02d}-{next_number(f'institution:{year}'):04d}"
    nomination.organisation, nomination.nominated_by = actor.organisation, actor
    nomination.institution, _is_new = Institution.objects.update_or_create(
        organisation=actor.organisation,
        name=institution.name,
        postcode=institution.postcode,
        defaults={name: getattr(institution, name) for name in PARTICULARS},
    )
    nomination.submitted_at = timezone.now()
    nomination.save()
    record(actor, "institution.nominated", nomination.reference, machines=nomination.machines)
    return nomination


@transaction.atomic
def withdraw_institution(
    nomination: InstitutionNomination, because: WithdrawReason, *, actor: Membership
) -> None:
    """Take a nomination off the list, for a coded reason. Raises InstitutionRefused."""
    rows = InstitutionNomination.objects.filter(pk=nomination.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=timezone.now(), withdrawn_because=because):
        message = _("This nomination is withdrawn already.")
        raise InstitutionRefused(Reason("withdrawn", message))
    record(actor, "institution.withdrawn", nomination.reference, because=because)
