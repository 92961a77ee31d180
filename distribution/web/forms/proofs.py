"""Proof as seen: what, when, until when, for whom. There is no field for a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models import Ground, Proof
from distribution.web.fields import DayField
from refurb.web.acting import Acting

LONGEST_VALIDITY = timedelta(days=5 * 366)


class ProofForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """One proof as somebody saw it."""

    seen_on = DayField(label=_("Seen on"))
    valid_until = DayField(
        label=_("Valid until"),
        ahead=LONGEST_VALIDITY,
        required=False,
        help_text=_("Leave empty when the paper has no end: the usual time of its ground counts."),
    )

    class Meta:
        model = Proof
        fields: ClassVar = ["ground", "kind", "covers", "seen_on", "valid_until"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grounds = Ground.objects.active_on(timezone.localdate()).order_by("code")
        self.fields["ground"] = forms.ModelChoiceField(label=_("Ground"), queryset=grounds)

    def clean(self) -> dict[str, Any]:
        """Fill in the usual validity, and refuse a paper that ended before it was seen."""
        cleaned: dict[str, Any] = super().clean() or {}
        seen, ground = cleaned.get("seen_on"), cleaned.get("ground")
        if seen and ground and "valid_until" in cleaned and not cleaned["valid_until"]:
            cleaned["valid_until"] = seen + timedelta(days=ground.validity_days)
        until = cleaned.get("valid_until")
        if seen and until and until < seen:
            self.add_error("valid_until", _("It ended before it was seen. Check both days."))
        return cleaned
