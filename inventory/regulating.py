"""Set what a workshop accepts as a wipe: each change is a new version, with its reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.models import SanitisationPolicy
from inventory.models.sanitisation_policy import PolicyPart
from inventory.sanitisation import CHOOSABLE, METHODS, Verification, WipePolicy
from inventory.wipe_policies import newest_policy, policy_of
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class PolicyRefused(Refused):
    """A policy that nobody can follow, or that somebody else has changed meanwhile."""


def may_set_policy(organisation: Organisation, actor: Membership) -> bool:
    """Say whether the actor may set it: the workshop's own lead, or who administers all."""
    is_own = organisation.pk == actor.organisation_id
    reaches = is_own or actor.may(Permission.MANAGE_PEOPLE)
    return organisation.is_workshop and reaches and actor.may(Permission.SET_WIPE_POLICY)


@transaction.atomic
def set_policy(
    organisation: Organisation,
    new: WipePolicy,
    *,
    reason: str,
    actor: Membership,
    seen_version: int,
) -> SanitisationPolicy:
    """Put a new version in force from now on. Raises PolicyRefused.

    `seen_version` is the one the person looked at, 0 for the strict defaults. What was done before
    is not undone: machines that no longer satisfy it are listed, and held back from here on.
    Raises PermissionDenied.
    """
    if not may_set_policy(organisation, actor):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known, old = newest_policy(organisation.pk), policy_of(organisation.pk)
    version = known.version if known else 0
    changed = _changed(old, new)
    _check(new, reason, changed, is_current=version == seen_version)
    policy = SanitisationPolicy.objects.create(
        organisation=organisation,
        version=version + 1,
        techniques=[one.value for one in CHOOSABLE if one in new.techniques],
        flash_techniques=[one.value for one in CHOOSABLE if one in new.flash],
        methods=[one for one in METHODS if one in new.methods],
        least_verification=new.least,
        reason=reason.strip(),
        created_by=actor,
    )
    facts = {"version": policy.version, "changed": [str(part.value) for part in changed]}
    record(actor, "wipe_policy.changed", organisation.code, **facts)
    return policy


def _changed(old: WipePolicy, new: WipePolicy) -> list[PolicyPart]:
    return [part for part in PolicyPart if getattr(old, part.value) != getattr(new, part.value)]


def _check(new: WipePolicy, reason: str, changed: list[PolicyPart], *, is_current: bool) -> None:
    reasons = []
    if not is_current:
        message = _("Somebody has changed this policy meanwhile. Look at it again.")
        reasons.append(Reason("policy_changed", message))
    if not (new.techniques and new.flash and new.methods):
        message = _("Accept at least one way to wipe each sort of drive.")
        reasons.append(Reason("nothing_accepted", message))
    if new.least is Verification.NONE:
        message = _("Something has to be read back, whatever the policy.")
        reasons.append(Reason("nothing_read_back", message))
    if not reason.strip():
        reasons.append(Reason("reason_missing", _("Say why.")))
    if not changed and not reasons:
        reasons.append(Reason("unchanged", _("That is what your policy says already.")))
    if reasons:
        raise PolicyRefused(*reasons)
