"""What a receipt says, as plain values, frozen when it is issued.

There is no field for income, for the ground of eligibility or for a national number: what has
no field cannot be printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from distribution.handovers.receipt_texts import (
    PREVAILING,
    RECEIPT_TEXT_VERSION,
    RECEIPT_TEXTS,
    ReceiptTexts,
)

# The legal guarantee of a sale to a consumer, and the least that may be agreed for second-hand
# goods (Belgian old Civil Code, article 1649quater, § 1).
LEGAL_GUARANTEE_MONTHS = 24
SHORTEST_GUARANTEE_MONTHS = 12

type Strokes = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Gift:
    """Given for nothing; promised_months is how long the giver repairs or swaps of its own will."""

    code: ClassVar[Literal["gift"]] = "gift"
    promised_months: int = 0


@dataclass(frozen=True, slots=True)
class Contribution:
    """Handed over for a sum in euro, with the legal guarantee of a sale, or less if agreed.

    Raises ValueError for a guarantee that the law does not know.
    """

    code: ClassVar[Literal["contribution"]] = "contribution"
    amount: Decimal
    guarantee_months: int = LEGAL_GUARANTEE_MONTHS

    def __post_init__(self) -> None:
        if not SHORTEST_GUARANTEE_MONTHS <= self.guarantee_months <= LEGAL_GUARANTEE_MONTHS:
            raise ValueError("The legal guarantee is from 12 to 24 months.")


@dataclass(frozen=True, slots=True)
class Loan:
    """Lent for nothing until a day, that day included; deposit in euro, None for none."""

    code: ClassVar[Literal["loan"]] = "loan"
    until: date
    deposit: Decimal | None = None


type LegalMode = Gift | Contribution | Loan


@dataclass(frozen=True, slots=True)
class DrawnSignature:
    """Strokes of points as the screen saw them, y downwards, in any unit."""

    name: str
    strokes: Strokes


@dataclass(frozen=True, slots=True)
class TypedSignature:
    """A name typed instead of a signature."""

    name: str


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A place to sign by hand on the printed receipt."""

    name: str


@dataclass(frozen=True, slots=True)
class MarkSignature:
    """A mark by somebody who does not write, before a witness; no strokes leave it to paper."""

    name: str
    witness: str
    strokes: Strokes = ()


type Signature = DrawnSignature | TypedSignature | PaperSignature | MarkSignature


@dataclass(frozen=True, slots=True)
class Giver:
    """Who hands over, as the law names it; handed_over_by is the person who did it, if said."""

    legal_name: str
    address: str
    enterprise_number: str = ""
    handed_over_by: str = ""


@dataclass(frozen=True, slots=True)
class Nominator:
    """The service that asked for the equipment, and its own reference of the case."""

    name: str
    case_reference: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives: a name and nothing more; proxy is who came instead, or signs for a body."""

    name: str
    enterprise_number: str = ""  # of an institution, as it is printed
    is_institution: bool = False
    proxy: str = ""
    has_mandate: bool = False  # of the proxy, and it was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptItem:
    """One device or accessory; what is empty, or None, is not mentioned.

    code is written as on the label; kind, grade and system_language are the codes of the
    database; defects and kit are texts as noted. No defects on a graded item is printed as such.
    """

    code: str
    kind: str
    manufacturer: str
    model: str
    serial_number: str = ""
    grade: str = ""
    defects: tuple[str, ...] = ()
    battery_percent: int | None = None
    has_charger: bool | None = None
    kit: tuple[str, ...] = ()
    operating_system: str = ""
    system_language: str = ""
    erasure_references: tuple[str, ...] = ()
    certificate: str = ""  # of erasure; it stands for the records of each wipe


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptContent:
    """Everything a receipt prints; equal contents give equal bytes.

    language is the reader's, prevailing (fr or nl) the one that binds when it is another.
    no_resale_months 0 leaves that clause out. corrects is the number of the receipt replaced.
    check_code proves a copy at check_address without its QR code. texts are the words by language,
    text_version is how their version is printed.
    Raises ValueError for a language without texts.
    """

    number: str
    handed_over_on: date
    place: str
    giver: Giver
    recipient: Recipient
    items: tuple[ReceiptItem, ...]
    mode: LegalMode
    signature: Signature
    verification_url: str
    help_place: str
    privacy_contact: str
    privacy_months: int
    language: str
    prevailing: str = "fr"
    nominator: Nominator | None = None
    training: str = ""  # who gives it near the household, and where
    connection: str = ""  # who helps with the internet connection, and where
    no_resale_months: int = 0
    corrects: str = ""
    check_code: str = ""
    check_address: str = ""
    texts: Mapping[str, ReceiptTexts] = RECEIPT_TEXTS
    text_version: str = RECEIPT_TEXT_VERSION

    def __post_init__(self) -> None:
        if self.language not in self.texts:
            raise ValueError(f"There is no receipt in the language {self.language!r}.")
        if self.prevailing not in PREVAILING:
            raise ValueError(f"A receipt in {self.prevailing!r} binds nobody.")
