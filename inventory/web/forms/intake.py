"""Forms for unpacking similar machines: what they share, when they are labelled, one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.grade import FirstLook
from inventory.kinds import WITH_STORAGE, Detail, Keyboard, Kind, details_of
from inventory.models import Intake
from inventory.models.intake import Labelling
from inventory.sanitisation import Technology
from inventory.unpacking import MOST_MACHINES, NO_DRIVE, Found, Plan
from inventory.web.fields import yes_no_field
from inventory.web.forms.devices import GIGABYTE, LARGEST_MEMORY_GB, CodeField, blank
from refurb.web.acting import ActForm

LARGEST_DRIVE_GB = 100_000
LONGEST_SERIAL = 80
DRIVES = [
    ("", _("Not known")),
    (NO_DRIVE, _("No drive inside")),
    *((one.value, one.label) for one in Technology if one != Technology.UNKNOWN),
]
# What a field of the form is called among the details that a kind can have.
DETAIL_OF = {
    "cpu": Detail.CPU,
    "memory_gb": Detail.MEMORY,
    "screen_inches": Detail.SCREEN,
    "keyboard": Detail.KEYBOARD,
}


def _gigabytes(label: Any, most: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=most, max_digits=8, decimal_places=2, required=False
    )


class SharedForm(ActForm):
    """What similar machines of a kind have in common; asks only for what the kind can have."""

    planned = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_MACHINES)
    manufacturer = forms.CharField(label=_("Manufacturer"), max_length=80, required=False)
    model = forms.CharField(label=_("Model"), max_length=120, required=False)
    cpu = forms.CharField(label=_("Processor"), max_length=120, required=False)
    memory_gb = _gigabytes(_("Memory (GB)"), LARGEST_MEMORY_GB)
    drive = forms.ChoiceField(label=_("Drive"), choices=DRIVES, required=False)
    drive_gb = _gigabytes(_("Size of the drive (GB)"), LARGEST_DRIVE_GB)
    screen_inches = forms.DecimalField(
        label=_("Screen (inches)"),
        min_value=0,
        max_value=200,
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    keyboard = forms.ChoiceField(
        label=_("Keyboard"), choices=blank(Keyboard.choices), required=False
    )
    has_charger = yes_no_field(_("Charger"))
    shelf = forms.CharField(label=_("Shelf"), max_length=30, required=False)
    serials = forms.CharField(
        label=_("Serial numbers announced"),
        max_length=MOST_MACHINES * (LONGEST_SERIAL + 2),
        required=False,
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
        help_text=_("Paste the donor's list, one on each line. Each is ticked off when scanned."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        can_have = details_of(kind)
        gone = [name for name, detail in DETAIL_OF.items() if detail not in can_have]
        for name in gone if kind in WITH_STORAGE else [*gone, "drive", "drive_gb"]:
            del self.fields[name]

    @staticmethod
    def initial_of(intake: Intake) -> dict[str, Any]:
        """Show what was said before."""
        facts = intake.facts
        sizes = {"memory_gb": facts.get("memory_bytes"), "drive_gb": _decimal(facts)}
        if memory := facts.get("memory_bytes"):
            sizes["memory_gb"] = f"{Decimal(memory) / GIGABYTE:f}"
        charger = {None: "", True: "yes", False: "no"}[facts.get("has_charger")]
        return {
            **facts,
            **sizes,
            "has_charger": charger,
            "planned": intake.planned,
            "serials": "\n".join(intake.expected_serials),
            "version": intake.version,
        }

    def clean_serials(self) -> list[str]:
        """Read the list, each serial once; refuse one that is too long for a device."""
        lines = self.cleaned_data["serials"].replace(";", "\n").replace(",", "\n").split("\n")
        found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if any(len(serial) > LONGEST_SERIAL for serial in found):
            message = _("A serial number has at most %(most)s characters.")
            raise forms.ValidationError(message, "long", {"most": LONGEST_SERIAL})
        return found

    def plan(self) -> Plan:
        """Put what was filled in into the words of the act; sizes in bytes."""
        found = dict(self.cleaned_data)
        planned, serials, _version = (found.pop(key) for key in ("planned", "serials", "version"))
        memory, drive = found.pop("memory_gb", None), found.pop("drive_gb", None)
        inches = found.pop("screen_inches", None)
        facts = {name: value for name, value in found.items() if value not in {"", None}}
        if memory:
            facts["memory_bytes"] = int(memory * GIGABYTE)
        if drive:
            facts["drive_bytes"] = int(drive * 10**9)  # makers count in thousands
        if inches:
            facts["screen_inches"] = str(inches)
        return Plan(self.kind, planned, facts, serials)


def _decimal(facts: dict[str, Any]) -> str | None:
    size = facts.get("drive_bytes")
    return f"{Decimal(size) / 10**9:f}" if size else None


class KindForm(forms.Form):
    """Which kind the machines are, from the address."""

    kind = forms.ChoiceField(choices=Kind.choices)


class LabellingForm(ActForm):
    """When the machines get their labels."""

    PRINT = "print"
    how = forms.ChoiceField(
        choices=[(PRINT, _("Print them now")), *Labelling.choices], label=_("Labels")
    )

    @property
    def labelling(self) -> Labelling:
        """Say when: labels printed now are on the machines before they are scanned."""
        how = self.cleaned_data["how"]
        return Labelling.BEFORE if how == self.PRINT else Labelling(how)

    @property
    def prints(self) -> bool:
        """Say whether labels are to be printed now."""
        return bool(self.cleaned_data["how"] == self.PRINT)


class NextForm(ActForm):
    """One machine of the row: its label, its serial number, what it looks like.

    A scanner ends with Enter, which sends the form: `wants` is the field to go on to then.
    """

    code = CodeField(label=_("Scan its label"), required=False)
    serial_number = forms.CharField(
        label=_("Scan its serial number"),
        max_length=LONGEST_SERIAL,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    first_impression = forms.ChoiceField(
        label=_("At first look"),
        choices=FirstLook.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-a-row"}),
    )
    differs = forms.BooleanField(label=_("It differs from the others"), required=False)
    knows_twin = forms.BooleanField(label=_("It is another machine"), required=False)
    asked = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, intake: Intake, **options: Any) -> None:
        super().__init__(*args, **options)
        self.intake = intake
        self.fields["serial_number"].is_asked = True  # type: ignore[attr-defined]
        if intake.labelling == Labelling.BEFORE:
            self.fields["code"].required = True
        else:
            del self.fields["code"]
        self.fields["serial_number"].widget.attrs["list"] = "expected"
        self.fields[self.wants].widget.attrs["autofocus"] = True

    @property
    def wants(self) -> str:
        """Name the field that is to be scanned next."""
        scanned = self.initial.get("code") or (self.is_bound and self.data.get("code"))
        return "code" if "code" in self.fields and not scanned else "serial_number"

    @property
    def is_begun(self) -> bool:
        """Say whether Enter came after the label, before anybody was asked for the serial."""
        sent = self.data
        is_asked = sent.get("asked") == "serial_number" or sent.get("serial_number", "").strip()
        return self.is_bound and self.is_valid() and "code" in self.fields and not is_asked

    def found(self) -> Found:
        """Put what was scanned into the words of the act."""
        found = self.cleaned_data
        return Found(
            code=found.get("code", ""),
            serial_number=found["serial_number"],
            first_impression=found["first_impression"],
            knows_twin=found["knows_twin"],
        )
