"""The form with which a lead or an admin says what counts as a wipe."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.models import SanitisationPolicy
from inventory.models.sanitisation_policy import LEAST
from inventory.sanitisation import CHOOSABLE, METHODS, Technique, Verification, WipePolicy
from refurb.web.acting import ActForm

WAYS = [(one.value, one.label) for one in CHOOSABLE]
# A factory reset counts for soldered storage alone.
ON_DISKS = [way for way in WAYS if way[0] != Technique.ENCRYPTED_RESET]


class WipePolicyForm(ActForm):
    """Tick what is accepted from now on, and say why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    techniques = forms.MultipleChoiceField(
        label=_("On hard disks"), choices=ON_DISKS, widget=forms.CheckboxSelectMultiple
    )
    flash = forms.MultipleChoiceField(
        label=_("On SSD, NVMe and soldered flash, and on what nobody knows"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Overwriting, ATA Secure Erase and NVMe Format may leave data in cells that the drive "
            "keeps in reserve: the certificate then says so."
        ),
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods of overwriting, as nwipe names them"),
        choices=[(one, one) for one in METHODS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A log of any other method doesn't count: the drive has to be wiped anew."),
    )
    least = forms.ChoiceField(
        label=_("Read back at least"),
        choices=[(one.value, one.label) for one in LEAST],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why?"), max_length=200)

    def __init__(
        self,
        *args: Any,
        rule: WipePolicy,
        known: SanitisationPolicy | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        shown: dict[str, object] = {
            "version": known.version if known else 0,
            "techniques": [one.value for one in rule.techniques],
            "flash": [one.value for one in rule.flash],
            "methods": list(rule.methods),
            "least": rule.least.value,
        }
        for name, value in shown.items():
            self.fields[name].initial = value

    def policy(self) -> WipePolicy:
        """Put what was ticked into the words of the rule."""
        found = self.cleaned_data
        techniques = {Technique(code) for code in found["techniques"]}
        return WipePolicy(
            # Not asked of disks, where it can't be done: never what a change is about.
            techniques=frozenset(techniques | {Technique.ENCRYPTED_RESET}),
            flash=frozenset(Technique(code) for code in found["flash"]),
            methods=frozenset(found["methods"]),
            least=Verification(found["least"]),
        )
