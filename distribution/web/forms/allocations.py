"""Allocations: make one by hand, end one; confirm a run; take a device back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.allocating import AllocationRefused, allocate
from distribution.models import Allocation, RequestLine
from distribution.web.fields import PeopleField
from distribution.web.filters import code_in
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.reasons import Reason
from refurb.web.acting import ActForm

LONGEST_REASON = 200


def _reason(label: object) -> PeopleField:
    return PeopleField(
        label=label,  # type: ignore[arg-type]  # a lazy translation
        max_length=LONGEST_REASON,
        help_text=_("No names: others read this."),
    )


class AllocateForm(ActForm):
    """A device for a line, with a reason; the act judges whether it fits."""

    line = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    device = forms.CharField(
        max_length=24,
        error_messages={"required": _("Choose one of the devices that fit.")},
        label=_("Device"),
    )
    reason = _reason(_("Why this one?"))

    def allocate(self, *, actor: Membership) -> Allocation:
        """Set the device aside. Raises AllocationRefused and MoveRefused."""
        line = RequestLine.objects.filter(pk=self.cleaned_data["line"]).first()
        device = Device.objects.filter(code=code_in(self.cleaned_data["device"])).first()
        if line is None or device is None:
            message = _("The line or the device is gone. Look again.")
            raise AllocationRefused(Reason("gone", message))
        return allocate(line, device, reason=self.cleaned_data["reason"], actor=actor)


class ReleaseForm(ActForm):
    """Why an allocation ends."""

    reason = _reason(_("Why is it released?"))


class FaultForm(ActForm):
    """What is wrong with an allocated device."""

    fault = _reason(_("What is wrong with it?"))


class LossForm(ActForm):
    """How an allocated device was lost."""

    reason = _reason(_("What happened?"))


class ReturnForm(ActForm):
    """Why a delivered device comes back."""

    reason = _reason(_("Why does it come back?"))


class ConfirmForm(ActForm):
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

    def said(self) -> dict[str, Any]:
        """Give what is left out, and why, as the act asks for it."""
        return {"exclude": self.excluded(), "reason": self.cleaned_data["reason"]}

    def clean_reason(self) -> str:
        """Ask why, when a pair is left out."""
        reason: str = self.cleaned_data["reason"]
        if self.excluded() and not reason.strip():
            raise forms.ValidationError(_("Say why the pairs without a tick are left out."))
        return reason
