"""Consignments: what is sent to whom; what became of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.consignments.shipping import (
    SENT_STATES,
    ConsignmentRefused,
    receive_line,
    send_consignment,
)
from distribution.deliveries import Arrival
from distribution.models import Consignment, ConsignmentLine
from distribution.web.fields import DayField, PeopleField
from distribution.web.filters import code_in
from inventory.codes import LONGEST_TYPED, show_code
from inventory.models import Device, DeviceQuerySet
from refurb.accounts.models import Membership, Organisation
from refurb.reasons import Reason
from refurb.web.acting import ActForm

MOST_SHOWN = 100
MOST_SCANNED = 100
LONGEST_SCAN = 24 * MOST_SCANNED


def sendable(actor: Membership) -> DeviceQuerySet:
    """List what the actor's organisation could send: set aside first, then ready; not on its way.

    Coordinators see what stands anywhere.
    """
    mine = Device.objects.visible_to(actor).filter(state__in=SENT_STATES)
    if not actor.may("allocate"):
        mine = mine.filter(holder=actor.organisation_id)
    on_the_way = ConsignmentLine.objects.filter(arrival="").values("device")
    return mine.exclude(pk__in=on_the_way).order_by("state", "holder", "state_since", "pk")


class DevicesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of devices
    """Devices, told by code, model, state and place."""

    def label_from_instance(self, device: Any) -> str:
        """Say which one it is, whether it is set aside, and where it stands."""
        parts = (show_code(device.code), device.name, device.get_state_display())
        return " · ".join(map(str, (*parts, device.shelf or device.holder.name)))


class ConsignmentForm(ActForm):
    """Which devices go to which partner; ticked in the list, or scanned one after the other."""

    sent_on = DayField(label=_("Sent on"), initial=timezone.localdate)
    codes = forms.CharField(
        label=_("Scanned codes"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        max_length=LONGEST_SCAN,
        required=False,
        help_text=_("Scan or type one code on each line."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, actor: Membership) -> None:
        super().__init__(data, files)
        self._mine = sendable(actor)
        shown = self._mine.select_related("holder")[:MOST_SHOWN]
        ids = [device.pk for device in shown]
        partners = Organisation.objects.filter(is_partner=True)
        self.fields["receiver"] = forms.ModelChoiceField(
            label=_("Sent to"),
            queryset=partners.exclude(pk=actor.organisation_id).order_by("name"),
            to_field_name="code",
        )
        self.fields["devices"] = DevicesField(
            label=_("Devices"),
            queryset=self._mine.filter(pk__in=ids).select_related("holder"),
            to_field_name="code",
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.has_choice = bool(ids)

    def clean_codes(self) -> list[Device]:
        """Find each scanned device among those that can be sent."""
        found = []
        for line in self.cleaned_data["codes"].split():
            device = self._mine.filter(code=code_in(line)).first()
            if device is None:
                message = _("%(code)s is not a device that can be sent from here.")
                raise forms.ValidationError(message, "unknown_code", {"code": line[:24]})
            found.append(device)
        return found

    def send(self, *, actor: Membership) -> Consignment:
        """Send what was ticked and scanned. Raises ConsignmentRefused."""
        said = self.cleaned_data
        devices = [*said["devices"], *said["codes"]]
        return send_consignment(said["receiver"], devices, sent_on=said["sent_on"], actor=actor)


class ArrivalForm(ActForm):
    """What became of one device of a consignment, found by tap or by scan."""

    mended_by = MappingProxyType({"note_missing": "note"})

    code = forms.CharField(label=_("Code"), max_length=LONGEST_TYPED)
    arrival = forms.ChoiceField(label=_("What became of it?"), choices=Arrival.choices)
    note = PeopleField(label=_("What is wrong with it?"), max_length=200, required=False)

    def settle(self, consignment: Consignment, *, actor: Membership) -> ConsignmentLine:
        """Say it of the line. Raises ConsignmentRefused."""
        said = self.cleaned_data
        return receive_line(
            self.line(consignment), Arrival(said["arrival"]), note=said["note"], actor=actor
        )

    def line(self, consignment: Consignment) -> ConsignmentLine:
        """Find the line of the code; raises ConsignmentRefused for a device that is not in it."""
        rows = consignment.lines.select_related("device")
        found = rows.filter(device__code=code_in(self.cleaned_data["code"])).first()
        if found is None:
            message = _("This device is not in this consignment.")
            raise ConsignmentRefused(Reason("not_in_it", message))
        return found
