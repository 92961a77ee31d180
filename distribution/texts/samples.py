"""A paper as a draft or a version would print it, about invented people and machines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final, cast

from django.utils import timezone

from distribution.handovers.receipt_texts import PREVAILING, ReceiptTexts
from distribution.handovers.receipts import (
    Contribution,
    Gift,
    Giver,
    Loan,
    Nominator,
    PaperSignature,
    ReceiptContent,
    ReceiptItem,
    Recipient,
    count_receipt_pages,
    draw_receipt,
)
from distribution.handovers.receipts.content import LegalMode
from distribution.information import InformationNotice, count_notice_pages, draw_notice
from distribution.notice_texts import NoticeTexts
from distribution.texts.flat import worded
from distribution.texts.parts import USUAL
from distribution.texts.versions import receipt_texts
from distribution.words import LegalMode as Mode
from distribution.words import PaperKind

_RECEIVER: Final = "Camille Exemple"
_LAPTOP: Final = ReceiptItem(
    code="0000-0000-0",
    kind="laptop",
    manufacturer="Exemple",
    model="X 14",
    serial_number="SPECIMEN",
    grade="B",
    battery_percent=82,
    has_charger=True,
    operating_system="Linux Mint 22",
    system_language="fr",
    erasure_references=("ER-0000",),
)


def draw_sample(
    kind: PaperKind, language: str, words: Mapping[str, str], *, version: str, mode: Mode
) -> bytes:
    """Draw a paper in these words; `mode` decides which receipt it is, and `version` is printed."""
    texts = worded(USUAL[kind][language], words)
    if kind == PaperKind.NOTICE:
        return draw_notice(_notice(cast("NoticeTexts", texts), version))
    return draw_receipt(_receipt(cast("ReceiptTexts", texts), version, mode))


def count_pages(kind: PaperKind, language: str, words: Mapping[str, str], mode: Mode) -> int:
    """Say how many pages the sample of a paper takes in these words, set as small as it may be."""
    texts = worded(USUAL[kind][language], words)
    if kind == PaperKind.NOTICE:
        return count_notice_pages(_notice(cast("NoticeTexts", texts), ""))
    return count_receipt_pages(_receipt(cast("ReceiptTexts", texts), "", mode))


def _receipt(texts: ReceiptTexts, version: str, mode: Mode) -> ReceiptContent:
    others = receipt_texts(*PREVAILING).by_language
    return ReceiptContent(
        number="SPECIMEN",
        handed_over_on=timezone.localdate(),
        place="Namur",
        giver=Giver("Atelier Exemple", "Rue Imaginaire 1, 5000 Namur"),
        recipient=Recipient(_RECEIVER),
        items=(_LAPTOP,),
        mode=_mode(mode),
        signature=PaperSignature(_RECEIVER),
        verification_url="https://refurb.example/v/specimen",
        help_place="Atelier Exemple, 081 00 00 00",
        privacy_contact="privacy@atelier.example",
        privacy_months=24,
        language=texts.language,
        nominator=Nominator("CPAS Exemple", "SPECIMEN"),
        training="EPN Exemple, Namur",
        connection="EPN Exemple, Namur",
        no_resale_months=24 if mode == Mode.GIFT else 0,
        check_code="SPECI-MEN00",
        check_address="refurb.example/v/",
        texts={**others, texts.language: texts},
        text_version=version,
    )


def _mode(mode: Mode) -> LegalMode:
    if mode == Mode.CONTRIBUTION:
        return Contribution(Decimal(40), guarantee_months=12)
    if mode == Mode.LOAN:
        return Loan(timezone.localdate() + timedelta(days=365), Decimal(50))
    return Gift(promised_months=6)


def _notice(texts: NoticeTexts, version: str) -> InformationNotice:
    return InformationNotice(
        language=texts.language,
        service="CPAS Exemple",
        contact=("Rue Imaginaire 1, 5000 Namur", "081 00 00 00"),
        coordination="Coordination Exemple",
        by_language={texts.language: texts},
        text_version=version,
    )
