"""Write a text's draft, throw it away, or publish it as the next version.

Whoever writes names the state that they looked at (TextState.stamp). If somebody wrote meanwhile,
the second is refused; nothing is overwritten unseen. A published version is never changed, and
papers already issued keep their bytes.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.models import PaperText
from distribution.texts.braces import faults
from distribution.texts.flat import Words
from distribution.texts.parts import usual_words
from distribution.texts.samples import count_pages
from distribution.texts.versions import TextState, text_state, words_of, words_to_edit
from distribution.words import LegalMode, PaperKind
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

type Named = tuple[PaperKind, str]  # a paper, and the language of one of its texts


class TextRefused(Refused):
    """Somebody was faster, or the text would say what none may, or nothing new."""


@transaction.atomic
def save_draft(text: Named, words: Mapping[str, str], *, seen: str, actor: Membership) -> PaperText:
    """Put words into the draft of a text, or into a new one; raises TextRefused."""
    state = _hold(text, seen, actor)
    before = words_to_edit(state)
    after = before | dict(words)
    _check(text, after)
    if after == before:
        raise TextRefused(Reason("unchanged", _("That is what the text says already.")))
    draft = _put(text, after, None, actor)
    record(actor, "text.draft_saved", _subject(text), **_told(text))
    return draft


@transaction.atomic
def discard_draft(text: Named, *, seen: str, actor: Membership) -> None:
    """Throw the draft away that was looked at; raises TextRefused."""
    if _hold(text, seen, actor).draft is None:
        raise TextRefused(_meanwhile())
    record(actor, "text.draft_discarded", _subject(text), **_told(text))


@transaction.atomic
def publish_draft(text: Named, *, seen: str, actor: Membership) -> PaperText:
    """Make the draft that was looked at the next version; raises TextRefused.

    Whoever takes the draft away is alone, so the numbers have no gap.
    """
    state = _hold(text, seen, actor)
    if state.draft is None:
        raise TextRefused(_meanwhile())
    words = words_of(state, state.draft)
    _check(text, words)
    if words == words_of(state, state.newest):
        message = _("The draft says what the published text says: there is nothing to publish.")
        raise TextRefused(Reason("unchanged", message))
    _check_room(text, words)
    published = _put(text, words, state.version + 1, actor)
    record(actor, "text.published", _subject(text), **_told(text), version=published.version)
    return published


def _hold(text: Named, seen: str, actor: Membership) -> TextState:
    """Give the state that was looked at, and take its draft away: only one can."""
    if not actor.may(Permission.EDIT_TEXTS):
        raise PermissionDenied
    state = text_state(*text)
    is_taken = state.draft is None or PaperText.objects.filter(pk=state.draft.pk).delete()[0]
    if state.stamp != seen or not is_taken:
        raise TextRefused(_meanwhile())
    return state


def _check(text: Named, words: Words) -> None:
    usual = usual_words(*text)
    if words.keys() != usual.keys():
        raise TextRefused(Reason("text_unknown", _("This paper has no such text.")))
    found = [fault for key, word in usual.items() for fault in faults(words[key], word.text)]
    if found:
        raise TextRefused(*found)


def _check_room(text: Named, words: Words) -> None:
    """Refuse words with which a paper would no longer fit on its page: a second one gets lost."""
    kind, language = text
    modes = tuple(LegalMode) if kind == PaperKind.RECEIPT else (LegalMode.GIFT,)
    pages = {mode: count_pages(kind, language, words, mode) for mode in modes}
    names = {mode: str(mode.label if kind == PaperKind.RECEIPT else kind.label) for mode in modes}
    message = _(
        "%(paper)s: with these words it takes %(pages)s pages, and has to fit on one. Shorten the "
        "draft and look at its sample."
    )
    found = [
        Reason("paper_long", message, {"paper": names[mode], "pages": taken})
        for mode, taken in pages.items()
        if taken > 1
    ]
    if found:
        raise TextRefused(*found)


def _put(text: Named, words: Words, version: int | None, actor: Membership) -> PaperText:
    kind, language = text
    try:
        with transaction.atomic():
            return PaperText.objects.create(
                kind=kind, language=language, version=version, words=words, written_by=actor
            )
    except IntegrityError:
        raise TextRefused(_meanwhile()) from None


def _meanwhile() -> Reason:
    message = _(
        "Somebody saved, published or discarded the draft after you had opened it. What you typed "
        "is not saved: open the text as it is now, then type it again where it still applies."
    )
    return Reason("draft_changed", message)


def _subject(text: Named) -> str:
    return "-".join(text)


def _told(text: Named) -> dict[str, str]:
    return {"paper": text[0].value, "language": text[1]}
