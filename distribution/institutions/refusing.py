"""Take an institution off the list: a coordinator's decision, which its service is told."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.informing import tell
from distribution.models import Nomination
from distribution.nominations.nominating import NominationRefused, withdraw
from distribution.words import INSTITUTION_REFUSALS, NoticeCode, WithdrawReason
from refurb.accounts.models import Membership
from refurb.reasons import Reason


@transaction.atomic
def refuse_institution(
    nomination: Nomination, because: WithdrawReason, *, actor: Membership
) -> Nomination:
    """Give up what it still waits for or has set aside; what was handed over stays its own.

    Raises NominationRefused when it is closed, and for a reason that is not a coordinator's.
    """
    if nomination.institution_id is None or because not in INSTITUTION_REFUSALS:
        message = _("No institution is taken off the list for this.")
        raise NominationRefused(Reason("because", message))
    refused = withdraw(nomination, because, actor=actor)
    tell(refused, NoticeCode.TAKEN_OFF, because=because)
    return refused
