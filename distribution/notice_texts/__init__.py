"""The words of the information notice, by language, written by hand and under one version.

Not in the translation catalogues: these are legal texts. A notice prints the version it was drawn
with, so change NOTICE_TEXT_VERSION with any of them. An administrator may publish others in their
place (distribution.texts). What stands in braces is filled in by
distribution.information; a test checks that all languages have the same braces and sections.
"""

from types import MappingProxyType
from typing import Final

from distribution.notice_texts import de, en, fr, nl
from distribution.notice_texts.shape import NoticeTexts, Section

NOTICE_TEXT_VERSION: Final = "2026-11-27"

NOTICE_TEXTS: Final = MappingProxyType(
    {texts.language: texts for texts in (fr.TEXTS, nl.TEXTS, de.TEXTS, en.TEXTS)}
)

__all__ = ["NOTICE_TEXTS", "NOTICE_TEXT_VERSION", "NoticeTexts", "Section"]
