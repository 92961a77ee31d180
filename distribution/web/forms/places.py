"""Forms with an address: its postcode names the commune, or two of them to choose from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refurb.reference import communes_of_postcode, name
from refurb.web.acting import Acting


def postcode_field() -> forms.CharField:
    """Make the field of a postcode."""
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.CharField(label=_("Postcode"), max_length=4, widget=widget)


def commune_field() -> forms.ChoiceField:
    """Make the field of a commune, which stays only where the postcode leaves a choice."""
    return forms.ChoiceField(label=_("Commune"), widget=forms.RadioSelect)


class PlacedForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form whose model has `postcode` and `commune`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        postcode = str(self["postcode"].value() or "").strip()
        self.places = communes_of_postcode(postcode)
        if len(self.places) > 1:
            language = get_language() or "en"
            choices = [(place.refnis, name(place.refnis, language)) for place in self.places]
            field = forms.ChoiceField(label=_("Commune"), widget=forms.RadioSelect, choices=choices)
            message = _("Postcode %(postcode)s covers two communes: choose the right one.")
            field.error_messages["required"] = message % {"postcode": postcode}
            self.fields["commune"] = field
        else:
            del self.fields["commune"]

    @property
    def place_name(self) -> str:
        """Name the one commune of the postcode; empty when it has none or two."""
        if len(self.places) != 1:
            return ""
        return name(self.places[0].refnis, get_language() or "en")

    def clean_postcode(self) -> str:
        """Refuse a postcode of nowhere."""
        postcode: str = self.cleaned_data["postcode"].strip()
        if not communes_of_postcode(postcode):
            raise forms.ValidationError(
                _("No commune has this postcode. Check its four digits."), code="unknown"
            )
        return postcode

    def clean(self) -> dict[str, Any]:
        """Name the commune where the postcode leaves no choice."""
        cleaned: dict[str, Any] = super().clean() or {}
        if len(self.places) == 1:
            cleaned["commune"] = self.places[0].refnis
        return cleaned
