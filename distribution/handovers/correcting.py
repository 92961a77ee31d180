"""Correct a receipt: a new one that names the old one, which stays as it is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.handovers.handing_over import HandoverRefused, why_incomplete
from distribution.handovers.issuing import issue_receipt, number_of
from distribution.models import Handover, Receipt
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason

# What people get wrong on a handover; what a device is, is corrected on the device's own page.
CORRECTED = (
    *("handed_over_on", "place", "receiver_name", "is_proxy", "mandate_seen", "identity_seen"),
    *("legal_mode", "contribution_cents", "guarantee_months", "shorter_agreed", "loan_until"),
    *("deposit_cents", "with_charger", "kit", "signature_kind", "strokes", "signed_by_name"),
    "witness_name",
)


@transaction.atomic
def correct_receipt(
    receipt: Receipt, said: Handover, *, language: str, because: str, actor: Membership
) -> Receipt:
    """Issue a receipt in place of another, as an unsaved handover says, and why.

    Maker, model and serial number are read anew from the device. Raises HandoverRefused for what
    is incomplete, and for a receipt that a newer one corrects already.
    """
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("issuer", "handover")
    old = rows.defer("pdf").get(pk=receipt.pk)
    reasons = _why_not(old, said, because)
    if reasons:
        raise HandoverRefused(*reasons)
    handover = Handover.objects.select_related(
        "giver",
        "recorded_by__user",
        "allocation__line__nomination__household",
        "allocation__line__nomination__institution",
    ).get(pk=old.handover_id)
    for name in CORRECTED:
        setattr(handover, name, getattr(said, name))
    handover.save(update_fields=CORRECTED)
    new = issue_receipt(handover, language=language, corrects=old, because=because.strip())
    record(actor, "receipt.corrected", number_of(old), receipt=number_of(new))
    return new


def _why_not(old: Receipt, said: Handover, because: str) -> list[Reason]:
    found = list(why_incomplete(said))
    if Receipt.objects.filter(supersedes=old).exists():
        message = _("A newer receipt corrects this one already: correct that one.")
        found.append(Reason("superseded", message))
    if not because.strip():
        found.append(Reason("reason_missing", _("Say what was wrong.")))
    return found
