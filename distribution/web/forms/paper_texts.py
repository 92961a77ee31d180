"""The forms with which an administrator edits what a paper says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from distribution.texts.braces import LONGEST, faults, marks, one_line, tidy
from distribution.texts.flat import Word, Words
from distribution.texts.parts import groups_of
from distribution.texts.versions import TextState, words_to_edit
from refurb.web.acting import ActForm

SHORT = 70  # what fits on one line of the form


class WordField(forms.CharField):
    """One text of a paper, which keeps what is filled in."""

    def __init__(self, word: Word, **options: Any) -> None:
        self.word = word
        super().__init__(max_length=LONGEST, **options)

    def clean(self, value: Any) -> str:
        """Take what was typed; an error names each thing that is missing or too much."""
        said = str(super().clean(value))
        said = tidy(said) if self.word.is_list else one_line(said)
        found = faults(said, self.word.text)
        if found:
            raise ValidationError([ValidationError(str(each), code=each.code) for each in found])
        return said


@dataclass(frozen=True)
class FormGroup:
    """Fields under one heading of the paper."""

    heading: str
    fields: tuple[forms.BoundField, ...]


class StateForm(ActForm):
    """Whatever is done with a text: with the state of it that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, state: TextState, **options: Any) -> None:
        super().__init__(*args, **options)
        self.state = state
        self.fields["seen"].initial = state.stamp


class PaperTextForm(StateForm):
    """Every text of a paper in one language."""

    def __init__(self, *args: Any, state: TextState, **options: Any) -> None:
        super().__init__(*args, state=state, **options)
        words = words_to_edit(state)
        self._groups = groups_of(state.kind, state.language)
        for part in (part for group in self._groups for part in group.parts):
            self.fields[part.word.key] = _field(part.word, part.name, words[part.word.key])

    def groups(self) -> list[FormGroup]:
        """Gather the fields as the paper has them."""
        return [
            FormGroup(group.heading, tuple(self[part.word.key] for part in group.parts))
            for group in self._groups
        ]

    def words(self) -> Words:
        """Give what was typed, by key."""
        return {key: said for key, said in self.cleaned_data.items() if key != "seen"}


def _field(word: Word, name: str, text: str) -> WordField:
    is_short = not word.is_list and len(text) <= SHORT
    rows = max(2, len(text) // SHORT + 1 + text.count("\n"))
    widget = forms.TextInput() if is_short else forms.Textarea(attrs={"rows": rows})
    return WordField(word, label=name, initial=text, widget=widget, help_text=_hint(word))


def _hint(word: Word) -> str:
    hints = [_("One sentence a line.")] if word.is_list else []
    filled = marks(word.text)
    if filled:
        names = ", ".join(f"{{{name}}}" for name in filled)
        hints.append(_("Filled in: %(names)s") % {"names": names})
    return " ".join(hints)
