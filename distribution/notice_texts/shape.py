"""What each language of the information notice has to say."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, and what is said under it; in braces what is known of service and coordination."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTexts:
    """All words of the information notice in one language.

    legal_basis is used when the service has written down its own, else usual_basis.
    """

    language: str
    direction: Literal["ltr", "rtl"] = "ltr"
    title: str
    lead: str
    sections: tuple[Section, ...]
    legal_basis: str
    usual_basis: str
    contact: str
    footer: str
