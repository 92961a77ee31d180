"""Read side: which words are in force, in which version, and what was published before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from distribution.handovers.receipt_texts import ReceiptTexts
from distribution.models import PaperText
from distribution.models.paper_text import FIRST_PUBLISHED
from distribution.notice_texts import NoticeTexts
from distribution.texts.flat import Texts, Words, worded
from distribution.texts.parts import USUAL, USUAL_VERSIONS, usual_words
from distribution.words import PaperKind


@dataclass(frozen=True, slots=True)
class InForce[Paper: Texts]:
    """The words of a paper by language, and how the version of those printed is written."""

    by_language: Mapping[str, Paper]
    version: str


@dataclass(frozen=True, slots=True)
class TextState:
    """Where one text stands: its newest version (None: as it came), and its draft."""

    kind: PaperKind
    language: str
    newest: PaperText | None
    draft: PaperText | None

    @property
    def version(self) -> int:
        """Number the version in force."""
        return (self.newest.version if self.newest else None) or FIRST_PUBLISHED - 1

    @property
    def stamp(self) -> str:
        """Name exactly this state: whoever writes says which one they looked at."""
        return f"{self.version}-{self.draft.pk if self.draft else 0}"


def receipt_texts(*languages: str) -> InForce[ReceiptTexts]:
    """Give the words of receipts in the languages that will be printed."""
    return cast("InForce[ReceiptTexts]", _in_force(PaperKind.RECEIPT, languages))


def notice_texts(language: str) -> InForce[NoticeTexts]:
    """Give the words of the information notice in a language."""
    return cast("InForce[NoticeTexts]", _in_force(PaperKind.NOTICE, [language]))


def _in_force(kind: PaperKind, languages: Sequence[str]) -> InForce[Texts]:
    published = PaperText.objects.filter(kind=kind, language__in=languages, version__isnull=False)
    newest = {each.language: each for each in published.order_by("version")}
    texts = dict(USUAL[kind])
    for language, found in newest.items():
        texts[language] = worded(texts[language], found.words)
    return InForce(texts, _version(kind, languages, newest))


def _version(kind: PaperKind, languages: Sequence[str], newest: Mapping[str, PaperText]) -> str:
    usual = USUAL_VERSIONS[kind]
    if not newest:
        return usual
    versions = {each: newest[each].version if each in newest else usual for each in languages}
    return ", ".join(f"{language} {version}" for language, version in versions.items())


def text_states() -> list[TextState]:
    """List every text there is, with its newest version and its draft."""
    found: dict[tuple[str, str, bool], PaperText] = {}
    rows = PaperText.objects.select_related("written_by__user").defer("words")
    for each in rows.order_by("version"):
        found[each.kind, each.language, each.version is None] = each
    return [
        TextState(
            kind,
            language,
            newest=found.get((kind, language, False)),
            draft=found.get((kind, language, True)),
        )
        for kind, languages in USUAL.items()
        for language in languages
    ]


def text_state(kind: PaperKind, language: str) -> TextState:
    """Say where one text stands."""
    rows = PaperText.objects.filter(kind=kind, language=language).select_related("written_by__user")
    return TextState(
        kind,
        language,
        newest=rows.filter(version__isnull=False).order_by("version").last(),
        draft=rows.filter(version=None).first(),
    )


def versions_of(kind: PaperKind, language: str) -> list[PaperText]:
    """List what was published of a text, the newest first."""
    rows = PaperText.objects.filter(kind=kind, language=language, version__isnull=False)
    return list(rows.select_related("written_by__user").defer("words").order_by("-version"))


def words_of(state: TextState, row: PaperText | None) -> Words:
    """Give the editable words of a row; without one, or where it knows none, as they came."""
    known = row.words if row else {}
    usual = usual_words(state.kind, state.language)
    return {key: known.get(key, word.text) for key, word in usual.items()}


def words_to_edit(state: TextState) -> Words:
    """Give what an editor begins with: the draft, else what is in force."""
    return words_of(state, state.draft or state.newest)
