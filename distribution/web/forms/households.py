"""The household: who, where, how to reach them, how many."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.models import Household, Nomination
from distribution.models.household import MOST_PEOPLE
from distribution.nominations.updating import update_household
from distribution.web.fields import DayField, PeopleField
from distribution.web.forms.places import PlacedForm, commune_field, postcode_field
from refurb.accounts.models import Membership
from refurb.reference import language_choices

OLDEST_BIRTH = date(1900, 1, 1)


def _count(label: Any, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_PEOPLE,
        initial=least,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class HouseholdUpdateForm(PlacedForm):
    """What may change after submission: address, contact, family."""

    street = PeopleField(label=_("Street and number"), max_length=150)
    postcode = postcode_field()
    commune = commune_field()
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

    def clean(self) -> dict[str, Any]:
        """Name the commune where the postcode leaves no choice, and count the children."""
        cleaned = super().clean()
        if cleaned.get("children_at_school", 0) > cleaned.get("children", MOST_PEOPLE):
            message = _("More children at school than children. Correct one of the two.")
            self.add_error("children_at_school", message)
        return cleaned


class HouseholdChangeForm(HouseholdUpdateForm):
    """The same of a household that was sent in: what its user changed is written, nothing else.

    Beside each field stands what it showed, so that an older page undoes no colleague's change.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        """Let each field say what it showed."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def update(self, nomination: Nomination, *, actor: Membership) -> Nomination:
        """Write what was changed. Raises NominationRefused."""
        changed = set(self.changed_data)
        if "postcode" in changed:
            changed.add("commune")
        changes = {name: self.cleaned_data[name] for name in self.Meta.fields if name in changed}
        return update_household(nomination, changes, actor=actor)


class HouseholdForm(HouseholdUpdateForm):
    """The whole household, as a nomination asks for it."""

    surname = PeopleField(label=_("Surname"), max_length=80)
    first_name = PeopleField(label=_("First name"), max_length=80)
    birth_date = DayField(
        label=_("Birth date of the main person"), earliest=OLDEST_BIRTH, required=False
    )

    class Meta(HouseholdUpdateForm.Meta):
        fields: ClassVar = ["first_name", "surname", "birth_date", *HouseholdUpdateForm.Meta.fields]
