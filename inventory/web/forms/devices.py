"""Forms for receiving, correcting and moving devices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.codes import InvalidCode, parse_code
from inventory.grade import FirstLook
from inventory.kinds import Detail, Keyboard, Kind, details_of
from inventory.lifecycle import Asks, State, Transition
from inventory.models import Device, Donation
from inventory.moving import Said
from inventory.receiving import NewDevice, correct_device, register_device
from inventory.web.fields import yes_no_field
from refurb.accounts.models import Membership, Organisation
from refurb.web.acting import ActForm

GIGABYTE = 1024**3
MEMORY = Detail.MEMORY.value
LARGEST_MEMORY_GB = 4096


def blank(choices: Any) -> list[tuple[str, Any]]:
    """Put the choice of none before the others."""
    return [("", _("Not known")), *choices]


class CodeField(forms.CharField):
    """A device's code in any spelling, or a label's whole address."""

    default_code_attrs = {"class": "code-input", "autocomplete": "off", "spellcheck": "false"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Set the code in capitals of one width."""
        return super().widget_attrs(widget) | self.default_code_attrs

    def clean(self, value: Any) -> str:
        """Read the code; a form's error says what is wrong with it."""
        typed = super().clean(value)
        try:
            return parse_code(typed) if typed else ""
        except InvalidCode as mistake:
            raise forms.ValidationError(str(mistake), code="code") from mistake


class NewDeviceForm(ActForm):
    """Receive one device: only the kind is asked for, the rest can follow."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    manufacturer = forms.CharField(label=_("Manufacturer"), max_length=80, required=False)
    model = forms.CharField(label=_("Model"), max_length=120, required=False)
    serial_number = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    code = CodeField(
        label=_("Code of a label printed before"),
        required=False,
        help_text=_("Leave this empty to get a new code."),
    )
    shelf = forms.CharField(label=_("Shelf"), max_length=30, required=False)
    keyboard = forms.ChoiceField(
        label=_("Keyboard"), choices=blank(Keyboard.choices), required=False
    )
    has_charger = yes_no_field(_("Charger"))
    first_impression = forms.ChoiceField(
        label=_("First impression"), choices=blank(FirstLook.choices), required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    knows_twin = forms.BooleanField(label=_("It is another machine"), required=False)

    device: Device  # after `register`

    def register(self, donation: Donation, *, actor: Membership) -> None:
        """Receive the device; raises CodeTaken for a label that is on another one."""
        new = NewDevice(**self.cleaned_data)
        self.device = register_device(donation, new, actor=actor)


class CorrectionForm(ActForm):
    """Correct what is known of a device; only what somebody changed is written.

    Asks only for what its kind can have.
    """

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        help_text=_("What the new kind can't have is emptied."),
    )
    manufacturer = forms.CharField(label=_("Manufacturer"), max_length=80, required=False)
    model = forms.CharField(label=_("Model"), max_length=120, required=False)
    serial_number = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    shelf = forms.CharField(label=_("Shelf"), max_length=30, required=False)
    cpu = forms.CharField(label=_("Processor"), max_length=120, required=False)
    memory_gb = forms.DecimalField(
        label=_("Memory (GB)"),
        min_value=0,
        max_value=LARGEST_MEMORY_GB,
        max_digits=7,
        decimal_places=2,
        required=False,
    )
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
    has_camera = yes_no_field(_("Camera"))
    has_numeric_pad = yes_no_field(_("Numeric pad"))
    first_impression = forms.ChoiceField(
        label=_("First impression"), choices=blank(FirstLook.choices), required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    knows_twin = forms.BooleanField(label=_("It is another machine"), required=False)

    def __init__(self, *, device: Device, **options: Any) -> None:
        super().__init__(initial=self.initial_of(device), **options)
        can_have = details_of(device.kind)
        for name in {*self.fields} - {"kind", "knows_twin"}:
            if Detail(MEMORY if name == "memory_gb" else name) not in can_have:
                del self.fields[name]

    @staticmethod
    def initial_of(device: Device) -> dict[str, Any]:
        """Show what is known now."""
        words = {None: "", True: "yes", False: "no"}
        memory = device.memory_bytes
        shown = {
            name: getattr(device, name)
            for name in CorrectionForm.base_fields
            if name not in {"memory_gb", "knows_twin"}
        }
        for name in ("has_charger", "has_camera", "has_numeric_pad"):
            shown[name] = words[shown[name]]
        gigabytes = (
            None if memory is None else (Decimal(memory) / GIGABYTE).quantize(Decimal("0.01"))
        )
        return shown | {"memory_gb": gigabytes and gigabytes.normalize() + 0}

    def correct(self, device: Device, *, actor: Membership) -> None:
        """Write what was changed; raises as correct_device does."""
        knows_twin = self.cleaned_data["knows_twin"]
        correct_device(device, self.changes(), actor=actor, knows_twin=knows_twin)

    def changes(self) -> dict[str, object]:
        """Give the changed values by the device's fields; memory in bytes."""
        changed = set(self.changed_data) - {"knows_twin"}
        found = {name: self.cleaned_data[name] for name in changed}
        if "memory_gb" in found:
            gigabytes = found.pop("memory_gb")
            found["memory_bytes"] = gigabytes and int(gigabytes * GIGABYTE)
        return found


class SendForm(ActForm):
    """Say to which organisation a device is carried."""

    organisation = forms.ModelChoiceField(
        label=_("Who holds it from now on?"),
        queryset=Organisation.objects.filter(Q(is_workshop=True) | Q(is_partner=True)).order_by(
            "name", "pk"
        ),
        empty_label=_("Choose"),
    )


class MoveForm(ActForm):
    """Ask for a transition, with what it asks for and the state that the person saw."""

    transition = forms.ChoiceField(choices=Transition.choices, widget=forms.HiddenInput)
    expected = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    fault = forms.CharField(label=_("What is broken?"), max_length=200, required=False)
    destination = forms.CharField(label=_("Where does it go?"), max_length=200, required=False)
    document = forms.CharField(label=_("Number of the document"), max_length=100, required=False)

    @classmethod
    def asking(cls, transition: Transition, state: str, asks: tuple[Asks, ...]) -> MoveForm:
        """Make the form of one transition, with only the fields that it asks for."""
        form = cls(
            initial={"transition": transition.value, "expected": state},
            auto_id=f"{transition}_%s",
        )
        for ask in Asks:
            if ask in asks:
                form.fields[ask].required = True
            else:
                del form.fields[ask]
        return form

    def said(self) -> Said:
        """Put what was filled in into the words of the act."""
        return Said(**{ask.value: self.cleaned_data[ask] for ask in Asks})

    def expected_state(self) -> State | None:
        """Give the state that the person saw; None when the page didn't say."""
        seen = self.cleaned_data["expected"]
        return State(seen) if seen else None
