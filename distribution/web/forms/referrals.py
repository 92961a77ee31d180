"""Forms of referrals: refer a household, and take a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.models import Nomination, Referral
from distribution.referrals.course import STEPS, ReferralStep
from distribution.referrals.referring import Said
from distribution.web.fields import DayField
from distribution.words import ReferralOutcome
from refurb.accounts.offers import Service, offering
from refurb.web.acting import ActForm

CONSENT = _(
    "The person agrees that this place learns their name, their language and their phone number."
)


def _consent(*, required: bool) -> DayField:
    return DayField(label=_("Agreed to this referral, on"), required=required, help_text=CONSENT)


class ReferForm(ActForm):
    """What is wanted; the place is the nearest."""

    service = forms.ChoiceField(label=_("What is wanted"), widget=forms.RadioSelect)
    consented_on = _consent(required=False)

    def __init__(self, *args: Any, nomination: Nomination, **options: Any) -> None:
        """Offer what no open referral is there for."""
        super().__init__(*args, **options)
        taken = set(
            Referral.objects.open().filter(nomination=nomination).values_list("service", flat=True)
        )
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Service.choices if value not in taken
        ]
        self.fields["consented_on"].help_text = _(
            "The person agrees that this place learns their name, their language and their phone "
            "number. Leave empty to propose it only: nothing is sent."
        )

    def service_and_said(self) -> tuple[Service, Said]:
        """Give what is wanted, and the consent."""
        told = Said(consented_on=self.cleaned_data["consented_on"])
        return Service(self.cleaned_data["service"]), told


class StepForm(ActForm):
    """What a step asks for: the place, the consent, the outcome, or nothing."""

    def __init__(self, *args: Any, referral: Referral, step: ReferralStep, **options: Any) -> None:
        super().__init__(*args, **options)
        if step in {ReferralStep.DIRECT, ReferralStep.SEND}:
            self.fields["organisation"] = forms.ModelChoiceField(
                label=_("Referred to"),
                queryset=offering(Service(referral.service)),
                initial=referral.organisation_id,
            )
        if step == ReferralStep.SEND:
            self.fields["consented_on"] = _consent(required=True)
        outcomes = [(each.value, each.label) for each in STEPS[step].outcomes]
        if outcomes:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("What came of it"), choices=outcomes, widget=forms.RadioSelect
            )

    def said(self) -> Said:
        """Give what was filled in."""
        given = self.cleaned_data
        return Said(
            organisation=given.get("organisation"),
            consented_on=given.get("consented_on"),
            outcome=ReferralOutcome(given["outcome"]) if "outcome" in given else "",
        )
