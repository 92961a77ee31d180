"""The form for a donation, with its donor: one that is known, or a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inventory.earmark import Earmark
from inventory.models import Donation, Donor
from inventory.models.donation import Purpose
from inventory.receiving import correct_donation, register_donation, register_donor
from refurb.accounts.models import Membership, Organisation
from refurb.privacy.national_numbers import refuse_national_number
from refurb.reference.territory import commune_choices, communes_of_postcode
from refurb.web.acting import ActForm

LANGUAGES = (("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English")))
DONOR_FIELDS = ("name", "is_person", "email", "phone", "street", "postcode", "language")
KNOWN, NEW = "known", "new"
LONGEST_NAME = 150
LONGEST_ID = 19  # digits of an id that every database can compare


DONATION_FIELDS = ("received_on", "purpose", "donors_reference", "note")
MOST_MATCHES = 8


class DonationForm(ActForm):
    """Receive a donation, or correct one.

    A donor known here is found by typing: `find` narrows what `matches` shows to choose from.
    """

    who = forms.ChoiceField(
        label=_("Who gives?"),
        choices=[(KNOWN, _("A donor known here")), (NEW, _("A new donor"))],
        widget=forms.RadioSelect,
    )
    find = forms.CharField(
        label=_("Find the donor"),
        max_length=150,
        required=False,
        help_text=_("A part of the name, or the reference."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    donor = forms.ModelChoiceField(label=_("Donor"), queryset=Donor.objects.none(), required=False)
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

    earmark = forms.ChoiceField(
        label=_("Meant for"),
        choices=[("", _("Anybody")), *Earmark.choices],
        required=False,
        help_text=_("The devices are then offered to those people alone, or with a reason."),
    )
    earmark_commune = forms.ChoiceField(label=_("Commune"), required=False)
    earmark_organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self._offer_earmarks()
        ours = Donor.objects.visible_to(actor).filter(organisation=actor.organisation_id)
        self.fields["donor"].queryset = ours.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["who"].initial = KNOWN if ours.exists() else NEW
        # Which of them depends on the choice above.
        for name in ("find", "donor", "name", "earmark_commune", "earmark_organisation"):
            self.fields[name].is_asked = True  # type: ignore[attr-defined]
        self.fields["received_on"].initial = timezone.localdate()
        if "language" not in self.initial and actor.user.language:
            self.fields["language"].initial = actor.user.language

    def _offer_earmarks(self) -> None:
        places = [("", _("Choose")), *commune_choices(get_language() or "en")]
        self.fields["earmark_commune"].choices = places  # type: ignore[attr-defined]
        everyone = Organisation.objects.order_by("name", "pk")
        self.fields["earmark_organisation"].queryset = everyone  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """Show a donation as it is."""
        return {
            "who": KNOWN,
            "donor": donation.donor_id,
            "earmark": donation.earmark,
            "earmark_commune": donation.earmark_commune,
            "earmark_organisation": donation.earmark_organisation_id,
            **{name: getattr(donation, name) for name in DONATION_FIELDS},
        }

    @property
    def matches(self) -> list[Donor]:
        """List the donors to choose from: what was typed, the one chosen, else the latest ones."""
        ours = self.fields["donor"].queryset  # type: ignore[attr-defined]
        chosen, typed = self["donor"].value(), str(self["find"].value() or "")
        # As it came: PostgreSQL has no NUL to compare with, and no name is as long as a book.
        typed = typed.replace("\0", "").strip()[:LONGEST_NAME]
        rows = ours.order_by("-pk")
        if typed:
            rows = ours.filter(Q(name__folded=typed) | Q(reference__iexact=typed))
        found = list(rows[:MOST_MATCHES])
        if str(chosen or "").isdecimal() and len(str(chosen)) < LONGEST_ID:
            found = [*ours.filter(pk=chosen), *(one for one in found if str(one.pk) != str(chosen))]
        return found

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
        if found.get("earmark") == Earmark.COMMUNE and not found.get("earmark_commune"):
            self.add_error("earmark_commune", _("Choose the commune."))
        if found.get("earmark") == Earmark.ORGANISATION and not found.get("earmark_organisation"):
            self.add_error("earmark_organisation", _("Choose the organisation."))
        return found

    @transaction.atomic
    def register(self) -> Donation:
        """Register the donation, and its donor when it is a new one."""
        return register_donation(Donation(**self._fields()), actor=self.actor)

    @transaction.atomic
    def correct(self, donation: Donation) -> Donation:
        """Correct a donation; its donor may be a new one."""
        return correct_donation(donation, self._fields(), actor=self.actor)

    def _fields(self) -> dict[str, Any]:
        found = self.cleaned_data
        earmark = found["earmark"]
        return {
            "donor": found["donor"] if found["who"] == KNOWN else self._new_donor(),
            "earmark": earmark,
            "earmark_commune": found["earmark_commune"] if earmark == Earmark.COMMUNE else "",
            "earmark_organisation": found["earmark_organisation"]
            if earmark == Earmark.ORGANISATION
            else None,
            **{name: found[name] for name in DONATION_FIELDS},
        }

    def _new_donor(self) -> Donor:
        donor = Donor(**{name: self.cleaned_data[name] for name in DONOR_FIELDS})
        places = communes_of_postcode(donor.postcode)
        # Three postcodes cover two communes: only the street would decide, so it stays open.
        donor.commune = places[0].refnis if len(places) == 1 else ""
        return register_donor(donor, actor=self.actor)
