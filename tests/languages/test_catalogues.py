"""Every string of the source has a sound translation in each language."""

import re

import polib
import pytest

from tools.translate import LANGUAGES, catalogue_path, messages, messages_of_python
from tools.translate import messages_of_template as of_template

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")


def entries(language: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(catalogue_path(language))))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_string_of_the_source_is_in_the_catalogue_and_no_other(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in entries(language)}
    assert known ^ set(messages()) == set(), "run: python -m tools.translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_empty_or_fuzzy(language: str) -> None:
    bad = [e.msgid for e in entries(language) if e.fuzzy or not all(texts(e))]
    assert bad == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    different = []
    for entry in entries(language):
        allowed = [sorted(PLACEHOLDER.findall(entry.msgid))]
        if entry.msgid_plural:
            allowed.append(sorted(PLACEHOLDER.findall(entry.msgid_plural)))
        if any(sorted(PLACEHOLDER.findall(text)) not in allowed for text in texts(entry)):
            different.append(entry.msgid)
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_and_end_as_the_source_does(language: str) -> None:
    different = [
        entry.msgid
        for entry in entries(language)
        for text in texts(entry)
        if text != text.strip() or entry.msgid.endswith(".") != text.endswith(".")
    ]
    assert different == []


def test_the_extractor_finds_each_way_to_mark_a_string() -> None:
    python = "a = _('One')\nb = ngettext('%(n)s b', '%(n)s bs', n)\nc = pgettext_lazy('x', 'Two')"
    found = [(m.context, m.text, m.plural) for m in messages_of_python(python)]
    assert found == [("", "One", ""), ("", "%(n)s b", "%(n)s bs"), ("x", "Two", "")]
    template = (
        '{% load i18n %}{% translate "Three" %}{{ a|default:_("Four") }}'
        "{% blocktranslate trimmed count n=m %}\n{{ n }} box\n{% plural %}{{ n }} boxes"
        '{% endblocktranslate %}{% translate "May" context "month" %}'
    )
    assert [(m.context, m.text, m.plural) for m in of_template(template)] == [
        ("", "Three", ""),
        ("", "Four", ""),
        ("", "%(n)s box", "%(n)s boxes"),
        ("month", "May", ""),
    ]
