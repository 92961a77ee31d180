"""What each language of a receipt has to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

# The languages whose text binds: the others are printed beside one of them.
PREVAILING: Final = ("fr", "nl")

type Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptTexts:
    """All words of a receipt in one language.

    by_mode texts have the keys gift, contribution and loan. A count of months is a pair: for one,
    and for another number, in the case that follows "during". prevails names the language that
    binds; binding says so in that language.
    """

    language: str
    direction: Literal["ltr", "rtl"] = "ltr"

    # How figures look
    months_of_year: Lines
    date: str
    money: str
    decimal_mark: str
    month_count: tuple[str, str]

    # Facts
    title_by_mode: Mapping[str, str]
    number: str
    corrects: str
    giver: str
    recipient: str
    proxy: str
    proxy_mandated: str
    nominator: str
    enterprise_number: str
    case_reference: str
    items: str
    serial_number: str
    grades: Mapping[str, str]
    battery: str
    with_charger: str
    without_charger: str
    kit: str
    defects: str
    no_defects: str
    system: str
    erasure: str
    certificate: str
    kinds: Mapping[str, str]
    languages: Mapping[str, str]

    # What is agreed
    terms: str
    terms_by_mode: Mapping[str, str]
    deposit: str
    no_deposit: str
    declarations: str
    declared: Lines
    clauses: str
    clauses_by_mode: Mapping[str, Lines]
    public_use_by_mode: Mapping[str, str]  # instead of the first clause, for an institution
    no_resale: str
    data: str
    guarantee: str
    guarantee_by_mode: Mapping[str, str]
    guarantee_agreed: str
    guarantee_promised: str
    exclusions: str
    help: str
    training: str
    connection: str
    privacy: str
    privacy_notice: str
    privacy_nominator: str
    privacy_rights: str
    prevails: Mapping[str, str]
    binding: str

    # Signing and checking
    done_at: str
    signed_by: str
    typed: str
    on_paper: str
    mark: str
    handed_over_by: str
    verify: str
    verify_by_hand: str
    footer: str
