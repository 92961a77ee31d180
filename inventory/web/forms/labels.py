"""Forms for labels: print, prepare a batch, bind one, void some."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from inventory.binding import MOST_LABELS, remember_shift
from inventory.codes import InvalidCode, parse_code
from inventory.label_formats import FORMATS, USUAL_FORMAT, LabelFormat
from inventory.labelled import contents_for, device_with_label, devices_with_serial, shift_of
from inventory.labels import FURTHEST_SHIFT_MM, LabelContent, Printing
from inventory.models import Device, Label, LabelBatch
from inventory.web.forms.devices import CodeField
from refurb.accounts.models import Membership
from refurb.web.acting import ActForm

MOST_PRINTED = 1000  # about a second: more belong in a task
LONGEST_LIST = MOST_PRINTED * 16


def _format_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Labels"), choices=[(code, one.name) for code, one in FORMATS.items()]
    )


def _shift_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=-FURTHEST_SHIFT_MM,
        max_value=FURTHEST_SHIFT_MM,
        max_digits=3,
        decimal_places=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )


class SheetForm(ActForm):
    """On what to print, and how far this workshop's printer is to be moved for it."""

    format = _format_field()
    right = _shift_field(_("Move the print right (mm)"))
    down = _shift_field(_("Move the print down (mm)"))

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self._remembered = shift_of(actor, self.layout.code)
        self.fields["right"].initial, self.fields["down"].initial = self._remembered

    @property
    def layout(self) -> LabelFormat:
        """Give the format that is chosen now, or the usual one."""
        chosen = self.data.get("format") if self.is_bound else self.initial.get("format")
        return FORMATS.get(str(chosen), FORMATS[USUAL_FORMAT])

    def shift(self) -> tuple[Decimal, Decimal]:
        """Give the shift that was filled in, else the one remembered."""
        right, down = self.cleaned_data["right"], self.cleaned_data["down"]
        before = self._remembered
        return (before[0] if right is None else right, before[1] if down is None else down)

    def remember(self) -> None:
        """Remember another shift for the workshop."""
        if self.shift() != self._remembered:
            remember_shift(self.layout.code, *self.shift(), actor=self.actor)

    def printing(self) -> Printing:
        """Say how to print."""
        right, down = self.shift()
        found = self.cleaned_data
        return Printing(
            found["format"],
            start=found.get("start", 1),
            copies=found.get("copies") or 1,
            shift=(float(right), float(down)),
        )


class LabelsForm(SheetForm):
    """Which labels to print besides, and from which place of a part-used sheet."""

    codes = forms.CharField(
        label=_("Codes"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"class": "code-input", "spellcheck": "false"}),
        help_text=_("One on each line, or separated by commas."),
    )
    start = forms.IntegerField(label=_("First label to print on"), min_value=1, initial=1)
    copies = forms.IntegerField(
        label=_("Copies of each"), min_value=1, max_value=20, initial=1, required=False
    )
    field_order = ("codes", "format", "start", "copies", "right", "down")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.contents: list[LabelContent] = []
        look = {"hx-post": reverse_lazy("labels"), "hx-target": "#sheet", "hx-swap": "outerHTML"}
        self.fields["format"].widget.attrs.update(look)

    @property
    def places(self) -> range:
        """Number the places of a sheet, row by row; empty for a roll."""
        return range(1, self.layout.per_page + 1) if self.layout.is_sheet else range(0)

    def clean_codes(self) -> list[str]:
        """Read each code, once; refuse what is no code and what isn't visible."""
        typed = self.cleaned_data["codes"].replace("\n", ",").replace(";", ",").split(",")
        try:
            codes = list(dict.fromkeys(parse_code(one) for one in typed if one.strip()))
        except InvalidCode as mistake:
            raise forms.ValidationError(str(mistake), code="code") from mistake
        if len(codes) > MOST_PRINTED:
            raise self._too_many()
        self.contents, missing = contents_for(codes, self.actor)
        if missing:
            raise forms.ValidationError(
                _("No device and no free label of yours has the code %(code)s."),
                code="unknown",
                params={"code": missing[0]},
            )
        return codes

    def _too_many(self) -> forms.ValidationError:
        return forms.ValidationError(
            _("At most %(most)s labels can be printed at once."),
            code="many",
            params={"most": MOST_PRINTED},
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a first label that the sheet doesn't have, and too many copies."""
        found = super().clean() or {}
        last = self.layout.per_page
        if "start" in found and found["start"] > last:
            message = _("The first label to print on is from 1 to %(last)s on this sheet.")
            self.add_error("start", forms.ValidationError(message, "start", {"last": last}))
        if len(self.contents) * (found.get("copies") or 1) > MOST_PRINTED:
            self.add_error("copies", self._too_many())
        return found


class BatchForm(ActForm):
    """How many labels to print before there are devices."""

    count = forms.IntegerField(
        label=_("How many labels"),
        min_value=1,
        max_value=MOST_LABELS,
        initial=FORMATS[USUAL_FORMAT].per_page,
        help_text=_("A sheet of L7160 has 21, one of L7651 has 65."),
    )


class VoidForm(ActForm):
    """Which labels of a batch are spoiled."""

    label = forms.ModelMultipleChoiceField(
        queryset=Label.objects.none(),
        to_field_name="code",
        label=_("Labels"),
        error_messages={"required": _("Tick the labels that are spoiled.")},
    )

    def __init__(self, *args: Any, batch: LabelBatch, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["label"].queryset = batch.labels.free()  # type: ignore[attr-defined]

    def codes(self) -> list[str]:
        """List the codes that were ticked."""
        return [label.code for label in self.cleaned_data["label"]]


class BindForm(ActForm):
    """Which device has lost its label: by its code, or by its serial number."""

    code = CodeField(label=_("Its code"), required=False)
    serial_number = forms.CharField(
        label=_("Or its serial number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    device: Device

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        for name in self.fields:  # one of the two
            self.fields[name].is_asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the one device that is meant."""
        found = super().clean() or {}
        code, serial = found.get("code"), found.get("serial_number", "").strip()
        if not self.errors:
            self.device = self._one(code, serial)
        return found

    def _one(self, code: str | None, serial: str) -> Device:
        rows = Device.objects.visible_to(self.actor)
        if code:
            same = [one for one in [device_with_label(rows, code)] if one]
        elif serial:
            same = list(devices_with_serial(rows, serial)[:2])
        else:
            raise forms.ValidationError(_("Give its code or its serial number."), code="nothing")
        if len(same) > 1:
            message = _("Several devices have this serial number. Give the code of the right one.")
            raise forms.ValidationError(message, code="several")
        if not same:
            raise forms.ValidationError(_("No device of yours is called so."), code="unknown")
        return same[0]
