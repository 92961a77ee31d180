"""Receipts on paper: everything they must say, nothing they must not, always the same bytes."""

import string
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops
from pypdf import PdfReader

from distribution.handovers.receipt_texts import RECEIPT_TEXT_VERSION, RECEIPT_TEXTS, ReceiptTexts
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
    TypedSignature,
    draw_receipt,
)
from tests.documents.raster import decoded, glyphs, images, text

LANGUAGES = ("fr", "nl", "de", "en")
STROKES = (((0.0, 40.0), (20.0, 0.0), (40.0, 40.0)), ((10.0, 20.0), (30.0, 22.0)))
MODES: dict[str, LegalMode] = {
    "gift": Gift(),
    "contribution": Contribution(Decimal(45), guarantee_months=12),
    "loan": Loan(date(2027, 6, 30), Decimal(50)),
}

LAPTOP = ReceiptItem(
    code="7H3K-9QWX-1",
    kind="laptop",
    manufacturer="HP",
    model="EliteBook 840 G5",
    serial_number="5CG8412XYZ",
    grade="B",
    defects=("kras op het deksel",),
    battery_percent=82,
    has_charger=True,
    kit=("draagtas", "USB-muis"),
    operating_system="Linux Mint 22.2",
    system_language="uk",
    erasure_references=("ER-4512", "ER-4513"),
)
MONITOR = ReceiptItem(
    code="M0NT-R8V4-9",
    kind="monitor",
    manufacturer="Philips",
    model="241B8QJEB",
    serial_number="UHB1843021776",
    grade="A",
)

# Words of the grounds of eligibility, of income and of national numbers, in four languages.
UNSAID = (
    *("revenu", "inkomen", "einkommen", "income", "leefloon", "eingliederung", "grapa", "igo"),
    *("bim", "rvv", "ris", "allocation", "uitkering", "tegemoetkoming", "beihilfe", "allowance"),
    *("handicap", "behindert", "disability", "asile", "asiel", "asyl", "asylum", "tarif social"),
    *("sociaal tarief", "médiation de dettes", "schuldbemiddeling", "schuldnerberatung"),
    *("debt", "chômage", "werkloos", "arbeitslos", "unemployed", "registre national"),
    *("rijksregister", "nationalregister", "national number", "national register", "niss", "insz"),
)


def make_content(language: str = "fr", mode: str = "gift") -> ReceiptContent:
    return ReceiptContent(
        number="REL-2026-00123",
        handed_over_on=date(2026, 11, 23),
        place="Molenbeek",
        giver=Giver("Relais asbl", "Rue de Flandre 45, 1080 Molenbeek", "BE 0417.497.106", "Tom"),
        recipient=Recipient("Olena Kovalenko", proxy="Андрій Коваленко"),
        items=(LAPTOP, MONITOR),
        mode=MODES[mode],
        signature=DrawnSignature("Olena Kovalenko", STROKES),
        verification_url="https://refurb.example/v/sK3v0pQh1nXoY7cWlGm2ZtBfRjDaEuN8i5MwCqPxLrT",
        help_place="Relais, 02 555 12 34",
        privacy_contact="privacy@relais.example",
        privacy_months=18,
        language=language,
        nominator=Nominator("CPAS de Molenbeek", "2026/ASL/0417"),
        training="EPN Molenbeek",
        no_resale_months=36,
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_says_everything_it_must(language: str, mode: str) -> None:
    said = text(draw_receipt(make_content(language, mode)))
    expected = (
        *("REL-2026-00123", "2026", "Molenbeek", "Relais asbl", "0417.497.106", "Rue de Flandre"),
        *("Olena Kovalenko", "Андрій Коваленко", "CPAS de Molenbeek", "2026/ASL/0417", "Tom"),
        *("7H3K-9QWX-1", "HP EliteBook 840 G5", "5CG8412XYZ", "82", "kras op het deksel"),
        *("draagtas, USB-muis", "Linux Mint 22.2", "ER-4512", "ER-4513"),
        *("M0NT-R8V4-9", "Philips 241B8QJEB", "UHB1843021776"),
        *("02 555 12 34", "EPN Molenbeek", "privacy@relais.example", "contact@apd-gba.be"),
        *("18", RECEIPT_TEXT_VERSION, RECEIPT_TEXTS[language].title_by_mode[mode]),
        *(RECEIPT_TEXTS[language].languages["uk"], RECEIPT_TEXTS[language].kinds["monitor"]),
    )
    assert [words for words in expected if words not in said] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_of_two_devices_fits_one_page_in_each_language(language: str, mode: str) -> None:
    pdf = PdfReader(BytesIO(draw_receipt(make_content(language, mode))))
    assert len(pdf.pages) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_never_says_why_somebody_was_entitled(language: str, mode: str) -> None:
    said = text(draw_receipt(make_content(language, mode))).lower()
    words = {word.strip(string.punctuation) for word in said.split()}
    assert [
        unsaid for unsaid in UNSAID if unsaid in words or (" " in unsaid and unsaid in said)
    ] == []


def test_a_receipt_has_no_place_for_an_address_ground_or_number_of_the_recipient() -> None:
    assert [field.name for field in fields(Recipient)] == [
        "name",
        "enterprise_number",
        "is_institution",
        "proxy",
        "has_mandate",
    ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_institution_opens_the_machine_to_the_public_and_not_to_its_household(
    language: str, mode: str
) -> None:
    library = Recipient(
        "Bibliothèque Inventée", "0403.019.261", is_institution=True, proxy="Basile Inventé"
    )
    said = _loose(text(draw_receipt(replace(make_content(language, mode), recipient=library))))
    texts = RECEIPT_TEXTS[language]
    assert _loose(texts.public_use_by_mode[mode]) in said
    assert _loose(texts.clauses_by_mode[mode][0]) not in said
    assert _loose(texts.proxy.format(name="Basile Inventé")) in said


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_text_that_binds_stands_alone(language: str) -> None:
    said = text(draw_receipt(make_content(language)))
    others = [RECEIPT_TEXTS[other].terms for other in LANGUAGES if other != language]
    assert RECEIPT_TEXTS[language].terms in said
    assert [words for words in others if words in said] == []


@pytest.mark.parametrize("prevailing", ["fr", "nl"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("mode", MODES)
def test_another_language_has_the_binding_text_beside_it(
    language: str, prevailing: str, mode: str
) -> None:
    content = replace(make_content(language, mode), prevailing=prevailing)
    said = text(draw_receipt(content))
    ours, theirs = RECEIPT_TEXTS[language], RECEIPT_TEXTS[prevailing]
    assert ours.prevails[prevailing] in said
    assert theirs.binding in said
    for sentence in (*theirs.declared, *theirs.clauses_by_mode[mode]):
        assert _loose(sentence) in _loose(said)


def test_a_gift_has_no_sellers_guarantee_and_a_promise_only_when_made() -> None:
    content = make_content("en", "gift")
    said = text(draw_receipt(content))
    assert "there is no seller's guarantee" in said
    assert "undertakes to repair" not in said
    promised = text(draw_receipt(replace(content, mode=Gift(promised_months=6))))
    assert "For 6 months, however, Relais asbl undertakes to repair or swap it" in promised


def test_a_contribution_has_the_legal_guarantee_or_the_one_agreed() -> None:
    content = make_content("en", "contribution")
    agreed = text(draw_receipt(content))
    assert "€45.00" in agreed
    assert "we expressly agree that the legal guarantee of conformity is 12 months" in agreed
    usual = text(draw_receipt(replace(content, mode=Contribution(Decimal("12.5")))))
    assert "the legal guarantee of conformity of two years from today" in usual
    assert "€12.50" in usual
    assert "expressly agree" not in usual


@pytest.mark.parametrize("months", [0, 11, 25])
def test_a_guarantee_that_the_law_does_not_know_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="12 to 24"):
        Contribution(Decimal(45), guarantee_months=months)


def test_a_loan_says_until_when_and_for_what_deposit() -> None:
    content = make_content("nl", "loan")
    said = text(draw_receipt(content))
    assert "tot en met 30 juni 2027" in said
    assert "een waarborg van € 50,00" in said
    assert "36 maanden" not in said
    free = text(draw_receipt(replace(content, mode=Loan(date(2027, 6, 30)))))
    assert "Er wordt geen waarborg gevraagd." in free


def test_months_without_resale_are_said_or_left_out() -> None:
    content = make_content("fr")
    assert "ne le revendez pas pendant 36 mois" in text(draw_receipt(content))
    assert "revendez" not in text(draw_receipt(replace(content, no_resale_months=0)))


def test_a_correction_names_the_receipt_it_replaces() -> None:
    content = replace(make_content("de"), corrects="REL-2026-00099")
    assert "berichtigt und ersetzt die Empfangsbestätigung Nr. REL-2026-00099" in text(
        draw_receipt(content)
    )


def test_what_is_unknown_is_not_mentioned() -> None:
    router = ReceiptItem(code="R7T3-RZ10-D", kind="router", manufacturer="", model="")
    bare = replace(
        make_content("en"),
        giver=Giver("Relais asbl", "Rue de Flandre 45"),
        recipient=Recipient("Olena"),
        items=(router,),
        nominator=None,
        training="",
    )
    said = text(draw_receipt(bare))
    unmentioned = (
        *("Enterprise", "represented", "Nominated", "Training", "Battery", "charger"),
        *("defects:", "System", "erased, erasure record", "Serial", "None"),
    )
    assert [words for words in unmentioned if words in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_on_a_receipt_opens_its_verification(language: str) -> None:
    content = make_content(language)
    pdf = draw_receipt(content)
    assert decoded(pdf) == [content.verification_url]
    assert f"/URI ({content.verification_url})".encode() in pdf


def test_a_drawn_signature_is_on_the_paper() -> None:
    content = make_content()
    unsigned = replace(content, signature=DrawnSignature("Olena Kovalenko", ()))
    signed, blank = (images(draw_receipt(one), dpi=72)[0] for one in (content, unsigned))
    drawn = ImageChops.difference(signed, blank).getbbox()
    assert drawn is not None
    left, top, right, bottom = drawn
    # In the left half, about two centimetres high, below everything that was agreed.
    assert left >= 48
    assert right <= 297
    assert 30 <= bottom - top <= 60
    assert top > 421


def test_each_way_of_signing_is_named() -> None:
    content = make_content("en")
    typed = replace(content, signature=TypedSignature("Olena Kovalenko"))
    mark = replace(content, signature=MarkSignature("Olena Kovalenko", "Sofie Peeters"))
    on_paper = replace(content, signature=_on_paper())
    assert "Signed by typing the name" in text(draw_receipt(typed))
    assert "Mark made before a witness: Sofie Peeters" in text(draw_receipt(mark))
    assert "Signature on paper" in text(draw_receipt(on_paper))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_content_gives_the_same_bytes(language: str) -> None:
    first = draw_receipt(make_content(language))
    draw_receipt(make_content("fr", "loan"))
    assert draw_receipt(make_content(language)) == first


def test_many_devices_take_more_pages_and_each_page_says_which() -> None:
    pdf = draw_receipt(replace(make_content("fr"), items=(LAPTOP, MONITOR) * 8))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"page {number} sur {len(pages)}" in page


@settings(max_examples=20)
@given(st.text(max_size=300), st.text(max_size=2000), st.sampled_from(LANGUAGES))
def test_whatever_people_typed_stays_on_the_paper(name: str, noted: str, language: str) -> None:
    item = replace(LAPTOP, model=name, defects=(noted,), serial_number=name)
    content = replace(make_content(language), items=(item,), recipient=Recipient(name))
    for glyph in glyphs(draw_receipt(content)):
        assert 0 <= glyph.left <= glyph.right <= 596
        assert 0 <= glyph.bottom <= glyph.top <= 842


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        replace(make_content(), language="xx")
    with pytest.raises(ValueError, match="'en'"):
        replace(make_content(), prevailing="en")


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_all_languages_fill_in_the_same_things(language: str) -> None:
    assert dict(_braces(RECEIPT_TEXTS[language])) == dict(_braces(RECEIPT_TEXTS["fr"]))


def _braces(texts: ReceiptTexts) -> Iterator[tuple[str, object]]:
    """List what each text has to be filled in with, and the keys of each table of texts."""
    for field in fields(texts):
        value = getattr(texts, field.name)
        if field.name in ("prevails", "month_count", "binding", "language"):
            continue
        if isinstance(value, str):
            yield field.name, _names(value)
        elif isinstance(value, tuple):
            yield field.name, [_names(line) for line in value]
        else:
            lines = {key: (line,) if isinstance(line, str) else line for key, line in value.items()}
            yield field.name, {key: [_names(one) for one in some] for key, some in lines.items()}


def _names(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}


def _on_paper() -> PaperSignature:
    return PaperSignature("Olena Kovalenko")


def _loose(words: str) -> str:
    """Forget where lines were broken: pypdf reads a hyphen at the end of a line as it stands."""
    return "".join(words.split())
