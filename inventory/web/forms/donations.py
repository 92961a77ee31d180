"""The form for a donation, with its donor: one that is known, or a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models import Donation, Donor
from inventory.models.donation import Purpose
from inventory.receiving import register_donation, register_donor
from refurb.accounts.models import Membership
from refurb.privacy.national_numbers import refuse_national_number
from refurb.reference.territory import communes_of_postcode
from refurb.web.acting import ActForm

LANGUAGES = (("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English")))
DONOR_FIELDS = ("name", "is_person", "email", "phone", "street", "postcode", "language")
KNOWN, NEW = "known", "new"


class DonorField(forms.ModelChoiceField[Donor]):
    """One of the workshop's donors, by name."""

    def label_from_instance(self, donor: Donor) -> str:
        """Show name and reference: two donors may share a name."""
        return f"{donor.name} ({donor.reference})"


class DonationForm(ActForm):
    """Receive a donation."""

    who = forms.ChoiceField(
        label=_("Who gives?"),
        choices=[(KNOWN, _("A donor known here")), (NEW, _("A new donor"))],
        widget=forms.RadioSelect,
    )
    donor = DonorField(
        label=_("Donor"), queryset=Donor.objects.none(), required=False, empty_label=_("Choose")
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        validators=[refuse_national_number],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_person = forms.BooleanField(label=_("A private person"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=150,
        required=False,
        validators=[refuse_national_number],
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=4,
        required=False,
        validators=[RegexValidator(r"^[1-9][0-9]{3}$", _("A Belgian postcode has four digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="fr")
    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1))],
    )
    purpose = forms.ChoiceField(
        label=_("Given for"),
        choices=Purpose.choices,
        initial=Purpose.REUSE,
        widget=forms.RadioSelect,
        help_text=_("Waste equipment falls under other rules than gifts for reuse."),
    )
    donors_reference = forms.CharField(
        label=_("Donor's own reference"), max_length=60, required=False
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, validators=[refuse_national_number]
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        ours = Donor.objects.visible_to(actor).filter(organisation=actor.organisation_id)
        self.fields["donor"].queryset = ours.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["who"].initial = KNOWN if ours.exists() else NEW
        for name in ("donor", "name"):  # which of them depends on the choice above
            self.fields[name].is_asked = True  # type: ignore[attr-defined]
        self.fields["received_on"].initial = timezone.localdate()
        if "language" not in self.initial and actor.user.language:
            self.fields["language"].initial = actor.user.language

    def clean_received_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the donor that was chosen, or for the new one's name."""
        found = super().clean() or {}
        if found.get("who") == KNOWN and not found.get("donor"):
            self.add_error("donor", _("Choose the donor."))
        if found.get("who") == NEW and not found.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the donor's name."))
        return found

    @transaction.atomic
    def register(self) -> Donation:
        """Register the donation, and its donor when it is a new one."""
        found = self.cleaned_data
        donor = found["donor"] if found["who"] == KNOWN else self._new_donor()
        donation = Donation(
            donor=donor,
            received_on=found["received_on"],
            purpose=found["purpose"],
            donors_reference=found["donors_reference"],
            note=found["note"],
        )
        return register_donation(donation, actor=self.actor)

    def _new_donor(self) -> Donor:
        donor = Donor(**{name: self.cleaned_data[name] for name in DONOR_FIELDS})
        places = communes_of_postcode(donor.postcode)
        # Three postcodes cover two communes: only the street would decide, so it stays open.
        donor.commune = places[0].refnis if len(places) == 1 else ""
        return register_donor(donor, actor=self.actor)
