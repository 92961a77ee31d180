"""The words of receipts, by language, written by hand and under one version.

Not in the translation catalogues: these are legal texts. A receipt names the version it was
drawn with, so change RECEIPT_TEXT_VERSION with any of them. An administrator may publish others in
their place (distribution.texts). What stands in braces is filled in
by distribution.handovers.receipts.wording; a test checks that all languages have the same braces.
"""

from types import MappingProxyType
from typing import Final

from distribution.handovers.receipt_texts import de, en, fr, nl
from distribution.handovers.receipt_texts.shape import PREVAILING, ReceiptTexts

RECEIPT_TEXT_VERSION: Final = "2026-11-28"

RECEIPT_TEXTS: Final = MappingProxyType(
    {texts.language: texts for texts in (fr.TEXTS, nl.TEXTS, de.TEXTS, en.TEXTS)}
)

__all__ = ["PREVAILING", "RECEIPT_TEXTS", "RECEIPT_TEXT_VERSION", "ReceiptTexts"]
