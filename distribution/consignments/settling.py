"""Irregularities: take one on, and say how it was resolved."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models import Irregularity
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class SettleRefused(Refused):
    """An irregularity that can't be closed so; `reasons` says why."""


@transaction.atomic
def take_on(irregularity: Irregularity, *, actor: Membership) -> None:
    """Make the actor its owner, whoever it was before. Raises SettleRefused once resolved."""
    taken = Irregularity.objects.open().filter(pk=irregularity.pk).update(owner=actor)
    if not taken:
        raise SettleRefused(_resolved())
    record(actor, "irregularity.taken_on", irregularity.device.code)


@transaction.atomic
def resolve_irregularity(irregularity: Irregularity, resolution: str, *, actor: Membership) -> None:
    """Record how it was dealt with, once. Raises SettleRefused."""
    if not resolution.strip():
        raise SettleRefused(Reason("resolution_missing", _("Say how it was resolved.")))
    # Two coordinators may press at once: the WHERE decides.
    resolved = Irregularity.objects.open().filter(pk=irregularity.pk)
    if not resolved.update(
        resolved_at=timezone.now(), resolved_by=actor, resolution=resolution.strip()
    ):
        raise SettleRefused(_resolved())
    record(actor, "irregularity.resolved", irregularity.device.code, code=irregularity.code)


def _resolved() -> Reason:
    return Reason("resolved_already", _("Somebody has resolved this already."))
