"""Allocations: make one by hand, end one; confirm a run; take a device back."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.web.fields import PeopleField

LONGEST_REASON = 200


def _reason(label: object) -> PeopleField:
    return PeopleField(
        label=label,  # type: ignore[arg-type]  # a lazy translation
        max_length=LONGEST_REASON,
        help_text=_("No names: others read this."),
    )


class AllocateForm(forms.Form):
    """A device for a line, with a reason; the act judges whether it fits."""

    line = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    device = forms.CharField(
        max_length=24,
        error_messages={"required": _("Choose one of the devices that fit.")},
        label=_("Device"),
    )
    reason = _reason(_("Why this one?"))


class ReleaseForm(forms.Form):
    """Why an allocation ends."""

    reason = _reason(_("Why is it released?"))


class FaultForm(forms.Form):
    """What is wrong with an allocated device."""

    fault = _reason(_("What is wrong with it?"))


class LossForm(forms.Form):
    """How an allocated device was lost."""

    reason = _reason(_("What happened?"))


class ReturnForm(forms.Form):
    """Why a delivered device comes back."""

    reason = _reason(_("Why does it come back?"))


class ConfirmForm(forms.Form):
    """Which pairs of a run are left out, and why."""

    def __init__(self, data: QueryDict | None, pairs: list[int]) -> None:
        """Take the ids of the proposed lines; ticked ones are reserved."""
        self.proposed = pairs
        super().__init__(data)

    reason = PeopleField(
        label=_("Why are the others left out?"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Needed when a pair is not ticked. No names: others read this."),
    )

    def ticked(self) -> set[int]:
        """List the lines that stayed ticked; whatever was not proposed is ignored."""
        sent = set(self.data.getlist("line")) if isinstance(self.data, QueryDict) else set()
        return {line for line in self.proposed if str(line) in sent}

    def excluded(self) -> set[int]:
        """List the lines that are left out."""
        return set(self.proposed) - self.ticked()

    def clean_reason(self) -> str:
        """Ask why, when a pair is left out."""
        reason: str = self.cleaned_data["reason"]
        if self.excluded() and not reason.strip():
            raise forms.ValidationError(_("Say why the pairs without a tick are left out."))
        return reason
