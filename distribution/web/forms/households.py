"""The household: who, where, how to reach them, how many."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from distribution.models import Household
from distribution.web.fields import DayField, PeopleField
from refurb.reference import communes_of_postcode, language_choices, name
from refurb.web.acting import Acting

MOST_PEOPLE = 20
OLDEST_BIRTH = date(1900, 1, 1)


def _count(label: Any, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_PEOPLE,
        initial=least,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class HouseholdUpdateForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What may change after submission: address, contact, family."""

    street = PeopleField(label=_("Street and number"), max_length=150)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    commune = forms.ChoiceField(label=_("Commune"), widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of contact"), choices=language_choices)
    adults = _count(_("Adults"), least=1)
    children = _count(_("Children"))
    children_at_school = _count(_("Children at school"))

    class Meta:
        model = Household
        fields: ClassVar = [
            "street",
            "postcode",
            "commune",
            "phone",
            "email",
            "language",
            "needs_interpreter",
            "adults",
            "children",
            "children_at_school",
        ]

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
        """Name the commune where the postcode leaves no choice, and count the children."""
        cleaned: dict[str, Any] = super().clean() or {}
        if len(self.places) == 1:
            cleaned["commune"] = self.places[0].refnis
        if cleaned.get("children_at_school", 0) > cleaned.get("children", MOST_PEOPLE):
            message = _("More children at school than children. Correct one of the two.")
            self.add_error("children_at_school", message)
        return cleaned


class HouseholdForm(HouseholdUpdateForm):
    """The whole household, as a nomination asks for it."""

    surname = PeopleField(label=_("Surname"), max_length=80)
    first_name = PeopleField(label=_("First name"), max_length=80)
    birth_date = DayField(
        label=_("Birth date of the main person"), earliest=OLDEST_BIRTH, required=False
    )

    class Meta(HouseholdUpdateForm.Meta):
        fields: ClassVar = ["surname", "first_name", "birth_date", *HouseholdUpdateForm.Meta.fields]
