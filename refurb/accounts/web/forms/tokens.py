"""The form of an API token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from refurb.accounts.roles import Scope

MOST_DAYS = 3650  # as the command allows


class TokenForm(forms.Form):
    """What a token lets do, and for how long."""

    scope = forms.ChoiceField(label=_("What it lets do"), choices=Scope.choices, initial=Scope.READ)
    days = forms.IntegerField(
        label=_("Days until it expires"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        required=False,
        help_text=_("Leave empty for a token that works until it is revoked."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """Give what was filled in, as the act takes it."""
        days = self.cleaned_data["days"]
        lifetime = timedelta(days=days) if days else None
        return {"scope": Scope(self.cleaned_data["scope"]), "lifetime": lifetime}
