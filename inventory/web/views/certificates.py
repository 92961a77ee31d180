"""Certificates of erasure: list, page, stored PDF, issue, and the page behind the QR code."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from inventory.certified import found_in_device, found_in_donation
from inventory.certifying import (
    certify_device,
    certify_donation,
    digest_of,
    may_certify,
    newest_of,
    verification_url,
)
from inventory.models import Certificate, Device, Donation
from inventory.web.certificate_filters import CertificateFilters
from inventory.web.finding import of_device
from inventory.web.forms.certificates import CertificateCheckForm, CertifyForm
from inventory.web.tables import CertificateTable
from refurb.accounts.access import SignedInRequest, allow, public
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

NOT_FOUND = 404


def visible(request: SignedInRequest) -> QuerySet[Certificate]:
    """List the certificates that the actor may read, without their bytes."""
    rows = Certificate.objects.visible_to(request.actor)
    rows = rows.select_related("issuer", "donation", "device", "superseded_by__issuer")
    return rows.defer("pdf", "superseded_by__pdf", "device__hardware")


@require_safe
@allow(Permission.SEE_EVIDENCE, Permission.SEE_DONATIONS)
def certificate_list(request: SignedInRequest) -> HttpResponse:
    """List certificates, newest first."""
    rows = visible(request).fetch_mode(FETCH_RAISE)
    context = list_page(request, CertificateTable, CertificateFilters, rows)
    return render_list(request, "inventory/certificate_list.html", context)


def _find(request: SignedInRequest, issuer: str, year: int, number: int) -> Certificate:
    rows = visible(request).select_related("issued_by__user", "supersedes__issuer")
    rows = rows.defer("pdf", "superseded_by__pdf", "supersedes__pdf", "device__hardware")
    return get_object_or_404(rows, issuer__code=issuer, year=year, number=number)


@require_safe
@allow(Permission.SEE_EVIDENCE, Permission.SEE_DONATIONS)
def certificate(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Show what a certificate says of each drive, and whether anything has changed since."""
    found = _find(request, issuer, year, number)
    now = found_in_device(found.device) if found.device else found_in_donation(found.donation)
    digest = digest_of(tuple(one.shown() for one in now))
    context = {
        "certificate": found,
        "lines": found.lines.select_related("drive__device", "erasure").order_by("pk"),
        "verification_url": verification_url(found.token),
        "has_changed": digest != found.facts_sha256,
        "may_certify": may_certify(request.actor, found.issuer_id),
    }
    return render_page(request, "inventory/certificate.html", context)


@require_safe
@allow(Permission.SEE_EVIDENCE, Permission.SEE_DONATIONS)
def certificate_pdf(request: SignedInRequest, issuer: str, year: int, number: int) -> HttpResponse:
    """Send the stored bytes, the same for ever."""
    found = _find(request, issuer, year, number)
    if found.pdf is None:
        raise Http404  # its retention has ended; number, date and digest stay on its page
    answer = HttpResponse(bytes(found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.full_number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _to(found: Certificate) -> HttpResponse:
    return redirect("certificate", found.issuer.code, found.year, found.number)


@allow(Permission.CERTIFY)
def donation_certify(request: SignedInRequest, reference: str) -> HttpResponse:
    """Issue a certificate of a donation, after a look at what it will say."""
    mine = Donation.objects.filter(organisation=request.actor.organisation_id)
    donation = get_object_or_404(mine.select_related("donor"), reference=reference)
    form = CertifyForm(**sent(request), initial={"language": donation.donor.language})
    said = form.data.get("language", "fr")
    if form.does(lambda: certify_donation(donation, language=said, actor=request.actor)):
        messages.success(request, _("The certificate is issued."))
        return _to(form.done)
    context = {"form": form, "donation": donation, "found": found_in_donation(donation)}
    context["newest"] = newest_of(donation, None)
    return render_page(request, "inventory/donation_certify.html", context, status=form.status)


@allow(Permission.CERTIFY)
@of_device
def device_certify(request: SignedInRequest, device: Device) -> HttpResponse:
    """Issue a certificate of one device, after a look at what it will say."""
    if device.steward_id != request.actor.organisation_id:
        raise Http404
    form = CertifyForm(**sent(request), initial={"language": request.LANGUAGE_CODE})
    said = form.data.get("language", "fr")
    if form.does(lambda: certify_device(device, language=said, actor=request.actor)):
        messages.success(request, _("The certificate is issued."))
        return _to(form.done)
    context = {"form": form, "device": device, "found": found_in_device(device)}
    context["newest"] = newest_of(device.donation, device)
    return render_page(request, "inventory/device_certify.html", context, status=form.status)


@require_safe
@public(reason="whoever holds a certificate may check that it was issued; nobody is named")
def certificate_verify(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a certificate was issued, with its number, date and digest, and nothing else."""
    rows = Certificate.objects.select_related("issuer", "superseded_by__issuer")
    found = rows.defer("pdf", "superseded_by__pdf").filter(token=token).first()
    status = None if found else NOT_FOUND
    context = {"certificate": found}
    answer = render_page(request, "inventory/certificate_verify.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@public(reason="whoever holds a paper copy may check it by hand; nobody is named")
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Check a paper copy by its number and the code on it, for those without its QR code."""
    form = CertificateCheckForm(request.GET or None)
    if form.is_valid() and form.certificate is not None:
        return redirect("certificate-verify", form.certificate.token)
    return render_page(request, "inventory/certificate_check.html", {"form": form})
