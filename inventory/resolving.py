"""Incidents: somebody takes a possible data breach, finds out, and closes it with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models import Incident, IncidentNote
from inventory.models.incident import Closing
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class ResolveRefused(Refused):
    """An incident that can't be taken, noted or closed so."""


def may_see_to(incident: Incident, actor: Membership) -> bool:
    """Say whether an incident is the actor's to deal with: the steward's, or a coordinator's."""
    theirs = incident.device.steward_id == actor.organisation_id
    may_all = actor.may(Permission.SEE_ALL_DEVICES)
    return actor.may(Permission.RESOLVE_INCIDENTS) and (theirs or may_all)


@transaction.atomic
def take_incident(incident: Incident, *, actor: Membership) -> Incident:
    """Make the actor its owner, from whoever had it. Raises ResolveRefused."""
    _check(incident, actor)
    # Two people may press at once: the WHERE decides, and who comes later takes it over.
    taken = Incident.objects.filter(pk=incident.pk, resolved_at=None).update(owner=actor)
    if not taken:
        raise _closed()
    record(actor, "incident.taken", incident.device.code)
    incident.refresh_from_db()
    return incident


@transaction.atomic
def note_incident(incident: Incident, text: str, *, actor: Membership) -> IncidentNote:
    """Add what somebody found out. Raises ResolveRefused; one that is closed takes no notes."""
    _check(incident, actor)
    if not text.strip():
        raise ResolveRefused(Reason("note_missing", _("Write what you found out.")))
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    if locked.resolved_at is not None:
        raise _closed()
    record(actor, "incident.noted", incident.device.code)
    return IncidentNote.objects.create(incident=locked, author=actor, text=text.strip())


@transaction.atomic
def resolve_incident(
    incident: Incident, resolution: str, *, actor: Membership, closing: Closing = Closing.OTHER
) -> Incident:
    """Record how an incident was dealt with, once. Raises ResolveRefused."""
    _check(incident, actor)
    if not resolution.strip():
        raise ResolveRefused(Reason("resolution_missing", _("Say how it was resolved.")))
    # Two leads may press at once: the WHERE decides.
    resolved = Incident.objects.filter(pk=incident.pk, resolved_at=None).update(
        resolved_at=timezone.now(),
        closing=closing,
        resolution=resolution.strip(),
        owner=incident.owner_id or actor.pk,
    )
    if not resolved:
        raise _closed()
    record(actor, "incident.resolved", incident.device.code, closing=closing)
    incident.refresh_from_db()
    return incident


def _check(incident: Incident, actor: Membership) -> None:
    if not may_see_to(incident, actor):
        message = _("Who answers for the device sees to it, or a coordinator.")
        raise ResolveRefused(Reason("not_yours", message))


def _closed() -> ResolveRefused:
    message = _("Somebody has resolved this incident already.")
    return ResolveRefused(Reason("resolved_already", message))
