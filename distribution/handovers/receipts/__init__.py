"""Receipts of handovers: what one says, and its PDF. Models and numbers are elsewhere."""

from distribution.handovers.receipts.content import (
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
)
from distribution.handovers.receipts.drawing import count_receipt_pages, draw_receipt

__all__ = [
    "Contribution",
    "DrawnSignature",
    "Gift",
    "Giver",
    "LegalMode",
    "Loan",
    "MarkSignature",
    "Nominator",
    "PaperSignature",
    "ReceiptContent",
    "ReceiptItem",
    "Recipient",
    "Signature",
    "TypedSignature",
    "count_receipt_pages",
    "draw_receipt",
]
