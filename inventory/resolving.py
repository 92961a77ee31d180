"""Close incidents: somebody has dealt with a possible data breach and says how."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models import Incident
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class ResolveRefused(Refused):
    """An incident that can't be closed so; `reasons` says why."""


@transaction.atomic
def resolve_incident(incident: Incident, resolution: str, *, actor: Membership) -> Incident:
    """Record how an incident was dealt with, once. Raises ResolveRefused."""
    if not resolution.strip():
        raise ResolveRefused(Reason("resolution_missing", _("Say how it was resolved.")))
    # Two leads may press at once: the WHERE decides.
    resolved = Incident.objects.filter(pk=incident.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolution=resolution.strip()
    )
    if not resolved:
        raise ResolveRefused(
            Reason("resolved_already", _("Somebody has resolved this incident already."))
        )
    record(actor, "incident.resolved", incident.device.code)
    incident.refresh_from_db()
    return incident
