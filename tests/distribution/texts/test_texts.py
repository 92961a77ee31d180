"""Texts that go to people: what is filled in is kept, what is published stays and is printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from distribution.handovers.issuing import issue_receipt
from distribution.handovers.receipt_texts import RECEIPT_TEXT_VERSION, RECEIPT_TEXTS
from distribution.models import PaperText
from distribution.notice_texts import NOTICE_TEXTS
from distribution.texts.braces import faults, one_line, tidy
from distribution.texts.flat import Texts, spread, worded
from distribution.texts.parts import USUAL, groups_of, usual_words
from distribution.texts.versions import notice_texts, receipt_texts, text_state
from distribution.texts.writing import TextRefused, discard_draft, publish_draft, save_draft
from distribution.words import PaperKind
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_ready

FRENCH = (PaperKind.RECEIPT, "fr")
EVERY = [(kind, language) for kind, languages in USUAL.items() for language in languages]
NEW = "Ne perdez pas vos fichiers : {giver} ne peut pas les retrouver."


def stamp(text: tuple[PaperKind, str] = FRENCH) -> str:
    return text_state(*text).stamp


def publish(cast: Cast, text: tuple[PaperKind, str] = FRENCH, /, **words: str) -> PaperText:
    save_draft(text, words, seen=stamp(text), actor=cast.ada)
    return publish_draft(text, seen=stamp(text), actor=cast.ada)


def codes(text: str, usual: str) -> list[str]:
    return [each.code for each in faults(text, usual)]


@pytest.mark.parametrize("texts", [*RECEIPT_TEXTS.values(), *NOTICE_TEXTS.values()])
def test_a_paper_taken_apart_and_put_together_says_the_same(texts: Texts) -> None:
    words = {word.key: word.text for word in spread(texts)}
    assert worded(texts, words) == texts
    assert worded(texts, {}) == texts


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_each_text_as_it_came_is_one_that_may_be_published(kind: PaperKind, language: str) -> None:
    words = usual_words(kind, language)
    assert [key for key, word in words.items() if faults(word.text, word.text)] == []
    assert {key: word.text for key, word in words.items()} == {
        key: tidy(word.text) if word.is_list else one_line(word.text) for key, word in words.items()
    }


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_each_text_has_a_name_of_its_own_under_its_heading(kind: PaperKind, language: str) -> None:
    for group in groups_of(kind, language):
        names = [part.name for part in group.parts]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("{giver} gives {amount}", []),
        ("{amount} of {giver}, yes {giver}", []),
        ("", ["text_empty"]),
        (" \n ", ["text_empty"]),
        ("{giver}", ["mark_missing"]),
        ("{giver} {amount} {until}", ["mark_unknown"]),
        ("{givers} {amount}", ["mark_unknown", "mark_missing"]),
        ("{giver.__class__} {giver} {amount}", ["brace_alone"]),
        ("{giver!r} {giver} {amount:>999999}", ["mark_missing", "brace_alone"]),
        ("{giver} {amount} {", ["brace_alone"]),
        ("{{giver}} {amount}", ["brace_alone"]),
        ("{giver} {amount}" + "x" * 2000, ["text_long"]),
    ],
)
def test_what_is_filled_in_stays_and_nothing_else_is_asked_for(said: str, wrong: list[str]) -> None:
    assert codes(said, "{giver} gives you this for {amount}.") == wrong


@given(st.text())
def test_a_text_without_fault_can_always_be_filled_in(said: str) -> None:
    if not faults(said, "{giver}"):
        assert "Relais" in said.format(giver="Relais")


def test_a_refusal_says_what_is_missing_by_its_name() -> None:
    assert [str(each) for each in faults("Rien {ici}", "Donné par {giver}")] == [
        "Nothing is filled in for {ici} here.",
        "{giver} is missing: write it where it is to be filled in.",
    ]


def test_a_new_receipt_prints_the_newest_text_and_an_issued_one_keeps_its_bytes(cast: Cast) -> None:
    allocation = make_allocation(
        cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera)
    )
    old = make_handover(allocation, cast.tom, language="fr")
    before = bytes(old.pdf or b"")
    assert old.text_version == RECEIPT_TEXT_VERSION
    publish(cast, data=NEW)
    new = issue_receipt(old.handover, language="fr", corrects=old, because="mode")
    assert new.text_version == "fr 2"
    old.refresh_from_db()
    assert bytes(old.pdf or b"") == before
    german = issue_receipt(old.handover, language="de", corrects=new, because="mode")
    assert german.text_version == f"de {RECEIPT_TEXT_VERSION}, fr 2"


@pytest.mark.parametrize(
    ("text", "key", "papers"),
    [
        (FRENCH, "terms_by_mode-loan", ["Loan"]),
        ((PaperKind.NOTICE, "nl"), "lead", ["Information notice"]),
    ],
)
def test_words_with_which_a_paper_needs_a_second_page_are_not_published(
    cast: Cast, text: tuple[PaperKind, str], key: str, papers: list[str]
) -> None:
    usual = usual_words(*text)[key].text
    save_draft(
        text, {key: f"{usual} {'Un mot de plus. ' * 110}".strip()}, seen=stamp(text), actor=cast.ada
    )
    with pytest.raises(TextRefused) as refusal:
        publish_draft(text, seen=stamp(text), actor=cast.ada)
    assert [str(each) for each in refusal.value.reasons] == [
        f"{paper}: with these words it takes 2 pages, and has to fit on one. Shorten the draft and "
        "look at its sample."
        for paper in papers
    ]
    assert [row.version for row in PaperText.objects.all()] == [None]


def test_a_draft_prints_on_nothing(cast: Cast) -> None:
    save_draft(FRENCH, {"data": NEW}, seen=stamp(), actor=cast.ada)
    assert receipt_texts("fr").by_language == RECEIPT_TEXTS
    assert receipt_texts("fr").version == RECEIPT_TEXT_VERSION


def test_each_language_and_paper_has_versions_of_its_own(cast: Cast) -> None:
    publish(cast, data=NEW)
    publish(cast, data=NEW + " Merci.")
    publish(cast, (PaperKind.NOTICE, "nl"), title="Een computer voor u")
    assert receipt_texts("fr").version == "fr 3"
    assert receipt_texts("fr").by_language["fr"].data == NEW + " Merci."
    assert receipt_texts("nl").by_language["nl"] == RECEIPT_TEXTS["nl"]
    assert notice_texts("nl").by_language["nl"].title == "Een computer voor u"
    assert notice_texts("nl").version == "nl 2"
    assert notice_texts("fr").by_language == NOTICE_TEXTS


def test_a_list_takes_as_many_sentences_as_there_are_lines(cast: Cast) -> None:
    publish(cast, FRENCH, **{"clauses_by_mode-gift": "Une.\nDeux.\nTrois."})
    clauses = receipt_texts("fr").by_language["fr"].clauses_by_mode
    assert clauses["gift"] == ("Une.", "Deux.", "Trois.")
    assert clauses["loan"] == RECEIPT_TEXTS["fr"].clauses_by_mode["loan"]


def test_a_text_that_a_release_adds_is_there_in_what_was_published_before(cast: Cast) -> None:
    words = {key: word.text for key, word in usual_words(*FRENCH).items()} | {"data": NEW}
    del words["exclusions"]
    words["dropped_since"] = "?"
    PaperText.objects.create(
        kind="receipt", language="fr", version=2, words=words, written_by=cast.ada
    )
    french = receipt_texts("fr").by_language["fr"]
    assert (french.data, french.exclusions) == (NEW, RECEIPT_TEXTS["fr"].exclusions)
    assert publish(cast, data="Sans {giver}.").version == 3


def test_only_an_administrator_writes_texts(cast: Cast) -> None:
    for somebody in (cast.anna, cast.lea, cast.paula):
        with pytest.raises(PermissionDenied):
            save_draft(FRENCH, {"data": NEW}, seen=stamp(), actor=somebody)
    save_draft(FRENCH, {"data": NEW}, seen=stamp(), actor=cast.ada)
    with pytest.raises(PermissionDenied):
        publish_draft(FRENCH, seen=stamp(), actor=cast.anna)


@pytest.mark.parametrize("words", [{"data": ""}, {"data": "{giver} {x}"}, {"footer": "page"}])
def test_the_act_itself_refuses_what_the_form_would(cast: Cast, words: dict[str, str]) -> None:
    with pytest.raises(TextRefused):
        save_draft(FRENCH, words, seen=stamp(), actor=cast.ada)
    assert PaperText.objects.count() == 0


def test_who_comes_second_overwrites_nothing_unseen(cast: Cast) -> None:
    seen = stamp()
    save_draft(FRENCH, {"data": NEW}, seen=seen, actor=cast.ada)
    draft = stamp()
    with pytest.raises(TextRefused, match="draft_changed"):
        save_draft(FRENCH, {"no_deposit": "Aucune garantie."}, seen=seen, actor=cast.ada)
    publish_draft(FRENCH, seen=draft, actor=cast.ada)
    for act in (publish_draft, discard_draft):
        with pytest.raises(TextRefused, match="draft_changed"):
            act(FRENCH, seen=draft, actor=cast.ada)
    with pytest.raises(TextRefused, match="draft_changed"):
        save_draft(FRENCH, {"no_deposit": "Aucune garantie."}, seen=seen, actor=cast.ada)
    assert list(PaperText.objects.values_list("version", flat=True)) == [2]


def test_what_says_nothing_new_is_no_version(cast: Cast) -> None:
    with pytest.raises(TextRefused, match="unchanged"):
        save_draft(FRENCH, {"data": RECEIPT_TEXTS["fr"].data}, seen=stamp(), actor=cast.ada)
    save_draft(FRENCH, {"data": NEW}, seen=stamp(), actor=cast.ada)
    save_draft(FRENCH, {"data": RECEIPT_TEXTS["fr"].data}, seen=stamp(), actor=cast.ada)
    with pytest.raises(TextRefused, match="unchanged"):
        publish_draft(FRENCH, seen=stamp(), actor=cast.ada)
    discard_draft(FRENCH, seen=stamp(), actor=cast.ada)
    assert PaperText.objects.count() == 0


def test_the_database_keeps_a_published_text_as_it_is(cast: Cast) -> None:
    published = publish(cast, data=NEW)
    rows = PaperText.objects.filter(pk=published.pk)
    changes: tuple[dict[str, Any], ...] = ({"words": {}}, {"version": 3}, {"language": "nl"})
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperText.objects.create(
            kind="receipt", language="nl", version=1, words={}, written_by=cast.ada
        )


def test_the_trail_says_who_wrote_discarded_and_published_which_text(cast: Cast) -> None:
    save_draft(FRENCH, {"data": NEW}, seen=stamp(), actor=cast.ada)
    discard_draft(FRENCH, seen=stamp(), actor=cast.ada)
    publish(cast, data=NEW)
    lines = Entry.objects.filter(verb__startswith="text.").order_by("id")
    assert [each.sentence for each in lines] == [
        "wrote a draft of a text: Receipt, language fr",
        "discarded the draft of a text: Receipt, language fr",
        "wrote a draft of a text: Receipt, language fr",
        "published version 2 of a text: Receipt, language fr",
    ]
    assert all(NEW not in str(each.facts) for each in lines)
