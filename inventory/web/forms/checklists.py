"""The form with which a lead changes a list of checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from inventory.checklists import ItemList
from inventory.models import ChecklistItem
from inventory.revising import NewItem
from refurb.web.acting import ActForm

LANGUAGES = (("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English")))
NEW_LINES = ("new_1", "new_2")
LONGEST = 80


class ChecklistForm(ActForm):
    """Every item in four languages with its place; empty lines for new ones."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, items: ItemList, **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes = items.codes
        self.fields["version"].initial = items.checklist.version if items.checklist else 0
        for place, (code, words) in enumerate(items.words.items(), start=1):
            self._add_line(code, place * 10, _in_each_language(words))
        for place, line in enumerate(NEW_LINES, start=len(self.codes) + 1):
            self._add_line(line, place * 10, {})

    def _add_line(self, line: str, place: int, texts: dict[str, str]) -> None:
        for language, name in LANGUAGES:
            text = forms.CharField(
                label=name, max_length=LONGEST, required=False, initial=texts.get(language, "")
            )
            text.is_asked = line not in NEW_LINES  # type: ignore[attr-defined]  # see clean()
            self.fields[f"{line}-{language}"] = text
        self.fields[f"{line}-place"] = forms.IntegerField(
            label=_("Place"), min_value=0, max_value=999, initial=place, required=False
        )
        if line not in NEW_LINES:
            self.fields[f"{line}-retired"] = forms.BooleanField(
                label=_("No longer check this"), required=False
            )

    def lines(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """List for each line whether it is new, and its fields."""
        names = (*self.codes, *NEW_LINES)
        return [
            (name in NEW_LINES, [self[field] for field in self.fields if _line_of(field) == name])
            for name in names
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for all four languages where one is given, or was there."""
        found = super().clean() or {}
        if found.get("version") != self.fields["version"].initial:
            return found  # somebody was faster: the act says so
        for line in (*self.codes, *NEW_LINES):
            texts = [found.get(f"{line}-{language}", "") for language, _name in LANGUAGES]
            is_wanted = any(texts) if line in NEW_LINES else not found.get(f"{line}-retired")
            for (language, _name), text in zip(LANGUAGES, texts, strict=True):
                if is_wanted and not text and f"{line}-{language}" not in self.errors:
                    self.add_error(f"{line}-{language}", _("Say it in all four languages."))
        return found

    def revision(self) -> dict[str, Any]:
        """Put what was filled in into the words of the act: the items kept, in their order."""
        found = self.cleaned_data
        kept = [
            line
            for line in (*self.codes, *NEW_LINES)
            if found.get(f"{line}-fr") and not found.get(f"{line}-retired")
        ]
        kept.sort(key=lambda line: found[f"{line}-place"] or 0)
        return {"items": [self._item(line) for line in kept], "seen_version": found["version"]}

    def _item(self, line: str) -> NewItem:
        texts = [self.cleaned_data[f"{line}-{language}"] for language, _name in LANGUAGES]
        return NewItem("" if line in NEW_LINES else line, *texts)


def _line_of(field: str) -> str:
    return field.rpartition("-")[0]


def _in_each_language(words: object) -> dict[str, str]:
    if isinstance(words, ChecklistItem):
        return {language: getattr(words, f"text_{language}") for language, _name in LANGUAGES}
    texts = {}
    for language, _name in LANGUAGES:
        with override(language):
            texts[language] = str(words)
    return texts
