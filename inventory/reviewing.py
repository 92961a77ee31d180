"""Judge somebody else's wipe from the evidence: verify it, accept it from review, or reject it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.models import Device, Erasure
from inventory.moving import append_event
from inventory.sanitisation import Rejection, Result, Verification, may_be_accepted
from inventory.upholding import uphold_proof
from inventory.wiping import WipeRefused, lock_drive
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.reasons import Reason


@transaction.atomic
def verify_erasure(
    erasure: Erasure, *, actor: Membership, verification: Verification | None = None
) -> Erasure:
    """Verify somebody else's wipe, from the evidence. Raises WipeRefused.

    Give `verification` when the operator recorded none.
    """
    device, erasure = _lock_unjudged(erasure, actor)
    if erasure.result != Result.WIPED:
        raise WipeRefused(Reason("not_a_success", _("Only a wipe that succeeded can be verified.")))
    return _confirm(device, erasure, actor, verification, verb="drive.verified")


@transaction.atomic
def accept_erasure(
    erasure: Erasure,
    *,
    reason: str,
    actor: Membership,
    verification: Verification | None = None,
) -> Erasure:
    """Accept a wipe in review, as a lead who is not its operator, and say why. Raises WipeRefused.

    Only for doubts that inventory.sanitisation lists as acceptable; it counts as verified then.
    Raises PermissionDenied for anybody but a lead.
    """
    if not actor.may(Permission.LEAD):
        raise PermissionDenied
    device, erasure = _lock_unjudged(erasure, actor)
    if erasure.result != Result.REVIEW:
        raise WipeRefused(Reason("not_in_review", _("This wipe is not in review.")))
    if not may_be_accepted(erasure.doubts):
        message = _(
            "What is unclear about it can't be accepted: wipe the drive again or destroy it."
        )
        raise WipeRefused(Reason("doubt_not_acceptable", message))
    if not reason.strip():
        raise WipeRefused(Reason("reason_missing", _("Say why you accept it.")))
    erasure.accepted = True
    erasure.accepted_because = reason.strip()[:200]
    return _confirm(device, erasure, actor, verification, verb="drive.accepted")


@transaction.atomic
def reject_erasure(erasure: Erasure, rejection: Rejection, *, actor: Membership) -> Erasure:
    """Refuse the proof of a wipe: it no longer counts, and another has to follow.

    Of one in review this is a lead's. Raises WipeRefused, and PermissionDenied.
    """
    device, erasure = _lock_unjudged(erasure, actor)
    if erasure.result == Result.REVIEW and not actor.may(Permission.LEAD):
        raise PermissionDenied
    if erasure.result == Result.NOT_WIPED:
        raise WipeRefused(Reason("not_a_success", _("This wipe failed, so there is no proof.")))
    erasure.rejection = rejection
    erasure.rejecter = actor.user
    erasure.rejected_by = append_event(
        device, "drive.rejected", actor, drive=str(erasure.drive), rejection=rejection
    )
    erasure.save(update_fields=["rejection", "rejecter", "rejected_by"])
    uphold_proof([erasure.rejected_by], actor=actor)
    return erasure


def _lock_unjudged(erasure: Erasure, actor: Membership) -> tuple[Device, Erasure]:
    device, _drive = lock_drive(erasure.drive)
    erasure = Erasure.objects.select_related("drive").get(pk=erasure.pk)
    if erasure.verifier_id is not None:
        raise WipeRefused(Reason("already_verified", _("Somebody has verified it already.")))
    if erasure.rejecter_id is not None:
        raise WipeRefused(Reason("already_rejected", _("Somebody has rejected it already.")))
    if erasure.operator_id == actor.user_id:
        raise WipeRefused(
            Reason("verifier_is_operator", _("Somebody else has to verify your wipe."))
        )
    return device, erasure


def _confirm(
    device: Device,
    erasure: Erasure,
    actor: Membership,
    verification: Verification | None,
    *,
    verb: str,
) -> Erasure:
    erasure.verification = verification or Verification(erasure.verification)
    if erasure.verification == Verification.NONE:
        raise WipeRefused(Reason("nothing_verified", _("Say how you verified it.")))
    erasure.verifier = actor.user
    erasure.verified_by = append_event(device, verb, actor, drive=str(erasure.drive))
    erasure.save(
        update_fields=["verification", "verifier", "verified_by", "accepted", "accepted_because"]
    )
    return erasure
