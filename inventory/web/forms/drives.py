"""Forms for drives and erasures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.kinds import HANDHELDS, Lock, account_locks_of
from inventory.models import Device, Drive
from inventory.models.drive import Method
from inventory.sanitisation import (
    CATEGORY_OF,
    Category,
    Doubt,
    Rejection,
    Result,
    Technique,
    Technology,
    Verification,
)
from inventory.web.fields import moment_field
from inventory.web.forms.bench import LOCK_ANSWERS
from inventory.web.forms.devices import CodeField
from inventory.wiping import NewErasure, is_soldered
from refurb.accounts.models import Membership, User
from refurb.photos.fields import PhotoField
from refurb.web.acting import ActForm

GIGABYTE = 10**9  # drives are sold by powers of 1000
LARGEST_DRIVE_GB = 200_000

# Destroying is an act of its own: the drive is gone then, and a document says so.
BY_HAND = [
    (technique.value, technique.label)
    for technique in Technique
    if CATEGORY_OF[technique] is not Category.DESTROY
]
RESET = Technique.ENCRYPTED_RESET.value
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
    encryption_seen = forms.BooleanField(
        label=_("Its storage was encrypted before the reset: I saw it in the settings"),
        required=False,
    )
    result = forms.ChoiceField(
        label=_("How did it end?"), choices=Result.choices, widget=forms.RadioSelect
    )
    doubts = forms.MultipleChoiceField(
        label=_("What is unclear?"),
        choices=Doubt.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only for a wipe to review: a lead decides by it."),
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
    proof = PhotoField(
        label=_("Photo of the tool's screen"),
        required=False,
        help_text=_("Whoever verifies the wipe looks at it."),
    )
    started_at = moment_field(_("Started"))
    ended_at = moment_field(_("Ended"), help_text=_("Leave this empty if it ended just now."))

    def __init__(self, *args: Any, actor: Membership, drive: Drive, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["operator"].queryset = colleagues_of(actor)  # type: ignore[attr-defined]
        self.fields["operator"].initial = actor.user_id
        self.locks = account_locks_of(drive.device.kind)
        if is_soldered(drive.device, drive):
            self._ask_about_a_reset(is_usual=drive.device.kind in HANDHELDS)
        else:
            del self.fields["encryption_seen"]
            self.locks = ()
            others = [choice for choice in BY_HAND if choice[0] != RESET]
            self.fields["technique"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]

    def _ask_about_a_reset(self, *, is_usual: bool) -> None:
        """Ask with a factory reset what makes it a proof: the locks that a reset leaves on."""
        if is_usual:
            self.fields["technique"].initial = RESET
            self.fields["tool"].initial = _("Factory reset")
            self.fields["verification"].initial = Verification.FRESH
        for lock in self.locks:
            self.fields[f"lock_{lock}"] = forms.ChoiceField(
                label=lock.label,
                choices=[("", _("Not checked")), *LOCK_ANSWERS],
                required=False,
            )

    def lock_fields(self) -> list[forms.BoundField]:
        """List the fields of the account locks, for the page."""
        return [self[f"lock_{lock}"] for lock in self.locks]

    def _locks_clear(self) -> dict[Lock, bool] | None:
        answers = {lock: self.cleaned_data[f"lock_{lock}"] for lock in self.locks}
        return {lock: answer == "clear" for lock, answer in answers.items() if answer} or None

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
            doubts=tuple(found["doubts"]),
            encryption_seen=found.get("encryption_seen") if found["technique"] == RESET else None,
            locks_clear=self._locks_clear(),
            proof=found["proof"],
        )


class VerifyForm(ActForm):
    """Verify somebody else's wipe."""

    verification = forms.ChoiceField(
        label=_("How did you verify it?"), choices=VERIFIED, widget=forms.RadioSelect
    )

    def how(self) -> Verification:
        """Give how it was verified."""
        return Verification(self.cleaned_data["verification"])


class AcceptForm(VerifyForm):
    """Accept a wipe from review: how it was verified, and why that is enough."""

    reason = forms.CharField(
        label=_("Why do you accept it?"),
        max_length=200,
        help_text=_("It stands on the certificate beside your name."),
    )


class RejectForm(ActForm):
    """Say why the evidence does not prove a wipe."""

    rejection = forms.ChoiceField(
        label=_("Why is it not proved?"), choices=Rejection.choices, widget=forms.RadioSelect
    )

    def why(self) -> Rejection:
        """Give the reason."""
        return Rejection(self.cleaned_data["rejection"])


class DestroyForm(ActForm):
    """Record that a drive was destroyed, and what proves it."""

    method = forms.ChoiceField(label=_("How?"), choices=Method.choices, required=False)
    document = forms.CharField(
        label=_("Number of the document"),
        max_length=100,
        required=False,
        help_text=_("Of the certificate or the shredder's log."),
    )
    witness = forms.ModelChoiceField(
        label=_("Or: the colleague who saw it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        others = colleagues_of(actor).exclude(pk=actor.user_id)
        self.fields["witness"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a proof; take the usual method when none is chosen."""
        found = super().clean() or {}
        if not (found.get("document") or found.get("witness")) and not self.errors:
            raise forms.ValidationError(
                _("Give the number of the document, or name the colleague who saw it."),
                code="destruction_unproved",
            )
        return found | {"method": Method(found.get("method") or Method.SHRED)}


class PutIntoForm(ActForm):
    """Name the device into which a drive of our stock goes."""

    code = CodeField(label=_("Code of the device"))

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor

    def clean_code(self) -> str:
        """Find the device among those that the actor sees."""
        code = str(self.cleaned_data["code"])
        if not Device.objects.visible_to(self.actor).filter(code=code).exists():
            raise forms.ValidationError(_("No device of yours has this code."), code="unknown")
        return code

    def device(self) -> Device:
        """Give the device named."""
        return Device.objects.visible_to(self.actor).get(code=self.cleaned_data["code"])


def colleagues_of(actor: Membership) -> QuerySet[User]:
    """List who works in the actor's organisation, the actor too."""
    memberships = Membership.objects.in_force().filter(organisation=actor.organisation_id)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name", "pk")
