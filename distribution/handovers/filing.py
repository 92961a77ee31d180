"""File the photo of a receipt that was signed by hand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from distribution.handovers.issuing import number_of
from distribution.models import Receipt, SignedPaper
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.photos.keeping import keep_photo
from refurb.photos.pictures import Picture
from refurb.reasons import Reason, Refused


class PaperRefused(Refused):
    """A photo that can't be filed with a receipt; `reasons` says why."""


@transaction.atomic
def file_paper(
    receipt: Receipt, picture: Picture, *, because: str = "", actor: Membership
) -> SignedPaper:
    """File a photo of a receipt's signed paper; a further one supersedes the last, and says why.

    Call it last in a transaction: it writes files. Raises PaperRefused.
    """
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("issuer", "handover")
    receipt = rows.defer("pdf").get(pk=receipt.pk)
    earlier = receipt.papers.order_by("-pk").first()
    reasons = [*why_no_paper(receipt)]
    if earlier is not None and not because.strip():
        message = _("Say what is wrong with the earlier photo.")
        reasons.append(Reason("reason_missing", message))
    if reasons:
        raise PaperRefused(*reasons)
    why = because.strip() if earlier else ""
    paper = SignedPaper(receipt=receipt, supersedes=earlier, because=why, taken_by=actor)
    record(actor, "paper.filed", number_of(receipt))
    return keep_photo(paper, picture)


def why_no_paper(receipt: Receipt) -> tuple[Reason, ...]:
    """Say why no photo of a paper belongs to a receipt; empty when one does."""
    if Receipt.objects.filter(supersedes=receipt).exists():
        message = _("A newer receipt corrects this one: have that one signed.")
        return (Reason("superseded", message),)
    if not receipt.handover.signed_on_paper:
        return (Reason("not_on_paper", _("It was not signed on paper.")),)
    return ()
