"""How many machines institutions may have in a quarter, and how many of them are left.

Coordinators set it (design/domain.md): until they do, institutions wait.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from distribution.entitlement import MONTHS_OF_QUARTER, first_day_of_quarter
from distribution.institutions.share import QUOTA, InstitutionShare
from distribution.models import Allocation, InstitutionQuota
from distribution.models.institution import MOST_A_QUARTER
from distribution.months import months_later
from distribution.words import PUBLIC_ACCESS, AllocationEnd
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class QuotaRefused(Refused):
    """A quota that can't be set; `reasons` says why."""


def institution_share(today: date | None = None) -> InstitutionShare:
    """Count what is set aside for institutions, or reached them, since the quarter began."""
    day = today or timezone.localdate()
    began = first_day_of_quarter(day)
    newest = InstitutionQuota.objects.order_by("-pk").first()
    kept = Q(ended_at=None) | Q(end=AllocationEnd.HANDED_OVER)
    given = Allocation.objects.mains().filter(
        kept, line__purpose=PUBLIC_ACCESS, made_at__date__gte=began
    )
    return InstitutionShare(
        machines=newest.machines if newest else 0,
        used=given.count(),
        renews_on=months_later(began, MONTHS_OF_QUARTER),
    )


def against_another() -> tuple[Reason, ...]:
    """Say why no machine more may be set aside for an institution; the quota stays locked.

    Two who set aside at once would else both take the last one.
    """
    list(InstitutionQuota.objects.order_by("-pk").select_for_update()[:1])
    return why_full()


def why_full() -> tuple[Reason, ...]:
    """Say that the quarter's quota is used up; empty while something is left of it."""
    share = institution_share()
    if share.left:
        return ()
    message = ngettext_lazy(
        "Institutions have had the %(machines)s machine that they may have this quarter.",
        "Institutions have had the %(machines)s machines that they may have this quarter.",
        share.machines,
    )
    return (Reason("institutions_full", message, {"machines": share.machines}),)


@transaction.atomic
def set_quota(machines: int, reason: str, *, actor: Membership) -> InstitutionQuota:
    """Say how many machines institutions may have in a quarter, this one too. Raises QuotaRefused.

    What they have got already stays theirs.
    """
    against = []
    if not 0 <= machines <= MOST_A_QUARTER:
        message = _("Give a number from 0 to %(most)s.")
        against.append(Reason("out_of_bounds", message, {"most": MOST_A_QUARTER}))
    if not reason.strip():
        against.append(Reason("reason_missing", _("Say why.")))
    if against:
        raise QuotaRefused(*against)
    made = InstitutionQuota.objects.create(
        machines=machines, reason=reason.strip(), set_by=actor, set_at=timezone.now()
    )
    record(actor, "institution.quota_set", QUOTA, machines=machines)
    return made
