"""Signed papers: file the photo of one, and give the photo to those who may read the receipt."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.handovers.filing import why_no_paper
from distribution.models import SignedPaper
from distribution.web.forms.papers import PaperForm
from distribution.web.seeing import receiver_seen
from distribution.web.views.receipts import find_receipt, number_of
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.photos.serving import photo_response
from refurb.web.acting import sent
from refurb.web.pages import render_page

reads = allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.HAND_OVER)
def receipt_paper(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Take a photo of the paper that was signed, or a better one."""
    found = find_receipt(request, issuer, year, number)
    for reason in why_no_paper(found):
        messages.info(request, str(reason))
        return redirect("receipt", issuer, year, number)
    form = PaperForm(**sent(request), has_earlier=found.papers.exists())
    if form.does(lambda: form.file(found, actor=request.actor)):
        messages.success(request, _("The photo of the signed paper is kept with the receipt."))
        return redirect("receipt", issuer, year, number)
    context = {"form": form, "receipt": found, "number": number_of(found)}
    return render_page(request, "distribution/receipt_paper.html", context, status=form.status)


def _photo(request: SignedInRequest, pk: int, *, is_small: bool = False) -> FileResponse:
    rows = SignedPaper.objects.visible_to(request.actor)
    rows = rows.select_related("receipt__handover__allocation__line__nomination__household")
    found = get_object_or_404(rows.defer("receipt__pdf"), pk=pk)
    receiver_seen(request, found.receipt.handover.allocation.line.nomination)
    return photo_response(found, is_small=is_small)


@require_safe
@reads
def signed_paper(request: SignedInRequest, pk: int) -> FileResponse:
    """Give the photo; a name and a signature are on it, so no browser keeps it."""
    return _photo(request, pk)


@require_safe
@reads
def signed_paper_small(request: SignedInRequest, pk: int) -> FileResponse:
    """Give its thumbnail, under the same rules."""
    return _photo(request, pk, is_small=True)
