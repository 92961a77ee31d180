"""What changed after a nomination was submitted: the household, what it needs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.comparing import compare
from distribution.fingerprinting import fingerprint
from distribution.lifecycle import Step, line_can
from distribution.models import Nomination
from distribution.nominations.nominating import NominationRefused, lock_for
from distribution.waiting_list.ranking import outdate, rank
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason

UPDATABLE = frozenset(
    {"street", "postcode", "commune", "phone", "email", "language", "needs_interpreter"}
    | {"adults", "children", "children_at_school"}
)


@transaction.atomic
def update_household(
    nomination: Nomination, changes: dict[str, Any], *, actor: Membership
) -> Nomination:
    """Write what changed in the family; the trail names the fields, not the values.

    Raises NominationRefused when the nomination is closed and KeyError for a field that stays.
    """
    if changes.keys() - UPDATABLE:
        raise KeyError(sorted(changes.keys() - UPDATABLE))
    nomination = lock_for(Step.UPDATE, nomination)
    household = nomination.household
    changed = sorted(name for name, value in changes.items() if getattr(household, name) != value)
    if changed:
        for name in changed:
            setattr(household, name, changes[name])
        household.save(update_fields=changed)
        fingerprint(household)
        compare(household)
        outdate(household)
        record(actor, "household.changed", nomination.reference, fields=changed)
    return nomination


NEEDS = frozenset(
    {"kinds", "purpose", "keyboard", "system_language", "spec_class", "large_screen"}
    | {"screen_reader", "numeric_pad", "camera", "internet", "training_wanted"}
    | {"delivery_needed", "simplified_setup"}
)


@transaction.atomic
def update_needs(
    nomination: Nomination, number: int, changes: dict[str, Any], *, actor: Membership
) -> Nomination:
    """Write what a line that still has no device needs now; the trail names the fields.

    Raises NominationRefused when the nomination is closed or the line has its device, and KeyError
    for a field that stays.
    """
    if changes.keys() - NEEDS:
        raise KeyError(sorted(changes.keys() - NEEDS))
    nomination = lock_for(Step.UPDATE, nomination)
    line = nomination.lines.filter(number=number).first()
    if line is None or not line_can(Step.UPDATE, line.state):
        message = _("This line is not waiting: release its device first.")
        raise NominationRefused(Reason("line_not_waiting", message))
    changed = sorted(name for name, value in changes.items() if getattr(line, name) != value)
    if changed:
        for name in changed:
            setattr(line, name, changes[name])
        line.save(update_fields=changed)
        record(actor, "needs.changed", nomination.reference, fields=changed, line=number)
        rank(nomination)
    return nomination
