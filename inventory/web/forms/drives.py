"""Forms for drives and erasures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.sanitisation import (
    CATEGORY_OF,
    Category,
    Result,
    Technique,
    Technology,
    Verification,
)
from inventory.web.fields import moment_field
from inventory.wiping import NewErasure
from refurb.accounts.models import Membership, User
from refurb.web.acting import ActForm

GIGABYTE = 10**9  # drives are sold by powers of 1000
LARGEST_DRIVE_GB = 200_000

# Destroying is an act of its own: the drive is gone then, and a document says so.
BY_HAND = [
    (technique.value, technique.label)
    for technique in Technique
    if CATEGORY_OF[technique] is not Category.DESTROY
]
VERIFIED = [(one.value, one.label) for one in Verification if one is not Verification.NONE]


class DriveForm(ActForm):
    """Record a drive found in a device."""

    serial_number = forms.CharField(
        label=_("Serial number"),
        max_length=80,
        required=False,
        help_text=_("As printed on the drive or shown by its tool."),
    )
    model = forms.CharField(label=_("Model"), max_length=120, required=False)
    technology = forms.ChoiceField(label=_("Technology"), choices=Technology.choices, initial="ssd")
    size_gb = forms.IntegerField(
        label=_("Size (GB)"), min_value=1, max_value=LARGEST_DRIVE_GB, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something by which people can tell the drive from another."""
        found = super().clean() or {}
        if not (found.get("serial_number") or found.get("model")) and not self.errors:
            raise forms.ValidationError(
                _("Give the serial number or the model, so that the drive can be recognised."),
                code="unrecognisable",
            )
        return found

    def drive(self) -> dict[str, Any]:
        """Put what was filled in into the words of the act."""
        found = dict(self.cleaned_data)
        size_gb = found.pop("size_gb")
        return found | {"size_bytes": size_gb and size_gb * GIGABYTE}


class ErasureForm(ActForm):
    """Record an attempt to wipe a drive."""

    technique = forms.ChoiceField(
        label=_("How was it wiped?"), choices=[("", _("Choose")), *BY_HAND]
    )
    tool = forms.CharField(
        label=_("Tool"), max_length=60, help_text=_("For example nwipe, hdparm or nvme-cli.")
    )
    tool_version = forms.CharField(label=_("Version"), max_length=30, required=False)
    result = forms.ChoiceField(
        label=_("How did it end?"), choices=Result.choices, widget=forms.RadioSelect
    )
    verification = forms.ChoiceField(
        label=_("How was it verified?"),
        choices=Verification.choices,
        initial=Verification.NONE,
        help_text=_("A colleague can still verify it later."),
    )
    operator = forms.ModelChoiceField(
        label=_("Who wiped it?"), queryset=User.objects.none(), empty_label=None
    )
    verified_by_me = forms.BooleanField(
        label=_("Somebody else wiped it, and I verified it"), required=False
    )
    started_at = moment_field(_("Started"))
    ended_at = moment_field(_("Ended"), help_text=_("Leave this empty if it ended just now."))

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        colleagues = Membership.objects.in_force().filter(organisation=actor.organisation_id)
        users = User.objects.filter(pk__in=colleagues.values("user")).order_by("name", "pk")
        self.fields["operator"].queryset = users  # type: ignore[attr-defined]
        self.fields["operator"].initial = actor.user_id

    def new_erasure(self) -> NewErasure:
        """Put what was filled in into the words of the act."""
        found = self.cleaned_data
        return NewErasure(
            technique=Technique(found["technique"]),
            tool=found["tool"],
            tool_version=found["tool_version"],
            result=Result(found["result"]),
            verification=Verification(found["verification"]),
            operator=found["operator"],
            verified_by_me=found["verified_by_me"],
            started_at=found["started_at"],
            ended_at=found["ended_at"],
        )


class VerifyForm(ActForm):
    """Verify somebody else's wipe."""

    verification = forms.ChoiceField(
        label=_("How did you verify it?"), choices=VERIFIED, widget=forms.RadioSelect
    )

    def how(self) -> Verification:
        """Give how it was verified."""
        return Verification(self.cleaned_data["verification"])


class DestroyForm(ActForm):
    """Record that a drive was destroyed."""

    document = forms.CharField(
        label=_("Number of the document"),
        max_length=100,
        help_text=_("Of the certificate or the shredder's log."),
    )
