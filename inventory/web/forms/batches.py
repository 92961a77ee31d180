"""The forms of a batch: which devices, and what one act with them asks for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.forecast import BulkAct
from inventory.label_formats import FORMATS
from inventory.models import Device
from inventory.web.filters import DeviceFilters
from inventory.web.forms.devices import MoveForm, NewDeviceForm, SendForm
from inventory.web.forms.labels import LabelsForm
from refurb.accounts.access import SignedInRequest
from refurb.exports.lists import asked_filter
from refurb.web.acting import ActForm

OF_LABELS = ("format", "start")
# What an act asks for beside the words that the lifecycle asks for.
FIELDS: dict[BulkAct, dict[str, forms.Field]] = {
    BulkAct.SHELF: {"shelf": NewDeviceForm.base_fields["shelf"]},
    BulkAct.SEND: {"organisation": SendForm.base_fields["organisation"]},
    BulkAct.LABELS: {name: LabelsForm.base_fields[name] for name in OF_LABELS},
}


class BatchForm(ActForm):
    """What has to be said with one act, once for all devices."""

    act = forms.ChoiceField(choices=BulkAct.choices, widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, act: BulkAct) -> None:
        super().__init__(sent, initial={"act": act.value})
        self.chosen = act
        for ask in act.asks:
            self.fields[ask.value] = deepcopy(MoveForm.base_fields[ask.value])
            self.fields[ask.value].required = True
        self.fields.update(deepcopy(FIELDS.get(act, {})))

    def clean(self) -> dict[str, Any]:
        """Refuse a first label that the sheet doesn't have."""
        found = super().clean() or {}
        layout = FORMATS.get(found.get("format", ""))
        if layout and found.get("start", 1) > layout.per_page:
            message = _("The first label to print on is from 1 to %(last)s on this sheet.")
            self.add_error(
                "start", forms.ValidationError(message, "start", {"last": layout.per_page})
            )
        return found

    def said(self) -> dict[str, Any]:
        """Give what was said, as the job remembers it: words, codes and ids."""
        said = {ask.value: self.cleaned_data[ask.value].strip() for ask in self.chosen.asks}
        if self.chosen is BulkAct.SHELF:
            said["shelf"] = self.cleaned_data["shelf"].strip()
        if self.chosen is BulkAct.SEND:
            said["holder"] = self.cleaned_data["organisation"].pk
        if self.chosen is BulkAct.LABELS:
            said |= {name: self.cleaned_data[name] for name in OF_LABELS}
        return said


def chosen_devices(request: SignedInRequest) -> QuerySet[Device]:
    """Read which devices a list's form means: the ticked ones, or all that match its filter.

    The filter comes as the list's own query, never as ids; a donation's page names its donation.
    """
    mine = Device.objects.visible_to(request.actor)
    if "all" not in request.POST:
        ticked = request.POST.getlist("device")
        return mine.filter(code__in=[code for code in ticked if code.isascii() and code.isalnum()])
    asked = asked_filter(request)
    return DeviceFilters(asked, queryset=of_the_page(request, mine), request=request).qs


def of_the_page[Rows: QuerySet[Device]](request: SignedInRequest, rows: Rows) -> Rows:
    """Keep the devices of one donation when it is its page that asks."""
    reference = request.POST.get("donation", "")
    if not reference:
        return rows
    is_text = reference.isascii() and reference.isprintable()
    return rows.filter(donation__reference=reference if is_text else "")
