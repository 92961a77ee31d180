"""The nomination: household, needs, circumstances and proofs on one page; decisions on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.models import Household, Nomination
from distribution.nominating import write_draft
from distribution.web.fields import DayField, PeopleField
from distribution.web.forms.households import HouseholdForm
from distribution.web.forms.needs import NeedForm, answers_of
from distribution.web.forms.proofs import ProofForm
from distribution.words import Decision, WithdrawReason
from refurb.accounts.models import Membership
from refurb.reference import language_choices
from refurb.web.acting import ActForm, Acting

MOST_NEEDS = MOST_PROOFS = 5
PROJECT_AHEAD = timedelta(days=3 * 366)

NeedForms = forms.formset_factory(
    NeedForm,
    min_num=1,
    extra=1,
    max_num=MOST_NEEDS,
    absolute_max=MOST_NEEDS,
    can_delete=True,
    can_delete_extra=False,
)
ProofForms = forms.formset_factory(
    ProofForm,
    min_num=0,
    extra=2,
    max_num=MOST_PROOFS,
    absolute_max=MOST_PROOFS,
    can_delete=True,
    can_delete_extra=False,
)


def _languages() -> list[tuple[str, Any]]:
    return [("", BLANK_CHOICE_LABEL), *language_choices()]


class CircumstancesForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What counts for priority, and what the law asks for before anything is passed on."""

    case_reference = PeopleField(label=_("Your own case reference"), max_length=60, required=False)
    project_on = DayField(label=_("Date of the project"), ahead=PROJECT_AHEAD, required=False)
    informed_on = DayField(
        label=_("Information notice given on"),
        required=False,
        help_text=_("Needed before the nomination can be submitted."),
    )
    informed_language = forms.ChoiceField(
        label=_("Language of the notice"), choices=_languages, required=False
    )
    agreed_on = DayField(
        label=_("The person agreed to this being passed on, on"),
        required=False,
        help_text=_("Needed before the nomination can be submitted."),
    )
    legal_basis = PeopleField(label=_("Legal basis of the service"), max_length=200, required=False)

    class Meta:
        model = Nomination
        fields: ClassVar = [
            "case_reference",
            "no_computer_at_home",
            "single_parent",
            "isolated_senior",
            "project",
            "project_on",
            "informed_on",
            "informed_language",
            "agreed_on",
            "legal_basis",
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a project, and for the project of a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "project_on" in cleaned and "project" in cleaned:
            if cleaned["project"] and not cleaned["project_on"]:
                self.add_error("project_on", _("Give the date of the project."))
            if cleaned["project_on"] and not cleaned["project"]:
                self.add_error("project", _("Say what happens on that day."))
        return cleaned


class NominationForm(Acting):
    """All parts of a draft as one form, for pages: bound, valid, in error together."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: object = None,  # there is no field for a file
        *,
        nomination: Nomination | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        self.is_bound = data is not None
        household = nomination.household if nomination else Household()
        postcode = {"postcode": asked["postcode"]} if asked and "postcode" in asked else {}
        self.household = HouseholdForm(data, instance=household, initial=postcode)
        self.circumstances = CircumstancesForm(data, instance=nomination)
        lines = nomination.lines.order_by("number") if nomination else []
        self.needs = NeedForms(data, initial=[answers_of(line) for line in lines], prefix="need")
        proofs = nomination.proofs.order_by("pk") if nomination else []
        seen = [{name: getattr(each, name) for name in ProofForm.Meta.fields} for each in proofs]
        self.proofs = ProofForms(data, initial=seen, prefix="proof")
        for each in [*self.needs.forms, *self.proofs.forms]:
            if "DELETE" in each.fields:
                each.fields["DELETE"].label = _("Leave this one out")

    @property
    def parts(self) -> list[Any]:
        """List the forms in the order of the page, without those that are to be left out."""
        asked = [form for form in self.needs.forms if not _is_left_out(form)]
        seen = [form for form in self.proofs.forms if not _is_left_out(form)]
        return [self.household, *asked, self.circumstances, *seen]

    def is_valid(self) -> bool:
        """Judge every part, so that each error shows at once."""
        whole: list[Any] = [self.household, self.circumstances, self.needs, self.proofs]
        return not self.non_field_errors() and all(part.is_valid() for part in whole)

    @property
    def errors(self) -> dict[str, Any]:
        """Collect the errors of all parts by the name of their field on the page."""
        if not self.is_bound:
            return {}
        found = {
            part.add_prefix(name): errors
            for part in self.parts
            for name, errors in part.errors.items()
            if name != NON_FIELD_ERRORS
        }
        return found | {f"all-{n}": each for n, each in enumerate(self.non_field_errors())}

    def non_field_errors(self) -> list[str]:
        """List what belongs to no field."""
        if not self.is_bound:
            return []
        found = [error for part in self.parts for error in part.non_field_errors()]
        found += [*self.needs.non_form_errors(), *self.proofs.non_form_errors()]
        if self.needs.is_valid() and not _kept(self.needs):
            found.append(str(_("Say what the household needs.")))
        return found

    def add_error(self, field: None, error: forms.ValidationError) -> None:
        """Add an error of the whole, as a form does."""
        self.circumstances.add_error(field, error)

    def __iter__(self) -> Iterator[forms.BoundField]:
        for part in self.parts:
            yield from part

    def save(self, *, actor: Membership) -> Nomination:
        """Write the draft; call it on a valid form. Raises NominationRefused."""
        lines = [form.line() for form in _kept(self.needs)]
        proofs = [form.instance for form in _kept(self.proofs)]
        nomination = self.circumstances.instance
        return write_draft(nomination, self.household.instance, lines, proofs, actor=actor)


def _is_left_out(form: Any) -> bool:
    if not form.is_bound:
        return False
    form.is_valid()  # fills cleaned_data; an invalid form that is left out is no error
    return bool(form.cleaned_data.get("DELETE"))


def _kept(formset: Any) -> list[Any]:
    """Keep the forms that were filled in; an empty one that may stay empty has no cleaned data."""
    return [form for form in formset.forms if form.cleaned_data and not _is_left_out(form)]


class DecisionForm(ActForm):
    """Accept or reject, for a coded reason."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )

    def chosen(self) -> Decision:
        """Give the decision."""
        return Decision(self.cleaned_data["decision"])


class WithdrawForm(ActForm):
    """Withdraw, for a coded reason."""

    because = forms.ChoiceField(
        label=_("Why is it withdrawn?"), choices=WithdrawReason.choices, widget=forms.RadioSelect
    )

    def chosen(self) -> WithdrawReason:
        """Give the reason."""
        return WithdrawReason(self.cleaned_data["because"])
