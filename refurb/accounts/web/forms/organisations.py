"""The form of an organisation."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as BadNumber

from refurb.accounts.models import Organisation
from refurb.reference import communes_of_postcode, language_choices, name
from refurb.web.acting import Acting

# The register hands out no number below this; those look like something else mistyped.
LEAST_NUMBER = 200_000_000
SORTS = ("is_workshop", "is_social_service", "is_partner", "is_coordination")
PARTICULARS = ("name", "legal_name", "enterprise_number")
REACHED = ("street", "postcode", "phone", "email", "help_text", "languages")
AGREED = ("own_region_only", "quota", "legal_basis", "protection_role")
LARGEST_QUOTA = 100_000


def enterprise_number(typed: str) -> str:
    """Bring an enterprise number into its ten digits; raises forms.ValidationError.

    Source of the check: modulo 97, as python-stdnum's stdnum.be.vat has it.
    """
    try:
        number: str = vat.validate(typed)
    except BadNumber:
        raise forms.ValidationError(
            _("This is no enterprise number: two of its digits may have been swapped."),
            code="unknown",
        ) from None
    if int(number) < LEAST_NUMBER:
        raise forms.ValidationError(
            _("Enterprise numbers begin at 0200.000.000. Check the first digits."), code="too_low"
        )
    return number


class OrganisationForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """All that is known of an organisation."""

    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits, such as 0123.456.789. Leave empty without one."),
    )
    postcode = forms.CharField(
        label=_("Postcode"), max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    commune = forms.ChoiceField(label=_("Commune"), widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    own_region_only = forms.BooleanField(
        label=_("Only for people of its region"),
        required=False,
        help_text=_("For who holds devices: what is ready there is proposed to nobody elsewhere."),
    )
    quota = forms.IntegerField(
        label=_("Nominations per quarter"),
        min_value=0,
        max_value=LARGEST_QUOTA,
        required=False,
        help_text=_("For a social service. Leave empty when nothing limits them."),
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=_("On what it processes the data of households, and since when."),
    )

    class Meta:
        model = Organisation
        fields: ClassVar = [*PARTICULARS, *SORTS, *REACHED, "commune", *AGREED]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        postcode = str(self["postcode"].value() or "").strip()
        self.places = communes_of_postcode(postcode)
        if len(self.places) > 1:
            language = get_language() or "en"
            choices = [(place.refnis, name(place.refnis, language)) for place in self.places]
            self.fields["commune"] = forms.ChoiceField(
                label=_("Commune"), widget=forms.RadioSelect, choices=choices
            )
        else:
            del self.fields["commune"]

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Give the fields in their groups, for the page."""
        reached = [*REACHED[:2], *(["commune"] if "commune" in self.fields else []), *REACHED[2:]]
        groups = [
            (_("Who it is"), [*(["code"] if "code" in self.fields else []), *PARTICULARS]),
            (_("What it is; one may be several"), SORTS),
            (_("How to reach it"), reached),
            (_("What was agreed"), AGREED),
        ]
        return [(title, [self[each] for each in names]) for title, names in groups]

    def clean_enterprise_number(self) -> str:
        """Check the number's own check digits."""
        typed: str = self.cleaned_data["enterprise_number"].strip()
        return enterprise_number(typed) if typed else ""

    def clean_postcode(self) -> str:
        """Refuse a postcode of nowhere."""
        postcode: str = self.cleaned_data["postcode"].strip()
        if not communes_of_postcode(postcode):
            raise forms.ValidationError(
                _("No commune has this postcode. Check its four digits."), code="unknown"
            )
        return postcode

    def clean(self) -> dict[str, Any]:
        """Name the commune where the postcode leaves no choice; an organisation is something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if len(self.places) == 1:
            self.instance.commune = self.places[0].refnis
        if not any(cleaned.get(sort) for sort in SORTS):
            self.add_error("is_workshop", _("Say what it is: tick at least one."))
        return cleaned

    @property
    def changed(self) -> list[str]:
        """Name the fields that differ from what is stored, the commune with its postcode."""
        with_postcode = ["commune"] if "postcode" in self.changed_data else []
        return sorted({*self.changed_data, *with_postcode})


class NewOrganisationForm(OrganisationForm):
    """The same, with the code that it keeps for good."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("Short, in capitals: it stands in references and never changes."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )

    class Meta(OrganisationForm.Meta):
        fields: ClassVar = ["code", *OrganisationForm.Meta.fields]

    def clean_code(self) -> str:
        """Allow what may stand in an address, once."""
        code: str = self.cleaned_data["code"].strip().upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]*", code):
            raise forms.ValidationError(_("Use the letters A to Z, digits and hyphens."))
        if Organisation.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another organisation has this code."), code="taken")
        return code
