"""Sentences for the verbs of the trail, made when read, in the reader's language.

Each app registers its own verbs. A sentence may use %(subject)s and the facts of its act.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {}
NOTHING = "\N{EN DASH}"  # of a list without an item
WORDS: dict[str, type[TextChoices]] = {}  # fact name → the words that its codes stand for


class UnknownVerb(LookupError):
    """No app has registered a sentence for this verb."""


def register(
    sentences: Mapping[str, Promise], words: Mapping[str, type[TextChoices]] | None = None
) -> None:
    """Add an app's verbs, and the words for codes in facts; raises ValueError for one twice."""
    twice = SENTENCES.keys() & sentences.keys()
    if twice:
        raise ValueError(f"registered twice: {sorted(twice)}")
    SENTENCES.update(sentences)
    WORDS.update(words or {})


class _Facts(dict[str, Any]):
    """Facts that answer … for what an older entry does not hold."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(verb: str, subject: str, facts: Mapping[str, Any]) -> str:
    """Say what was done; raises UnknownVerb."""
    try:
        template = SENTENCES[verb]
    except KeyError:
        raise UnknownVerb(verb) from None
    shown = {key: _in_words(key, value) for key, value in facts.items()}
    return str(template) % _Facts(shown, subject=subject)


def _in_words(fact: str, value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(_change(fact, name, both) for name, both in value.items()) or NOTHING
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(_in_words(fact, item) for item in value) or NOTHING
    words = dict(WORDS[fact].choices) if fact in WORDS else {}
    return str(words.get(value, value))


def _change(fact: str, name: str, both: list[Any]) -> str:
    """Say what became what, as model: T480 → T490; the field alone where both are kept secret."""
    field = _in_words(fact, name)
    if not both:
        return field
    old, new = (_in_words(name, value) or NOTHING for value in both)
    return str(_("%(field)s: %(old)s → %(new)s") % {"field": field, "old": old, "new": new})
