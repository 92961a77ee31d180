"""Which words of a paper an administrator edits, gathered as the paper has them. Pure.

What is no sentence to people stays with the software: months, figures, kinds, names of languages,
labels of facts, and the foot that names the version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from distribution.handovers.receipt_texts import RECEIPT_TEXT_VERSION, RECEIPT_TEXTS
from distribution.notice_texts import NOTICE_TEXT_VERSION, NOTICE_TEXTS
from distribution.texts.flat import Texts, Word, spread
from distribution.words import LegalMode, PaperKind
from refurb.reference import language as named

# What each paper says where nothing else is published: version 1 of every text.
USUAL: Final[Mapping[PaperKind, Mapping[str, Texts]]] = MappingProxyType(
    {PaperKind.RECEIPT: RECEIPT_TEXTS, PaperKind.NOTICE: NOTICE_TEXTS}
)
USUAL_VERSIONS: Final = MappingProxyType(
    {PaperKind.RECEIPT: RECEIPT_TEXT_VERSION, PaperKind.NOTICE: NOTICE_TEXT_VERSION}
)

# Heading → the fields under it, each with its name.
_RECEIPT: Final[tuple[tuple[Any, dict[str, Any]], ...]] = (
    (_("Title"), {"title_by_mode": _("Title"), "corrects": _("When it corrects another")}),
    (
        _("What is agreed"),
        {
            "terms": _("Heading"),
            "terms_by_mode": _("Agreement"),
            "deposit": _("With a deposit"),
            "no_deposit": _("Without a deposit"),
        },
    ),
    (_("What the receiver declares"), {"declarations": _("Heading"), "declared": _("Declared")}),
    (
        _("What is asked of the receiver"),
        {
            "clauses": _("Heading"),
            "clauses_by_mode": _("Clauses"),
            "public_use_by_mode": _("First clause for an institution"),
            "no_resale": _("No resale"),
            "data": _("Lost data"),
        },
    ),
    (
        _("Guarantee"),
        {
            "guarantee": _("Heading"),
            "guarantee_by_mode": _("Guarantee"),
            "guarantee_agreed": _("A shorter one is agreed"),
            "guarantee_promised": _("The giver promises more"),
            "exclusions": _("Not covered"),
        },
    ),
    (
        _("Help"),
        {
            "help": _("Heading of help"),
            "training": _("Heading of training"),
            "connection": _("Heading of connection"),
        },
    ),
    (
        _("Personal data"),
        {
            "privacy": _("Heading"),
            "privacy_notice": _("What is kept"),
            "privacy_nominator": _("Who is told"),
            "privacy_rights": _("Rights"),
        },
    ),
    (
        _("Languages and signing"),
        {
            "prevails": _("Which text binds"),
            "binding": _("Above the text that binds"),
            "typed": _("Signed by typing"),
            "on_paper": _("Signed on paper"),
            "mark": _("Mark before a witness"),
            "verify_by_hand": _("How to check it by hand"),
        },
    ),
)
_OF_NOTICE: Final[dict[str, Any]] = {
    "title": _("Title"),
    "lead": _("First words"),
    "heading": _("Heading"),
    "lines": _("Sentences"),
    "legal_basis": _("When the service has written its legal basis"),
    "usual_basis": _("When it has not"),
    "contact": _("Where the contact is found"),
}
_WHOLE: Final = ("title", "lead"), ("legal_basis", "usual_basis", "contact")


@dataclass(frozen=True, slots=True)
class Part:
    """One text to edit, and how it is called."""

    word: Word
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together on the paper."""

    heading: str
    parts: tuple[Part, ...]


def groups_of(kind: PaperKind, language: str) -> tuple[Group, ...]:
    """Gather what may be edited of a paper in a language, under its headings."""
    words = [word for word in spread(USUAL[kind][language]) if word.text]
    made = _of_receipt(words) if kind == PaperKind.RECEIPT else _of_notice(words)
    return tuple(group for group in made if group.parts)


def usual_words(kind: PaperKind, language: str) -> dict[str, Word]:
    """Give what may be edited, as it came with the software, by its key."""
    groups = groups_of(kind, language)
    return {part.word.key: part.word for group in groups for part in group.parts}


def _of_receipt(words: list[Word]) -> list[Group]:
    return [
        Group(
            str(heading),
            tuple(
                Part(word, _name(names[field], which))
                for word in words
                for field, _dash, which in [word.key.partition("-")]
                if field in names
            ),
        )
        for heading, names in _RECEIPT
    ]


def _name(name: Any, which: str) -> str:
    if not which:
        return str(name)
    modes = dict(LegalMode.choices)
    return f"{name} · {modes[which] if which in modes else named(which).name}"


def _of_notice(words: list[Word]) -> list[Group]:
    sections: dict[str, list[Word]] = {}
    for word in words:
        if word.key.startswith("sections-"):
            sections.setdefault(word.key.split("-")[1], []).append(word)
    plain = {word.key: word for word in words}
    first, last = ([plain[key] for key in keys] for keys in _WHOLE)
    return [
        _noticed(_("Beginning"), first),
        *(_noticed(of_one[0].text, of_one) for of_one in sections.values()),
        _noticed(_("Filled in above"), last),
    ]


def _noticed(heading: Any, words: list[Word]) -> Group:
    parts = (Part(word, str(_OF_NOTICE[word.key.rsplit("-", 1)[-1]])) for word in words)
    return Group(str(heading), tuple(parts))
