"""Circumstances: what counts for priority, and what the law asks for before anything is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import gettext_lazy as _

from distribution.models import Nomination
from distribution.nominations.recounting import COUNTED, update_circumstances
from distribution.web.fields import DayField, PeopleField
from refurb.accounts.models import Membership
from refurb.reference import language_choices
from refurb.web.acting import Acting

PROJECT_AHEAD = timedelta(days=3 * 366)


def _languages() -> list[tuple[str, Any]]:
    return [("", BLANK_CHOICE_LABEL), *language_choices()]


class CountedForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What counts for priority."""

    project_on = DayField(label=_("Date of the project"), ahead=PROJECT_AHEAD, required=False)

    class Meta:
        model = Nomination
        fields: ClassVar = [*COUNTED]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a project, and for the project of a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "project_on" not in cleaned or "project" not in cleaned:
            return cleaned
        project, day = cleaned["project"], cleaned["project_on"]
        if project and not day:
            self.add_error("project_on", _("Give the date of the project."))
        if day and not project:
            self.add_error("project", _("Say what happens on that day."))
        return cleaned


class RecountForm(Acting, CountedForm):
    """What counts now, of a nomination that was submitted."""

    def update(self, nomination: Nomination, *, actor: Membership) -> Nomination:
        """Write it; the points follow at once."""
        changes = {name: self.cleaned_data[name] for name in COUNTED}
        return update_circumstances(nomination, changes, actor=actor)


class CircumstancesForm(CountedForm):
    """What counts for priority, and what the law asks for before anything is passed on."""

    case_reference = PeopleField(label=_("Your own case reference"), max_length=60, required=False)
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
            *COUNTED,
            "informed_on",
            "informed_language",
            "agreed_on",
            "legal_basis",
            "case_reference",
        ]

    def clean(self) -> dict[str, Any]:
        """Let nobody agree before the notice, besides what counts."""
        cleaned = super().clean()
        informed, agreed = cleaned.get("informed_on"), cleaned.get("agreed_on")
        if informed and agreed and agreed < informed:
            message = _("Nobody can agree before the notice was given. Check both days.")
            self.add_error("agreed_on", message)
        return cleaned
