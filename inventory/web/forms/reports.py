"""Forms for hardware reports: files in, and what a person decides when the report can't."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from inventory.kinds import Kind
from inventory.models import Device, Donation
from inventory.projection import COLUMNS
from inventory.reading import StoredReport, store_report
from inventory.web.forms.devices import CodeField
from refurb.accounts.models import Membership
from refurb.web.acting import ActForm


class FilesInput(forms.ClearableFileInput):
    """Let people choose several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is judged on its own, so an empty one doesn't stop the others."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Give the files as a list; one at least."""
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [file for file in files if file is not None]


class ReportsForm(ActForm):
    """Send hardware reports."""

    reports = FilesField(
        label=_("Reports"),
        help_text=_(
            "What “dmidecode”, “lshw -json”, “smartctl -x -j”, “hdparm -I” or “upower --dump” "
            "printed, snapshots of Workbench, proof of a wipe: logs of nwipe and its PDF, reports "
            "of the bench kit or of Blancco. Up to 5 MB each, several at once."
        ),
    )


class NameDriveForm(ActForm):
    """Type the serial number that stands on a certificate."""

    serial_number = forms.CharField(
        label=_("Serial number of the drive"),
        max_length=80,
        help_text=_("As the certificate prints it."),
    )


class TargetForm(forms.Form):
    """Read from the address which device or donation the reports belong to; ignore the rest."""

    device = CodeField(required=False)
    donation = forms.CharField(required=False, max_length=12)

    def found(self, actor: Membership) -> tuple[Device | None, Donation | None]:
        """Find the visible device and donation that the address names."""
        self.is_valid()
        code, reference = (self.cleaned_data.get(name) for name in ("device", "donation"))
        devices = Device.objects.visible_to(actor)
        donations = Donation.objects.visible_to(actor)
        return (
            devices.filter(code=code).first() if code else None,
            donations.filter(reference=reference).first() if reference else None,
        )


class TakeOverForm(ActForm):
    """Take over one value that the reports give, as the person saw it."""

    field = forms.ChoiceField(choices=[(name, name) for name in COLUMNS])
    read = forms.CharField(max_length=120)


class AssignForm(ActForm):
    """Say which device a report describes: one that is known, or a new one of a donation."""

    code = CodeField(label=_("Code of the device"), required=False)
    donation = forms.CharField(
        label=_("Or: reference of its donation"), required=False, max_length=12
    )
    kind = forms.ChoiceField(
        label=_("Kind of the new device"),
        choices=[("", _("As the report says")), *Kind.choices],
        required=False,
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """Find the device or the donation among those that the actor sees."""
        found = super().clean() or {}
        code, reference = found.get("code"), found.get("donation")
        if code:
            found["device"] = Device.objects.visible_to(self.actor).filter(code=code).first()
            if found["device"] is None:
                self.add_error("code", _("No device of yours has this code."))
        elif reference:
            ours = Donation.objects.visible_to(self.actor).filter(reference=reference.upper())
            found["donation"] = ours.first()
            if found["donation"] is None:
                self.add_error("donation", _("No donation of yours has this reference."))
        elif not self.errors:
            raise forms.ValidationError(_("Give a device or a donation."), code="nothing")
        return found

    stored: StoredReport  # after `assign`

    def assign(self, raw: bytes) -> None:
        """Store the bytes again, with what the person says; raises ReportRefused."""
        found = self.cleaned_data
        if found.get("device"):
            self.stored = store_report(raw, actor=self.actor, device=found["device"])
            return
        donation, kind = found["donation"], found["kind"]
        # Who names a donation has seen the candidates: it is none of them.
        self.stored = store_report(
            raw, actor=self.actor, donation=donation, kind=kind, is_another=True
        )
