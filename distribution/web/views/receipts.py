"""Receipts: list, page, the stored PDF, and the public page behind its QR code."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.handovers.filing import why_no_paper
from distribution.handovers.issuing import receipt_number, verification_url
from distribution.models import Receipt
from distribution.receivers import KNOWN_AFTER
from distribution.web.filters import ReceiptFilters, named
from distribution.web.forms.receipts import CheckForm, CorrectionForm, as_issued
from distribution.web.needs import language_name
from distribution.web.seeing import receiver_seen
from distribution.web.tables import ReceiptTable
from refurb.accounts.access import SignedInRequest, allow, public
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

NOT_FOUND = 404


def visible(request: SignedInRequest) -> QuerySet[Receipt]:
    """List the receipts the actor may read, without their bytes."""
    rows = Receipt.objects.visible_to(request.actor).select_related(
        "issuer",
        "superseded_by__issuer",
        "handover__recorded_by__user",
        "handover__allocation__device",
        "handover__allocation__line__nomination__organisation",
        "handover__allocation__line__nomination__household",
        "handover__allocation__line__nomination__institution",
    )
    return rows.defer("pdf", "superseded_by__pdf")


@require_safe
@allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
def receipt_list(request: SignedInRequest) -> HttpResponse:
    """List receipts, newest first."""
    rows = listed(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, ReceiptTable, ReceiptFilters, rows)
    context["export_url"] = reverse("receipt-export")
    context["rows"] = [
        (each, number_of(each), language_name(each.language)) for each in context["rows"]
    ]
    return render_list(request, "distribution/receipt_list.html", context)


def listed(request: SignedInRequest) -> QuerySet[Receipt]:
    """Keep what a list may offer: who hands over finds older receipts by number or code alone.

    Somebody who comes for the guarantee has either; nobody else's name is to be browsed.
    """
    rows = visible(request)
    if any(map(request.actor.may, (Permission.SEE_ALL_RECEIPTS, Permission.SEE_NOMINATIONS))):
        return rows
    since = timezone.localdate() - KNOWN_AFTER
    return rows.filter(Q(handover__handed_over_on__gte=since) | named(request.GET.get("q", "")))


def number_of(receipt: Receipt) -> str:
    """Write its number as it stands on the paper."""
    return receipt_number(receipt.issuer, receipt.year, receipt.number)


def find_receipt(request: SignedInRequest, issuer: str, year: int, number: int) -> Receipt:
    """Find a receipt that the actor may read."""
    rows = visible(request)
    return get_object_or_404(rows, issuer__code=issuer, year=year, number=number)


@require_safe
@allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
def receipt(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Show a receipt's facts, its PDF, and what to do if the device breaks."""
    found = find_receipt(request, issuer, year, number)
    may_hand_over = request.actor.may(Permission.HAND_OVER)
    papers = found.papers.select_related("taken_by__user").order_by("-pk")
    context = {
        "receipt": found,
        "papers": papers,
        "may_file": may_hand_over and not why_no_paper(found),
        "number": number_of(found),
        "language": language_name(found.language),
        "verification_url": verification_url(found.token),
        "returned": getattr(found.handover, "returned", None),
        "may_take_back": request.actor.may(Permission.TAKE_BACK),
        "may_correct": may_hand_over and not hasattr(found, "superseded_by"),
    }
    return render_page(request, "distribution/receipt.html", context)


@require_safe
@allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
def receipt_pdf(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Send the stored bytes, the same for ever."""
    found = find_receipt(request, issuer, year, number)
    if found.pdf is None:
        raise Http404  # its retention has ended; number, date and digest stay on its page
    receiver_seen(request, found.handover.allocation.line.nomination)
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number_of(found)}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@public(reason="whoever holds a receipt may check that it was issued; no person is named")
def receipt_verify(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a receipt was issued, with its number, date and digest, and nothing else."""
    rows = Receipt.objects.defer("pdf").select_related("issuer")
    found = rows.filter(token=token).first()
    newer = Receipt.objects.defer("pdf").select_related("issuer").filter(supersedes=found)
    successor = newer.first() if found else None
    context = {
        "receipt": found,
        "number": number_of(found) if found else "",
        "is_superseded": successor is not None,
        "successor": number_of(successor) if successor else "",
    }
    status = None if found else NOT_FOUND
    answer = render_page(request, "distribution/receipt_verify.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@public(reason="whoever holds a paper copy may check it by hand; no person is named")
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Check a paper copy by its number and the code on it, for those without its QR code."""
    form = CheckForm(request.GET or None)
    if form.is_valid() and form.receipt is not None:
        return redirect("receipt-verify", form.receipt.token)
    return render_page(request, "distribution/receipt_check.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.HAND_OVER)
def receipt_correct(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Issue a receipt that corrects this one; this one stays, and says so."""
    found = find_receipt(request, issuer, year, number)
    form = CorrectionForm(**sent(request), initial=as_issued(found))
    if form.does(lambda: form.correct(found, actor=request.actor)):
        new: Receipt = form.done
        messages.success(request, _("A new receipt corrects it. Have it signed."))
        return redirect("receipt", new.issuer.code, new.year, new.number)
    receiver_seen(request, found.handover.allocation.line.nomination)
    context = {"form": form, "receipt": found, "number": number_of(found)}
    return render_page(request, "distribution/receipt_correct.html", context, status=form.status)
