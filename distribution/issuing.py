"""Receipts: number, draw and store, last in the transaction of the handover."""

from __future__ import annotations

import hashlib
import secrets
from decimal import Decimal

from django.conf import settings

from distribution.models import Handover, Receipt
from distribution.receipt_texts import RECEIPT_TEXT_VERSION
from distribution.receipts import (
    Contribution,
    DrawnSignature,
    Gift,
    Giver,
    LegalMode,
    Loan,
    Nominator,
    PaperSignature,
    ReceiptContent,
    ReceiptItem,
    Recipient,
    Signature,
    TypedSignature,
    draw_receipt,
)
from distribution.words import LegalMode as Mode
from distribution.words import SignatureKind
from inventory.codes import show_code
from inventory.models import Device, Drive
from inventory.models.drive import DriveStatus
from refurb.accounts.models import Organisation
from refurb.counters.models import next_number
from refurb.reference import name as commune_name

NO_RESALE_MONTHS = 24
# How long the receipt's data is kept: see "Retention" in the domain's rules.
KEPT_AFTER_GUARANTEE = 6
KEPT_WITHOUT_GUARANTEE = 24


def receipt_number(issuer: Organisation, year: int, number: int) -> str:
    """Write a receipt's number as people read it: issuer, year, number."""
    return f"{issuer.code}-{year}-{number:05d}"


def issue_receipt(handover: Handover, *, language: str) -> Receipt:
    """Issue the receipt of a handover in fr, nl, de or en and store its bytes.

    The number is taken last, so that its lock is short and a rollback gives it back: gapless per
    issuer and year.
    """
    token = secrets.token_urlsafe(32)
    issuer, year = handover.giver, handover.recorded_at.year
    number = next_number(f"receipt:{issuer.code}:{year}")
    content = receipt_content(
        handover, language=language, number=receipt_number(issuer, year, number), token=token
    )
    pdf = draw_receipt(content)
    return Receipt.objects.create(
        handover=handover,
        issuer=issuer,
        year=year,
        number=number,
        issued_on=handover.recorded_at.date(),
        language=language,
        text_version=RECEIPT_TEXT_VERSION,
        token=token,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def verification_url(token: str) -> str:
    """Give the address behind the QR code of a receipt."""
    return f"{settings.PUBLIC_URL}/v/{token}"


def receipt_content(
    handover: Handover, *, language: str, number: str, token: str
) -> ReceiptContent:
    """Gather what the receipt says; never income, ground or national number."""
    giver = handover.giver
    nomination = handover.allocation.line.nomination
    receiver = handover.receiver_name.strip()
    household = nomination.household.full_name
    return ReceiptContent(
        number=number,
        handed_over_on=handover.handed_over_on,
        place=handover.place,
        giver=Giver(
            legal_name=giver.legal_name,
            address=address_of(giver, language),
            enterprise_number=giver.enterprise_number,
            handed_over_by=handover.recorded_by.user.name,
        ),
        recipient=Recipient(household, proxy=receiver if handover.is_proxy else ""),
        items=(_item(handover),),
        mode=_mode(handover),
        signature=_signature(handover),
        verification_url=verification_url(token),
        help_place=giver.help_text or f"{giver.name}, {giver.phone}",
        privacy_contact=giver.email or giver.legal_name,
        privacy_months=_kept_months(handover),
        language=language,
        prevailing="nl" if giver.languages[:1] == ["nl"] else "fr",
        nominator=Nominator(nomination.organisation.name, nomination.case_reference),
        training=giver.name if handover.allocation.line.training_wanted else "",
        no_resale_months=NO_RESALE_MONTHS if handover.legal_mode == Mode.GIFT else 0,
    )


def address_of(organisation: Organisation, language: str) -> str:
    """Write an organisation's address on one line."""
    town = f"{organisation.postcode} {commune_name(organisation.commune, language)}".strip()
    return ", ".join(part for part in (organisation.street, town) if part)


def _item(handover: Handover) -> ReceiptItem:
    device = handover.allocation.device
    check = device.quality_checks.filter(passed=True).order_by("-event_id").first()
    return ReceiptItem(
        code=show_code(device.code),
        kind=device.kind,
        manufacturer=device.manufacturer,
        model=device.model,
        serial_number=device.serial_number,
        grade=device.grade,
        defects=(check.known_defects,) if check and check.known_defects else (),
        battery_percent=check.battery_percent if check else None,
        has_charger=handover.with_charger or None,
        kit=tuple(handover.kit),
        operating_system=check.os_name if check else "",
        system_language=check.os_language if check else "",
        erasure_references=_erasure_references(device),
    )


def _erasure_references(device: Device) -> tuple[str, ...]:
    present = Drive.objects.filter(device=device, status=DriveStatus.PRESENT).order_by("pk")
    newest = (drive.erasures.order_by("-event_id").first() for drive in present)
    return tuple(erasure.reference for erasure in newest if erasure)


def _euros(cents: int | None) -> Decimal:
    return Decimal(cents or 0) / 100


def _mode(handover: Handover) -> LegalMode:
    if handover.legal_mode == Mode.CONTRIBUTION:
        return Contribution(_euros(handover.contribution_cents), handover.guarantee_months)
    if handover.legal_mode == Mode.LOAN and handover.loan_until:
        deposit = _euros(handover.deposit_cents) if handover.deposit_cents else None
        return Loan(handover.loan_until, deposit)
    return Gift(handover.guarantee_months)


def _kept_months(handover: Handover) -> int:
    if handover.legal_mode == Mode.CONTRIBUTION:
        return handover.guarantee_months + KEPT_AFTER_GUARANTEE
    return KEPT_WITHOUT_GUARANTEE


def _signature(handover: Handover) -> Signature:
    name = handover.receiver_name.strip()
    if handover.signature_kind == SignatureKind.DRAWN:
        strokes = tuple(tuple((x, y) for x, y in stroke) for stroke in handover.strokes)
        return DrawnSignature(name, strokes)
    if handover.signature_kind == SignatureKind.TYPED:
        return TypedSignature(handover.signed_by_name.strip())
    return PaperSignature(name)
