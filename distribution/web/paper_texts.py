"""What the pages of texts show: where a text stands, its versions, and what a draft changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from distribution.models import PaperText
from distribution.texts.flat import Words
from distribution.texts.parts import USUAL_VERSIONS, groups_of
from distribution.texts.versions import TextState, versions_of, words_of
from distribution.words import LegalMode, PaperKind
from refurb.reference import language as named

VERSION = re.compile("[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Titled:
    """A text as the list names it."""

    state: TextState
    paper: str
    language: str


@dataclass(frozen=True)
class TextPage:
    """What is shown beside the form: where the text stands, and every version of it."""

    title: Titled
    versions: list[PaperText]
    usual: str  # the version that came with the software
    next_version: int
    modes: list[tuple[str, str]]  # of receipts, to look at each


@dataclass(frozen=True)
class Change:
    """One text that the draft says otherwise."""

    name: str
    before: str
    after: str


def titled(state: TextState) -> Titled:
    """Name a text in the reader's language."""
    return Titled(state, str(PaperKind(state.kind).label), str(named(state.language).name))


def text_page(state: TextState) -> TextPage:
    """Gather what stands beside the form."""
    return TextPage(
        title=titled(state),
        versions=versions_of(state.kind, state.language),
        usual=USUAL_VERSIONS[state.kind],
        next_version=state.version + 1,
        modes=_modes() if state.kind == PaperKind.RECEIPT else [],
    )


def _modes() -> list[tuple[str, str]]:
    return [(mode.value, str(mode.label)) for mode in LegalMode]


def changes(state: TextState) -> list[Change]:
    """List what the draft says otherwise than the text in force."""
    before, after = words_of(state, state.newest), words_of(state, state.draft)
    return [
        Change(f"{group.heading} · {part.name}", before[key], after[key])
        for group in groups_of(state.kind, state.language)
        for part in group.parts
        for key in [part.word.key]
        if before[key] != after[key]
    ]


def asked_words(asked: QueryDict, state: TextState) -> tuple[Words, str]:
    """Give the words of the version asked for, else of the draft, else in force, and its name."""
    number = asked.get("version", "")
    if not number:
        row = state.draft or state.newest
    elif number == "1":
        row = None
    else:
        row = _version(state, number)
    return words_of(state, row), _printed(state, row)


def _version(state: TextState, number: str) -> PaperText:
    if not VERSION.fullmatch(number):
        raise Http404
    rows = PaperText.objects.filter(kind=state.kind, language=state.language, version=int(number))
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _printed(state: TextState, row: PaperText | None) -> str:
    if row is None:
        return USUAL_VERSIONS[state.kind]
    return f"{state.language} {row.version or _('draft')}"


def asked_mode(asked: QueryDict) -> LegalMode:
    """Say which receipt to look at: a gift unless another is asked for."""
    mode = asked.get("mode", "")
    return LegalMode(mode) if mode in LegalMode.values else LegalMode.GIFT
