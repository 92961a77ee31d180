"""What is needed: one machine and what it must be."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from distribution.models import RequestLine
from inventory.kinds import Keyboard, Kind
from refurb.reference import PAGE_LANGUAGES, language
from refurb.web.acting import Acting

ANY = ("", _("Any"))


def keyboards() -> list[tuple[str, Any]]:
    """List the layouts that can be asked for."""
    return [ANY, *((each.value, each.label) for each in Keyboard if each != Keyboard.NONE)]


def system_languages() -> list[tuple[str, Any]]:
    """List the languages that a system can be set to."""
    return [ANY, *((code, language(code).name) for code in PAGE_LANGUAGES)]


class NeedForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One request line."""

    first_kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", BLANK_CHOICE_LABEL), *Kind.choices]
    )
    second_kind = forms.ChoiceField(
        label=_("Another kind would also do"),
        choices=[("", _("No")), *Kind.choices],
        required=False,
    )
    # What a program asked for beyond two: it comes back as it was.
    further_kinds = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    keyboard = forms.ChoiceField(label=_("Keyboard"), choices=keyboards, required=False)
    system_language = forms.ChoiceField(
        label=_("Language of the system"), choices=system_languages, required=False
    )

    # As the page shows them: a summary of errors is read from top to bottom.
    field_order = ("first_kind", "second_kind", "purpose", "spec_class")

    class Meta:
        model = RequestLine
        fields: ClassVar = [
            "purpose",
            "spec_class",
            "keyboard",
            "system_language",
            "internet",
            "large_screen",
            "screen_reader",
            "numeric_pad",
            "camera",
            "training_wanted",
            "delivery_needed",
            "simplified_setup",
        ]

    EQUIPMENT = ("large_screen", "screen_reader", "numeric_pad", "camera")
    HELP = ("training_wanted", "simplified_setup", "delivery_needed")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.equipment = [self[name] for name in self.EQUIPMENT]
        self.help = [self[name] for name in self.HELP]

    def line(self) -> RequestLine:
        """Give the unsaved line, kinds in order of preference."""
        said = self.cleaned_data
        line: RequestLine = self.instance
        further = [kind for kind in said["further_kinds"].split() if kind in Kind.values]
        chosen = (said["first_kind"], said["second_kind"], *further)
        line.kinds = list(dict.fromkeys(kind for kind in chosen if kind))
        return line

    def needs(self) -> dict[str, Any]:
        """Give what the line needs, by the names of its columns."""
        line = self.line()
        return {name: getattr(line, name) for name in ("kinds", *self.Meta.fields)}


def answers_of(line: RequestLine) -> dict[str, Any]:
    """Give a line's values as the form asks for them."""
    first, second = [*line.kinds, "", ""][:2]
    answers = {name: getattr(line, name) for name in NeedForm.Meta.fields}
    kinds = {"first_kind": first, "second_kind": second, "further_kinds": " ".join(line.kinds[2:])}
    return answers | kinds
