"""What counts for priority and changes after a nomination was submitted; the points follow."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from distribution.lifecycle import Step
from distribution.models import Nomination
from distribution.nominations.nominating import lock_for
from distribution.waiting_list.ranking import rank
from refurb.accounts.models import Membership
from refurb.audit.models import record

COUNTED = ("no_computer_at_home", "single_parent", "isolated_senior", "project", "project_on")


@transaction.atomic
def update_circumstances(
    nomination: Nomination, changes: dict[str, Any], *, actor: Membership
) -> Nomination:
    """Write what counts now, both ways; the trail names the fields, not the values.

    A project and its day go together. Raises NominationRefused when the nomination is closed and
    KeyError for a field that stays.
    """
    if changes.keys() - set(COUNTED):
        raise KeyError(sorted(changes.keys() - set(COUNTED)))
    nomination = lock_for(Step.UPDATE, nomination)
    changed = sorted(name for name, value in changes.items() if getattr(nomination, name) != value)
    if changed:
        for name in changed:
            setattr(nomination, name, changes[name])
        nomination.save(update_fields=changed)
        record(actor, "circumstances.changed", nomination.reference, fields=changed)
        rank(nomination)
    return nomination
