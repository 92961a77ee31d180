"""The pages of texts: an administrator edits, looks at a sample, and publishes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from distribution.models import PaperText
from distribution.texts.parts import usual_words
from distribution.words import PaperKind
from refurb.accounts.models import Membership
from tests.cast import Cast

SignIn = Callable[[Membership], Client]
FRENCH = "/texts/receipt/fr/"
NEW = "Ne perdez pas vos fichiers : {giver} ne les retrouve pas."


def filled_in(client: Client, url: str, **changes: str) -> dict[str, str]:
    """Give the form of a page as it stands, with some fields changed."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def said_on(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_an_administrator_edits_looks_at_a_sample_and_publishes(
    cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    saved = ada.post(FRENCH, filled_in(ada, FRENCH, data=f" {NEW.replace(' : ', ' :\n')} "))
    assert (saved.status_code, saved.headers["Location"]) == (302, FRENCH)
    draft = said_on(ada.get(f"{FRENCH}preview.pdf").content)
    assert "fichiers : Atelier Exemple ne les retrouve pas." in draft
    assert "fr draft" in draft
    usual = said_on(ada.get(f"{FRENCH}preview.pdf?version=1").content)
    assert "ne les retrouve pas" not in usual
    page = ada.get(f"{FRENCH}publish/").content.decode()
    assert "fichiers : {giver} ne les retrouve pas." in page
    ada.post(f"{FRENCH}publish/", filled_in(ada, f"{FRENCH}publish/"))
    assert PaperText.objects.get().version == 2
    assert "texte fr 2" in said_on(ada.get(f"{FRENCH}preview.pdf?version=2").content)
    assert ada.get(f"{FRENCH}publish/").headers["Location"] == FRENCH


def test_a_text_without_what_is_filled_in_or_without_words_is_refused_with_the_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    ada = sign_in(cast.ada)
    wrong = {"data": "Rien.", "exclusions": "", "deposit": "{amount} {nobody}"}
    answer = ada.post(FRENCH, filled_in(ada, FRENCH, **wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "data": ["{giver} is missing: write it where it is to be filled in."],
        "exclusions": ["This field is required."],
        "deposit": ["Nothing is filled in for {nobody} here."],
    }
    assert PaperText.objects.count() == 0


def test_who_saves_after_somebody_else_is_told(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    before = filled_in(ada, FRENCH)
    ada.post(FRENCH, before | {"data": NEW})
    answer = ada.post(FRENCH, before | {"data": f"{NEW} Vraiment."})
    assert answer.status_code == 409
    assert "Somebody saved, published or discarded the draft" in answer.content.decode()


def test_a_draft_is_discarded_once_confirmed(cast: Cast, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    ada.post(FRENCH, filled_in(ada, FRENCH, data=NEW))
    assert ada.get(f"{FRENCH}discard/").status_code == 200
    ada.post(f"{FRENCH}discard/", filled_in(ada, f"{FRENCH}discard/"))
    assert PaperText.objects.count() == 0


@pytest.mark.parametrize("kind", list(PaperKind))
@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_each_paper_in_each_language_has_a_page_and_samples(
    cast: Cast, sign_in: SignIn, kind: str, language: str
) -> None:
    ada = sign_in(cast.ada)
    page = ada.get(f"/texts/{kind}/{language}/")
    assert set(page.context["form"].fields) - {"seen"} == set(
        usual_words(PaperKind(kind), language)
    )
    for mode in ("gift", "contribution", "loan"):
        sample = ada.get(f"/texts/{kind}/{language}/preview.pdf?mode={mode}")
        assert sample.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "url",
    [
        *("/texts/letter/fr/", "/texts/receipt/xx/", f"{FRENCH}preview.pdf?version=7"),
        *(f"{FRENCH}preview.pdf?version=x", f"{FRENCH}preview.pdf?version=999999999999"),
    ],
)
def test_what_there_is_no_text_of_is_not_found(cast: Cast, sign_in: SignIn, url: str) -> None:
    assert sign_in(cast.ada).get(url).status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_the_list_and_the_page_cost_the_same_for_any_number_of_versions(
    cast: Cast,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    versions: int,
) -> None:
    for number in range(versions):
        PaperText.objects.create(
            kind="receipt", language="fr", version=number + 2, words={}, written_by=cast.ada
        )
    ada = sign_in(cast.ada)
    with django_assert_num_queries(3):
        ada.get("/texts/")
    with django_assert_num_queries(5):
        ada.get(FRENCH)
