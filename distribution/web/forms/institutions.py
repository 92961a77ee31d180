"""Nominate an institution: who it is, and the machines that it would open to the public."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from distribution.institutions.nominating import InstitutionNeed, nominate_institution
from distribution.institutions.quota import set_quota
from distribution.institutions.refusing import refuse_institution
from distribution.models import Institution, InstitutionQuota, Nomination
from distribution.models.institution import MOST_A_QUARTER, MOST_MACHINES
from distribution.nominations.nominating import withdraw
from distribution.web.fields import PeopleField
from distribution.web.forms.needs import keyboards, system_languages
from distribution.web.forms.places import PlacedForm, commune_field, postcode_field
from distribution.words import (
    INSTITUTION_REFUSALS,
    INSTITUTION_WITHDRAWALS,
    SpecClass,
    WithdrawReason,
)
from inventory.kinds import Kind
from refurb.accounts.models import Membership
from refurb.accounts.web.forms.organisations import enterprise_number
from refurb.reference import language_choices
from refurb.web.acting import ActForm


class InstitutionForm(PlacedForm):
    """The institution, and what it needs."""

    name = PeopleField(label=_("Name of the institution"), max_length=150)
    enterprise_number = forms.CharField(
        label=_("Enterprise number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits, such as 0123.456.789. Leave empty without one."),
    )
    street = PeopleField(label=_("Street and number"), max_length=150)
    postcode = postcode_field()
    commune = commune_field()
    language = forms.ChoiceField(label=_("Language of contact"), choices=language_choices)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("Of the institution, not of a person who works there.")
    )
    machines = forms.IntegerField(
        label=_("How many machines"),
        min_value=1,
        max_value=MOST_MACHINES,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    first_kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", BLANK_CHOICE_LABEL), *Kind.choices]
    )
    second_kind = forms.ChoiceField(
        label=_("Another kind would also do"),
        choices=[("", _("No")), *Kind.choices],
        required=False,
    )
    spec_class = forms.ChoiceField(label=_("At least"), choices=SpecClass.choices)
    keyboard = forms.ChoiceField(label=_("Keyboard"), choices=keyboards, required=False)
    system_language = forms.ChoiceField(
        label=_("Language of the system"), choices=system_languages, required=False
    )

    class Meta:
        model = Institution
        fields: ClassVar = [
            *("name", "kind", "enterprise_number"),
            *("street", "postcode", "commune", "language", "email"),
        ]

    NEED = ("machines", "spec_class", "keyboard", "system_language")

    def clean_enterprise_number(self) -> str:
        """Check the number's own check digits."""
        typed: str = self.cleaned_data["enterprise_number"].strip()
        return enterprise_number(typed) if typed else ""

    def validate_constraints(self) -> None:
        """Leave one that is known already to the act, which takes it for the same."""

    def nominate(self, *, actor: Membership) -> Nomination:
        """Put it on the list."""
        said: dict[str, Any] = self.cleaned_data
        chosen = (said["first_kind"], said["second_kind"])
        need = InstitutionNeed(
            kinds=tuple(dict.fromkeys(kind for kind in chosen if kind)),
            **{name: said[name] for name in self.NEED},
        )
        return nominate_institution(self.instance, need, actor=actor)


class InstitutionWithdrawForm(ActForm):
    """Withdraw, for a coded reason."""

    because = forms.ChoiceField(
        label=_("Why is it withdrawn?"),
        choices=[(reason.value, reason.label) for reason in INSTITUTION_WITHDRAWALS],
        widget=forms.RadioSelect,
    )

    def withdraw(self, nomination: Nomination, *, actor: Membership) -> None:
        """Take it off the list; what was set aside goes back to the shelf."""
        withdraw(nomination, WithdrawReason(self.cleaned_data["because"]), actor=actor)


class InstitutionRefuseForm(ActForm):
    """Take it off the list, for a coordinator's reason."""

    because = forms.ChoiceField(
        label=_("Why is it taken off the list?"),
        choices=[(reason.value, reason.label) for reason in INSTITUTION_REFUSALS],
        widget=forms.RadioSelect,
    )

    def refuse(self, nomination: Nomination, *, actor: Membership) -> None:
        """Take it off; its service is told why."""
        because = WithdrawReason(self.cleaned_data["because"])
        refuse_institution(nomination, because, actor=actor)


class QuotaForm(ActForm):
    """How many machines institutions may have in a quarter, and why so many."""

    machines = forms.IntegerField(
        label=_("Machines a quarter"),
        min_value=0,
        max_value=MOST_A_QUARTER,
        help_text=_("0: institutions receive nothing."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = PeopleField(
        label=_("Why"),
        max_length=300,
        help_text=_("It is shown beside the quota. Name no person."),
    )

    def set(self, *, actor: Membership) -> InstitutionQuota:
        """Set it."""
        said = self.cleaned_data
        return set_quota(said["machines"], said["reason"], actor=actor)
