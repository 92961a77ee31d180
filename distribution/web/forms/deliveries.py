"""Deliveries as they are reported afterwards, and irregularities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import NotDelivered, Refusal
from distribution.handovers.handing_over import why_incomplete
from distribution.handovers.reporting import Told, refuse, report_delivery, report_not_delivered
from distribution.models import Allocation, DeliveryReport, Handover
from distribution.web.fields import PeopleField
from distribution.web.filters import code_in
from distribution.web.forms.handovers import HandoverForm
from inventory.codes import LONGEST_TYPED
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.reasons import Reason
from refurb.web.acting import ActForm


class ReportForm(HandoverForm):
    """A delivery that has happened: it is recorded, whatever condition was not met."""

    other_device = forms.CharField(
        label=_("Another device was delivered"),
        max_length=LONGEST_TYPED,
        required=False,
        help_text=_("Only then: the code on its label."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )
    judged_by: ClassVar[Callable[[Handover], tuple[Reason, ...]]] = staticmethod(why_incomplete)

    def __init__(
        self, data: Any = None, files: Any = None, *, actor: Membership, **kw: Any
    ) -> None:
        super().__init__(data, files, **kw)
        self._actor = actor

    def clean_other_device(self) -> Device | None:
        """Find the device by its code; an empty field means the one set aside."""
        typed = self.cleaned_data["other_device"].strip()
        if not typed:
            return None
        rows = Device.objects.visible_to(self._actor)
        found = rows.filter(code=code_in(typed)).first()
        if found is None:
            raise forms.ValidationError(_("No device that you hold has this code."), "unknown_code")
        return found

    def report(self, allocation: Allocation, *, actor: Membership) -> DeliveryReport:
        """Record it. Raises AllocationRefused when it is recorded already."""
        said = self.cleaned_data
        device, paper = said.get("other_device"), self.paper_photo()
        told = Told(self.unsaved(), said["language"], device, paper)
        return report_delivery(allocation, told, actor=actor)


class NotDeliveredForm(ActForm):
    """Why a device did not reach its household."""

    because = forms.ChoiceField(
        label=_("Why not?"), choices=NotDelivered.choices, widget=forms.RadioSelect
    )
    words = PeopleField(
        label=_("What happened to it?"),
        max_length=200,
        required=False,
        help_text=_("When it is broken or lost. No names: others read this."),
    )

    def report(self, allocation: Allocation, *, actor: Membership) -> DeliveryReport:
        """Record it, and what follows. Raises AllocationRefused and MoveRefused."""
        because, words = NotDelivered(self.cleaned_data["because"]), self.cleaned_data["words"]
        return report_not_delivered(allocation, because, words=words, actor=actor)


class RefusalForm(ActForm):
    """Why the household does not want the machine set aside for it."""

    because = forms.ChoiceField(
        label=_("Why do they refuse it?"), choices=Refusal.choices, widget=forms.RadioSelect
    )

    def refuse(self, allocation: Allocation, *, actor: Membership) -> None:
        """Record it. Raises AllocationRefused and MoveRefused."""
        refuse(allocation, Refusal(self.cleaned_data["because"]), actor=actor)


class ResolutionForm(ActForm):
    """How an irregularity was dealt with."""

    resolution = PeopleField(
        label=_("What was done about it"),
        max_length=300,
        help_text=_("No names: others read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
