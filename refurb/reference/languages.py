"""The languages that people read, speak and sign in, by BCP 47 code."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Language:
    """A language: what it calls itself, and what the reader of the page calls it."""

    code: str
    own_name: str
    name: str | Promise
    is_right_to_left: bool = False


LANGUAGES: tuple[Language, ...] = (
    Language("fr", "Français", _("French")),
    Language("nl", "Nederlands", _("Dutch")),
    Language("de", "Deutsch", _("German")),
    Language("en", "English", _("English")),
    Language("ar", "العربية", _("Arabic"), is_right_to_left=True),
    Language("uk", "Українська", _("Ukrainian")),
    Language("tr", "Türkçe", _("Turkish")),
    Language("es", "Español", _("Spanish")),
    Language("pt", "Português", _("Portuguese")),
    Language("ro", "Română", _("Romanian")),
    Language("ru", "Русский", _("Russian")),
    Language("fa", "فارسی", _("Persian"), is_right_to_left=True),
    Language("ps", "پښتو", _("Pashto"), is_right_to_left=True),
    Language("ti", "ትግርኛ", _("Tigrinya")),
    Language("so", "Soomaali", _("Somali")),
)
"""The languages that receipts will be offered in (design/domain.md), the official ones first."""

PAGE_LANGUAGES: tuple[str, ...] = ("en", "fr", "nl", "de")
"""The languages that pages are translated into; English is the source."""


@cache
def _by_code() -> dict[str, Language]:
    return {language.code: language for language in LANGUAGES}


def language(code: str) -> Language:
    """Find a language by its code; raises KeyError for one that is not in the list."""
    return _by_code()[code]


def language_choices() -> list[tuple[str, str]]:
    """List (code, label) for a form, in the reader's language followed by the language's own.

    Built when asked, because the label depends on the language that is active.
    """
    return [(each.code, _label(each)) for each in LANGUAGES]


def _label(each: Language) -> str:
    name = str(each.name)
    return name if name == each.own_name else f"{name} ({each.own_name})"
