"""Allocations: make one by hand, end one; confirm a run; take a device back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.allocations.accompanying import add_companion
from distribution.allocations.allocating import AllocationRefused, allocate
from distribution.models import Allocation, RequestLine
from distribution.web.fields import PeopleField
from distribution.web.filters import code_in
from inventory.codes import show_code
from inventory.models import Device, DeviceQuerySet
from refurb.accounts.models import Membership
from refurb.reasons import Reason
from refurb.web.acting import ActForm

LONGEST_REASON = 200
MOST_SHOWN = 50


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


class CompanionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of devices
    """A device among those that could go with a machine, told by kind, model, code and shelf."""

    def label_from_instance(self, device: Any) -> str:
        """Say which one it is, and where it stands."""
        parts = (device.get_kind_display(), device.name, show_code(device.code), device.shelf)
        return " · ".join(str(part) for part in parts if part)


class CompanionForm(ActForm):
    """What goes with an allocated machine."""

    def __init__(
        self, data: QueryDict | None = None, files: Any = None, *, devices: DeviceQuerySet
    ) -> None:
        """Take the devices to choose from; the fifty that are ready longest, by kind, are shown."""
        super().__init__(data, files)
        chosen = data.get("device", "") if data else ""
        shown = list(devices.values_list("code", flat=True)[:MOST_SHOWN])
        self.fields["device"] = CompanionField(
            label=_("What goes with it?"),
            queryset=devices.filter(code__in=[*shown, chosen[:9]]),
            to_field_name="code",
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={
                "required": _("Choose one."),
                "invalid_choice": _("It is not ready any more. Choose another."),
            },
        )
        self.has_choice = bool(shown)

    def add(self, allocation: Allocation, *, actor: Membership) -> Allocation:
        """Let it go with the machine. Raises AllocationRefused and MoveRefused."""
        return add_companion(allocation, self.cleaned_data["device"], actor=actor)


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
