"""Grounds of eligibility as coordinators edit them: added, changed, ended, never deleted.

A proof that was seen keeps counting until it runs out, whatever becomes of its ground. What a
ground counts is a matter of the policy: it joins the next draft.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.models import Ground, PolicyDraft
from distribution.models.proof import LONGEST_VALIDITY
from distribution.policy.content import COUNTED_OTHERWISE, written_down
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.policy.versions import content_of_draft, criterion_of
from distribution.priority import GROUND
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

RESERVED = COUNTED_OTHERWISE | {each.code for each in DEFAULT_CRITERIA} | {GROUND, "add"}
"""Codes with a meaning of their own."""
CHANGEABLE = (
    *("name_fr", "name_nl", "name_de", "name_en", "validity_days", "is_sensitive", "shown_as"),
    *("active_from", "active_to"),
)


class GroundRefused(Refused):
    """What no ground may be; `reasons` says why."""


@transaction.atomic
def add_ground(ground: Ground, *, actor: Membership) -> Ground:
    """Add an unsaved ground; services may record proofs of it from its first day."""
    _check(ground, actor)
    taken = Reason("code_taken", _("This code is in use already: choose another."))
    if ground.code in RESERVED:
        raise GroundRefused(taken)
    try:
        with transaction.atomic():
            ground.save(force_insert=True)
    except IntegrityError:
        raise GroundRefused(taken) from None
    _put_into_draft(ground)
    record(actor, "ground.added", ground.code)
    return ground


def _put_into_draft(ground: Ground) -> None:
    """Let a draft that is being written count it too; a new one begins with all grounds."""
    draft = PolicyDraft.objects.select_for_update().first()
    if draft is None:
        return
    content = content_of_draft(draft)
    content = replace(content, criteria=(*content.criteria, criterion_of(ground)))
    draft.content, draft.revision = written_down(content), uuid4()
    draft.save(update_fields=["content", "revision"])


@transaction.atomic
def change_ground(ground: Ground, changes: dict[str, object], *, actor: Membership) -> Ground:
    """Write what changed of it, and nothing else; its code stays. Raises GroundRefused."""
    if changes.keys() - set(CHANGEABLE):
        raise KeyError(sorted(changes.keys() - set(CHANGEABLE)))
    ground = Ground.objects.select_for_update().get(pk=ground.pk)
    for name, value in changes.items():
        setattr(ground, name, value)
    _check(ground, actor)
    if changes:
        ground.save(update_fields=list(changes))
        record(actor, "ground.changed", ground.code, fields=sorted(changes))
    return ground


def _check(ground: Ground, actor: Membership) -> None:
    if not actor.may(Permission.EDIT_POLICY):
        raise PermissionDenied
    if not 1 <= ground.validity_days <= LONGEST_VALIDITY:
        message = _("Give a number of days from 1 to %(most)s.")
        raise GroundRefused(Reason("out_of_bounds", message, {"most": LONGEST_VALIDITY}))
    if ground.active_to is not None and ground.active_to < ground.active_from:
        message = _("It would end before it begins. Correct one of the two days.")
        raise GroundRefused(Reason("ends_before", message))
