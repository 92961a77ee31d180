"""What the bench puts in with a machine that is set aside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.allocations.preparing import mark_prepared, mark_unprepared
from distribution.kit import Kit
from distribution.models import Allocation
from refurb.accounts.models import Membership
from refurb.web.acting import ActForm


class PreparationForm(ActForm):
    """The kit that was put in; sent as “undo”, it says that the machine is not prepared."""

    packed = forms.MultipleChoiceField(
        label=_("What did you put in?"),
        choices=Kit.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The handover begins with this list."),
    )

    @property
    def undoes(self) -> bool:
        """Say whether it takes the word back."""
        return self.data.get("then") == "undo"

    def mark(self, allocation: Allocation, *, actor: Membership) -> Allocation:
        """Say that it is prepared, or that it is not. Raises AllocationRefused."""
        if self.undoes:
            return mark_unprepared(allocation, actor=actor)
        return mark_prepared(allocation, self.cleaned_data["packed"], actor=actor)
