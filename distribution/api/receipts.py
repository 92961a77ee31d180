"""Receipts: the stored bytes, and what a paper copy is worth."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from distribution.handovers.issuing import receipt_number, verification_url
from distribution.models import Receipt
from distribution.nominations.viewing import note_views
from refurb.accounts.access import SignedInRequest, allow, public
from refurb.accounts.roles import Permission
from refurb.api.shapes import Shown

router = Router(tags=["Handover"])
NUMBER = re.compile(r"([0-9]{4})-([0-9]{5,9})", re.ASCII)
PDF: dict[str, Any] = {
    "responses": {
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class ReceiptShown(Shown):
    """A receipt: its number as on paper, where its bytes are, what verifies it."""

    number: str
    issuer: str
    issued_on: date
    language: str
    sha256: str
    url: str
    verification_url: str


class Verified(Shown):
    """What a token on a paper says; nothing about who or what."""

    status: Literal["issued", "superseded", "unknown"]
    issued_on: date | None = None
    sha256: str | None = None


def show_receipt(receipt: Receipt) -> ReceiptShown:
    """Show a receipt; select its issuer."""
    issuer = receipt.issuer.code
    path = reverse("api:receipt_pdf", args=[issuer, str(receipt)])
    return ReceiptShown(
        number=receipt_number(receipt.issuer, receipt.year, receipt.number),
        issuer=issuer,
        issued_on=receipt.issued_on,
        language=receipt.language,
        sha256=receipt.sha256,
        url=settings.PUBLIC_URL.rstrip("/") + path,
        verification_url=verification_url(receipt.token),
    )


@router.get(
    "receipts/verify",
    auth=None,
    response=Verified,
    summary="Verify a receipt",
    operation_id="verify_receipt",
)
@public(reason="whoever holds the paper may check it; the token on it tells nothing else")
def verify_receipt(request: HttpRequest, token: Annotated[str, Query(max_length=200)]) -> Verified:
    """Say of the token on a paper whether a receipt was issued with it, when, and its digest."""
    rows = Receipt.objects.defer("pdf").select_related("superseded_by")
    found = rows.filter(token=token).first() if token.isascii() and token.isprintable() else None
    if found is None:
        return Verified(status="unknown")
    status: Literal["issued", "superseded"] = (
        "superseded" if hasattr(found, "superseded_by") else "issued"
    )
    return Verified(status=status, issued_on=found.issued_on, sha256=found.sha256)


@router.get(
    "receipts/{reference:issuer}/{number}.pdf",
    summary="Read a receipt",
    operation_id="receipt_pdf",
    openapi_extra=PDF,
    url_name="receipt_pdf",
)
@allow(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
def receipt_pdf(request: SignedInRequest, issuer: str, number: str) -> HttpResponse:
    """Send the stored bytes, the same for ever; the number is year and number, as 2026-00001."""
    asked = NUMBER.fullmatch(number)
    if asked is None:
        raise Http404
    year, counted = map(int, asked.groups())
    mine = Receipt.objects.visible_to(request.actor)
    found = get_object_or_404(
        mine.select_related("handover__allocation__line__nomination__household"),
        issuer__code=issuer.upper(),
        year=year,
        number=counted,
        pdf__isnull=False,
    )
    nomination = found.handover.allocation.line.nomination
    if nomination.institution_id is None:
        note_views([nomination.household], page="api/receipts", actor=request.actor)
    response = HttpResponse(bytes(found.pdf or b""), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{issuer}-{number}.pdf"'
    return response
