"""Read side: wipes that wait for a second person, of drives that are in reach."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from inventory.models import Erasure
from inventory.models.drive import IN_REACH
from inventory.sanitisation import Doubt, Result, Verification
from inventory.wipe_logs import LogFormat
from refurb.accounts.models import Membership

UNVERIFIED = Q(result=Result.WIPED) & (Q(by_hand=True) | Q(verification=Verification.NONE))
IN_REVIEW = Q(result=Result.REVIEW)


def waiting_wipes(actor: Membership) -> QuerySet[Erasure]:
    """List the visible wipes that nobody has judged yet: the newest of each drive since it came.

    Those that succeeded wait for a verifier, those in review for a lead.
    """
    newer = Erasure.objects.filter(drive=OuterRef("drive"), event__gt=OuterRef("event"))
    rows = Erasure.objects.visible_to(actor).filter(UNVERIFIED | IN_REVIEW)
    rows = rows.filter(
        verifier=None,
        rejecter=None,
        drive__status__in=IN_REACH,
        event__gt=F("drive__arrived"),
    )
    return rows.exclude(Exists(newer)).select_related("drive__device", "operator")


def unread_sanitizes(actor: Membership) -> QuerySet[Erasure]:
    """List what a lead may judge together: a drive reports success, and nothing was read back.

    Not what the lead wiped, and nothing with a second doubt.
    """
    rows = waiting_wipes(actor).filter(
        IN_REVIEW,
        wipe_result__log__format=LogFormat.SANITIZE,
        doubts=[Doubt.NOT_VERIFIED.value],
    )
    return rows.exclude(operator=actor.user_id).order_by("pk")
