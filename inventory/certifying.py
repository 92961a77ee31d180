"""Issue certificates of erasure: number, draw and store; a newer one supersedes, none is edited."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from inventory.certificates import (
    CERTIFICATE_TEXT_VERSION,
    CertificateContent,
    CertifiedDevice,
    Issuer,
    draw_certificate,
)
from inventory.certified import FoundDevice, found_in_device, found_in_donation
from inventory.models import Certificate, CertificateLine, Device, Donation
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission, Role
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.documents.proof import check_code, new_token
from refurb.reasons import Reason, Refused
from refurb.reference import name as commune_name


class CertificateRefused(Refused):
    """There is nothing to certify, or the certificate in force says it already."""


def verification_url(token: str) -> str:
    """Give the address behind the QR code of a certificate."""
    return f"{settings.PUBLIC_URL}/c/{token}"


def may_certify(actor: Membership, organisation_id: int) -> bool:
    """Say whether the actor may certify what an organisation received, or answers for."""
    return actor.may(Permission.CERTIFY) and actor.organisation_id == organisation_id


@transaction.atomic
def certify_donation(donation: Donation, *, language: str, actor: Membership) -> Certificate:
    """Certify what became of every drive of a donation, one row each. Raises CertificateRefused.

    Drives that failed, or are not done yet, are named as such; the paper is an interim statement
    then. Refused while not a single drive is proved. Raises PermissionDenied.
    """
    if not may_certify(actor, donation.organisation_id):
        raise PermissionDenied
    locked = Donation.objects.select_for_update().get(pk=donation.pk)
    found = found_in_donation(locked)
    return _issue(found, locked, None, locked.organisation, language, actor)


@transaction.atomic
def certify_device(device: Device, *, language: str, actor: Membership) -> Certificate:
    """Certify what became of every drive of one device. Raises CertificateRefused.

    It names no donor, so that whoever gets the machine may have it. Raises PermissionDenied.
    """
    if not may_certify(actor, device.steward_id):
        raise PermissionDenied
    locked = Device.objects.select_for_update(of=("self",)).select_related("donation", "steward")
    device = locked.get(pk=device.pk)
    found = found_in_device(device)
    return _issue(found, device.donation, device, device.steward, language, actor)


def _issue(  # noqa: PLR0913, PLR0917  what a certificate is about
    found: tuple[FoundDevice, ...],
    donation: Donation,
    device: Device | None,
    issuer: Organisation,
    language: str,
    actor: Membership,
) -> Certificate:
    devices = tuple(one.shown() for one in found)
    digest = digest_of(devices)
    old = newest_of(donation, device)
    _check(found, old, digest, language)
    now, token = timezone.now(), new_token()
    day = timezone.localdate(now)
    # The number is taken last, so that its lock is short and a rollback gives it back: gapless.
    number = next_number(f"certificate:{issuer.code}:{day.year}")
    new = Certificate(
        donation=donation,
        device=device,
        issuer=issuer,
        issued_by=actor,
        year=day.year,
        number=number,
        issued_on=day,
        language=language,
        text_version=CERTIFICATE_TEXT_VERSION,
        token=token,
        facts_sha256=digest,
        supersedes=old,
    )
    with override(language):
        content = CertificateContent(
            number=new.full_number,
            issued_at=now,
            issuer=_issuer(issuer, actor, language),
            devices=devices,
            donation=donation.reference,
            received_on=date_format(donation.received_on, "SHORT_DATE_FORMAT"),
            verification_url=verification_url(token),
            check_code=check_code(token),
            check_address=verification_url("").removeprefix("https://"),
            language=language,
            donor="" if device else donation.donor.name,
            donors_reference="" if device else donation.donors_reference,
            supersedes=old.full_number if old else "",
        )
    new.is_complete = content.is_complete
    new.pdf = draw_certificate(content)
    new.sha256 = hashlib.sha256(new.pdf).hexdigest()
    new.save(force_insert=True)
    CertificateLine.objects.bulk_create(
        CertificateLine(
            certificate=new, drive=line.drive, erasure=line.erasure, outcome=line.outcome
        )
        for one in found
        for line in one.lines
    )
    about = device.code if device else donation.reference
    record(actor, "certificate.issued", new.full_number, of=about)
    return new


def newest_of(donation: Donation, device: Device | None) -> Certificate | None:
    """Find the certificate in force of a donation, or of a device."""
    rows = Certificate.objects.in_force().select_related("issuer").defer("pdf")
    if device is not None:
        return rows.filter(device=device).first()
    return rows.filter(donation=donation, device=None).first()


def digest_of(devices: tuple[CertifiedDevice, ...]) -> str:
    """Sum up what a certificate says of the drives, to tell whether a newer one would differ."""
    return hashlib.sha256(repr(devices).encode()).hexdigest()


def _check(
    found: tuple[FoundDevice, ...], old: Certificate | None, digest: str, language: str
) -> None:
    lines = [line for one in found for line in one.lines]
    if not lines:
        message = _("There is no drive to certify.")
        raise CertificateRefused(Reason("no_drive", message))
    if not any(line.shown.is_proved for line in lines):
        message = _("Nothing is proved yet: no drive is sanitised or destroyed.")
        raise CertificateRefused(Reason("nothing_proved", message))
    if old is not None and (old.facts_sha256, old.language) == (digest, language):
        message = _("Nothing has changed since certificate %(number)s: it still counts.")
        raise CertificateRefused(Reason("unchanged", message, {"number": old.full_number}))


def _issuer(organisation: Organisation, actor: Membership, language: str) -> Issuer:
    town = f"{organisation.postcode} {commune_name(organisation.commune, language)}".strip()
    return Issuer(
        legal_name=organisation.legal_name,
        address=", ".join(part for part in (organisation.street, town) if part),
        enterprise_number=organisation.enterprise_number,
        person=actor.user.name,
        role=str(Role(actor.role).label),
    )
