"""What an information notice says, as plain values: of organisations only, of nobody's household.

There is no field for a name of a person: the same paper serves everybody of a service.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from distribution.notice_texts import NOTICE_TEXT_VERSION, NOTICE_TEXTS, NoticeTexts


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and the sentences under it, filled in."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationNotice:
    """A notice in one language of its texts, by one service.

    contact: address, phone and e-mail of the service, one a line. legal_basis: in its own words,
    or empty. text_version is how the version of its texts is printed.
    """

    language: str
    service: str
    contact: tuple[str, ...]
    coordination: str
    legal_basis: str = ""
    by_language: Mapping[str, NoticeTexts] = NOTICE_TEXTS
    text_version: str = NOTICE_TEXT_VERSION

    @property
    def texts(self) -> NoticeTexts:
        """Give the words of its language."""
        return self.by_language[self.language]

    @property
    def lead(self) -> str:
        """Say what it is about."""
        return self.texts.lead.format(service=self.service)

    def sections(self) -> tuple[Said, ...]:
        """Fill in every section, in order."""
        texts = self.texts
        basis = texts.legal_basis if self.legal_basis else texts.usual_basis
        known = {
            "service": self.service,
            "coordination": self.coordination,
            "contact": texts.contact,
            "basis": basis.format(service=self.service, basis=self.legal_basis.rstrip(". ")),
        }
        return tuple(
            Said(each.heading, tuple(line.format(**known) for line in each.lines))
            for each in texts.sections
        )
