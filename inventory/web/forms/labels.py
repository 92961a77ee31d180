"""The form for printing labels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.codes import InvalidCode, parse_code
from inventory.labels import FORMATS
from inventory.models import Device
from refurb.accounts.models import Membership

MOST_LABELS = 500  # about half a second: more belong in a task
LONGEST_LIST = MOST_LABELS * 16


class LabelsForm(forms.Form):
    """Which labels to print, on what, from which place of a part-used sheet."""

    codes = forms.CharField(
        label=_("Device codes"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"class": "code-input", "spellcheck": "false"}),
        help_text=_("One on each line, or separated by commas."),
    )
    format = forms.ChoiceField(
        label=_("Labels"), choices=[(code, one.name) for code, one in FORMATS.items()]
    )
    start = forms.IntegerField(
        label=_("First label to print on"),
        min_value=1,
        initial=1,
        help_text=_("Count row by row. Use this for a sheet of which some labels are gone."),
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.devices: list[Device] = []

    def clean_codes(self) -> list[str]:
        """Read each code, once; refuse what is no code and what isn't visible."""
        typed = self.cleaned_data["codes"].replace("\n", ",").replace(";", ",").split(",")
        try:
            codes = list(dict.fromkeys(parse_code(one) for one in typed if one.strip()))
        except InvalidCode as mistake:
            raise forms.ValidationError(str(mistake), code="code") from mistake
        if len(codes) > MOST_LABELS:
            raise forms.ValidationError(
                _("At most %(most)s labels can be printed at once."),
                code="many",
                params={"most": MOST_LABELS},
            )
        self._find(codes)
        return codes

    def _find(self, codes: list[str]) -> None:
        rows = Device.objects.visible_to(self.actor).select_related("steward")
        found = {device.code: device for device in rows.filter(code__in=codes)}
        missing = [code for code in codes if code not in found]
        if missing:
            raise forms.ValidationError(
                _("No device of yours has the code %(code)s."),
                code="unknown",
                params={"code": missing[0]},
            )
        self.devices = [found[code] for code in codes]

    def clean(self) -> dict[str, Any]:
        """Refuse a first label that the sheet doesn't have."""
        found = super().clean() or {}
        layout = FORMATS.get(found.get("format", ""))
        start = found.get("start")
        if layout and start and start > layout.per_page:
            message = _("The first label to print on is from 1 to %(last)s on this sheet.")
            error = forms.ValidationError(message, "start", params={"last": layout.per_page})
            self.add_error("start", error)
        return found
