"""The information notice: complete in each language, and about nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from distribution.information import InformationNotice, draw_notice
from distribution.notice_texts import NOTICE_TEXT_VERSION, NOTICE_TEXTS

NOTICE = InformationNotice(
    language="fr",
    service="CPAS de Quelquepart",
    contact=("Rue Imaginaire 1, 1030 Schaerbeek", "02 000 00 00"),
    coordination="Coordination du numérique",
)
BRACES = re.compile(r"{\w+}")


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) == 1
    return " ".join(" ".join(pages).split())


def shape(language: str) -> list[tuple[int, list[str]]]:
    """Count the lines of each section, and list what is filled in there."""
    sections = NOTICE_TEXTS[language].sections
    return [(len(each.lines), sorted(BRACES.findall(" ".join(each.lines)))) for each in sections]


@pytest.mark.parametrize("language", NOTICE_TEXTS)
def test_each_language_says_the_same_on_one_page(language: str) -> None:
    assert shape(language) == shape("en")
    text = text_of(draw_notice(replace(NOTICE, language=language)))
    assert NOTICE_TEXT_VERSION in text
    assert "{" not in text
    for section in NOTICE_TEXTS[language].sections:
        assert section.heading in text
    assert "CPAS de Quelquepart" in text
    assert "Coordination du num" in text


def test_a_services_own_legal_basis_is_printed_and_equal_contents_give_equal_bytes() -> None:
    own = replace(NOTICE, legal_basis="loi organique du 8 juillet 1976.")
    assert "sur cette base légale : loi organique du 8 juillet 1976." in text_of(draw_notice(own))
    assert draw_notice(NOTICE) == draw_notice(NOTICE)
