"""Receipts: number, draw and store, last in the transaction of the handover."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from distribution.handovers.receipts import (
    Contribution,
    DrawnSignature,
    Gift,
    Giver,
    LegalMode,
    Loan,
    MarkSignature,
    Nominator,
    PaperSignature,
    ReceiptContent,
    ReceiptItem,
    Recipient,
    Signature,
    TypedSignature,
    draw_receipt,
)
from distribution.models import Allocation, Handover, Nomination, Receipt
from distribution.referrals.standing import places_of
from distribution.texts.versions import receipt_texts
from distribution.words import AllocationEnd, SignatureKind
from distribution.words import LegalMode as Mode
from inventory.certified import certificates_proving_wipes_of, drives_of
from inventory.codes import show_code
from inventory.kinds import WITH_CHARGER
from inventory.models import Device, Drive, QualityCheck
from inventory.models.drive import DriveStatus, erasure_reference
from refurb.accounts.models import Organisation
from refurb.accounts.offers import Service, nearest
from refurb.counters.models import next_number
from refurb.documents.proof import check_code, new_token
from refurb.reference import name as commune_name

NO_RESALE_MONTHS = 24
# How long the receipt's data is kept: see "Retention" in the domain's rules.
KEPT_AFTER_GUARANTEE = 6
KEPT_WITHOUT_GUARANTEE = 24


def receipt_number(issuer: Organisation, year: int, number: int) -> str:
    """Write a receipt's number as people read it: issuer, year, number."""
    return f"{issuer.code}-{year}-{number:05d}"


def issue_receipt(
    handover: Handover,
    *,
    language: str,
    beside: Sequence[Allocation] | None = None,
    corrects: Receipt | None = None,
    because: str = "",
) -> Receipt:
    """Issue the receipt of a handover in fr, nl, de or en and store its bytes.

    `beside`: what went with it, where the caller has read it. A correction names the receipt that
    it replaces, which stays as it is, and says why. The number is taken last, so that its lock is
    short and a rollback gives it back: gapless per issuer and year.
    """
    token = new_token()
    # The day where it happens: around midnight it is another one in UTC, and so may be the year.
    day = timezone.localdate(None if corrects else handover.recorded_at)
    issuer, year = handover.giver, day.year
    number = next_number(f"receipt:{issuer.code}:{year}")
    content = receipt_content(
        handover,
        language=language,
        number=receipt_number(issuer, year, number),
        token=token,
        beside=beside,
    )
    if corrects:
        content = replace(content, corrects=number_of(corrects))
    pdf = draw_receipt(content)
    return Receipt.objects.create(
        supersedes=corrects,
        corrected_because=because,
        handover=handover,
        issuer=issuer,
        year=year,
        number=number,
        issued_on=day,
        language=language,
        text_version=content.text_version,
        token=token,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )


def number_of(receipt: Receipt) -> str:
    """Write the number of an issued receipt; select its issuer."""
    return receipt_number(receipt.issuer, receipt.year, receipt.number)


def verification_url(token: str) -> str:
    """Give the address behind the QR code of a receipt."""
    return f"{settings.PUBLIC_URL}/v/{token}"


def receipt_content(
    handover: Handover,
    *,
    language: str,
    number: str,
    token: str,
    beside: Sequence[Allocation] | None = None,
) -> ReceiptContent:
    """Gather what the receipt says; never income, ground or national number."""
    giver = handover.giver
    nomination = handover.allocation.line.nomination
    prevailing = "nl" if giver.languages[:1] == ["nl"] else "fr"
    texts, referred = receipt_texts(language, prevailing), places_of(nomination)
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
        recipient=_recipient(handover, nomination),
        items=_items(handover, beside),
        mode=_mode(handover),
        signature=_signature(handover),
        verification_url=verification_url(token),
        help_place=giver.help_text or f"{giver.name}, {giver.phone}",
        privacy_contact=giver.email or giver.legal_name,
        privacy_months=_kept_months(handover),
        language=language,
        prevailing=prevailing,
        texts=texts.by_language,
        text_version=texts.version,
        nominator=Nominator(nomination.organisation.name, nomination.case_reference),
        training=_training(handover, referred.get(Service.TRAINING), language),
        connection=_reached(referred.get(Service.CONNECTION), language),
        no_resale_months=NO_RESALE_MONTHS if handover.legal_mode == Mode.GIFT else 0,
        check_code=check_code(token),
        check_address=verification_url("").removeprefix("https://"),
    )


def _recipient(handover: Handover, nomination: Nomination) -> Recipient:
    """Name the household and who came instead, or the institution and who signs for it."""
    receiver = handover.receiver_name.strip()
    if it := nomination.institution:
        number = it.dotted_number
        return Recipient(it.name, proxy=receiver, enterprise_number=number, is_institution=True)
    household = nomination.household.full_name
    if not handover.is_proxy:
        return Recipient(household)
    return Recipient(household, proxy=receiver, has_mandate=handover.mandate_seen)


def _training(handover: Handover, referred: Organisation | None, language: str) -> str:
    """Say where the household is referred to; else who trains in its commune, where it wants it."""
    line = handover.allocation.line
    if referred or not line.training_wanted:
        return _reached(referred, language)
    return training_near(line.nomination.receiver.commune, language)


def _reached(place: Organisation | None, language: str) -> str:
    return reached(place, language) if place else ""


def training_near(commune: str, language: str) -> str:
    """Say who gives training to people of a commune, and where; empty when nobody does."""
    near = nearest(Service.TRAINING, commune)
    if near is None or not near.in_commune:
        return ""
    return reached(near.organisation, language)


def reached(place: Organisation, language: str) -> str:
    """Say how to reach a place: its name, address and phone."""
    parts = place.name, address_of(place, language), place.phone
    return ", ".join(part for part in parts if part)


def address_of(organisation: Organisation, language: str) -> str:
    """Write an organisation's address on one line."""
    town = f"{organisation.postcode} {commune_name(organisation.commune, language)}".strip()
    return ", ".join(part for part in (organisation.street, town) if part)


def _items(
    handover: Handover, beside: Sequence[Allocation] | None = None
) -> tuple[ReceiptItem, ...]:
    """Describe the machine, then what went with it, at one price whatever their number."""
    device = handover.allocation.device
    if beside is None:
        gone = handover.allocation.companions.filter(end=AllocationEnd.HANDED_OVER)
        beside = list(gone.select_related("device").order_by("pk"))
    devices = [device, *(each.device for each in beside)]
    checks, drives = _passed_checks(devices), drives_of(devices)
    certificates = certificates_proving_wipes_of(drives)
    own, *others = (
        _item(
            each,
            checks.get(each.pk),
            _erasure_references(drive for drive in drives if drive.device_id == each.pk),
            certificates[each.pk].full_number if each.pk in certificates else "",
        )
        for each in devices
    )
    lacks = False if device.kind in WITH_CHARGER else None
    has_charger = handover.with_charger or lacks
    return (replace(own, has_charger=has_charger, kit=tuple(handover.kit)), *others)


def _item(
    device: Device, check: QualityCheck | None, references: tuple[str, ...], certificate: str
) -> ReceiptItem:
    return ReceiptItem(
        code=show_code(device.code),
        kind=device.kind,
        manufacturer=device.manufacturer,
        model=device.model,
        serial_number=device.serial_number,
        grade=device.grade,
        defects=(check.known_defects,) if check and check.known_defects else (),
        battery_percent=check.battery_percent if check else None,
        operating_system=check.os_name if check else "",
        system_language=check.os_language if check else "",
        erasure_references=references,
        certificate=certificate,
    )


def _passed_checks(devices: Sequence[Device]) -> dict[int, QualityCheck]:
    """Map the id of each device to its newest passed check."""
    rows = QualityCheck.objects.filter(device__in=devices, passed=True).order_by("event_id")
    return {each.device_id: each for each in rows}


def _erasure_references(drives: Iterable[Drive]) -> tuple[str, ...]:
    """Name the newest erasure of each drive that leaves with its machine."""
    present = (drive for drive in drives if drive.status == DriveStatus.PRESENT)
    return tuple(
        erasure_reference(drive.newest_erasure_id) for drive in present if drive.newest_erasure_id
    )


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
    strokes = tuple(tuple((x, y) for x, y in stroke) for stroke in handover.strokes)
    if handover.signature_kind == SignatureKind.DRAWN:
        return DrawnSignature(name, strokes)
    if handover.signature_kind == SignatureKind.MARK:
        return MarkSignature(name, handover.witness_name.strip(), strokes)
    if handover.signature_kind == SignatureKind.TYPED:
        return TypedSignature(handover.signed_by_name.strip())
    return PaperSignature(name)
