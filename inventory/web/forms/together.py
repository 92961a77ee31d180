"""The form with which a lead judges several wipes at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.codes import show_code
from inventory.models import Erasure
from inventory.reviewing import accept_erasure, reject_erasure
from inventory.sanitisation import Rejection, Verification
from inventory.waiting_wipes import unread_sanitizes
from inventory.web.forms.drives import VERIFIED
from refurb.accounts.models import Membership
from refurb.reasons import Refused
from refurb.web.acting import ActForm


class ErasuresField(forms.ModelMultipleChoiceField[Erasure]):
    """Wipes, each named by its device, its drive and how it was wiped."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name one."""
        code = show_code(obj.drive.device.code)
        return f"{code} · {obj.drive} · {obj.get_technique_display()} · {obj.operator.name}"


class TogetherForm(ActForm):
    """Choose the wipes, then accept them with a reason, or reject them."""

    erasures = ErasuresField(label=_("Wipes"), queryset=Erasure.objects.none())
    judgement = forms.ChoiceField(
        label=_("Judgement"),
        choices=[("accept", _("Accept them")), ("reject", _("Reject them"))],
        widget=forms.RadioSelect,
    )
    verification = forms.ChoiceField(
        label=_("How did you verify them?"), choices=[("", _("Choose")), *VERIFIED], required=False
    )
    reason = forms.CharField(
        label=_("Why do you accept them?"),
        max_length=200,
        required=False,
        help_text=_("It stands on the certificates beside your name."),
    )
    rejection = forms.ChoiceField(
        label=_("Why are they not proved?"),
        choices=[("", _("Choose")), *Rejection.choices],
        required=False,
    )

    def __init__(self, *args: Any, actor: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.fields["erasures"].queryset = unread_sanitizes(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what goes with the judgement."""
        found = super().clean() or {}
        wanted = {"accept": ("verification", "reason"), "reject": ("rejection",)}
        for name in wanted.get(found.get("judgement", ""), ()):
            if not str(found.get(name, "")).strip() and name not in self.errors:
                self.add_error(name, _("This goes with your judgement."))
        return found

    def judge(self) -> tuple[int, list[str]]:
        """Judge each; give how many were, and why others were not."""
        done, refused = 0, []
        for erasure in self.cleaned_data["erasures"]:
            try:
                self._judge(erasure)
            except Refused as refusal:
                refused += [f"{erasure.drive}: {reason}" for reason in refusal.reasons]
            else:
                done += 1
        return done, refused

    def _judge(self, erasure: Erasure) -> None:
        said = self.cleaned_data
        if said["judgement"] == "reject":
            reject_erasure(erasure, Rejection(said["rejection"]), actor=self.actor)
            return
        accept_erasure(
            erasure,
            reason=said["reason"],
            actor=self.actor,
            verification=Verification(said["verification"]),
        )
