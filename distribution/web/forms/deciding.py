"""Coded choices about a nomination: decide, withdraw, give up, ask for an exception, transfer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.words import (
    LINE_WITHDRAWALS,
    WITHDRAWALS,
    Decision,
    ExceptionReason,
    WithdrawReason,
)
from refurb.accounts.models import Organisation
from refurb.web.acting import ActForm


def _labelled(reasons: tuple[WithdrawReason, ...]) -> list[tuple[str, object]]:
    return [(reason.value, reason.label) for reason in reasons]


class DecisionForm(ActForm):
    """Accept or reject, for a coded reason."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )

    def chosen(self) -> Decision:
        """Give the decision."""
        return Decision(self.cleaned_data["decision"])


class WithdrawForm(ActForm):
    """Withdraw, for a coded reason."""

    because = forms.ChoiceField(
        label=_("Why is it withdrawn?"), choices=_labelled(WITHDRAWALS), widget=forms.RadioSelect
    )

    def chosen(self) -> WithdrawReason:
        """Give the reason."""
        return WithdrawReason(self.cleaned_data["because"])


class GiveUpForm(WithdrawForm):
    """Give up one machine, for a coded reason."""

    because = forms.ChoiceField(
        label=_("Why isn't this machine needed any more?"),
        choices=_labelled(LINE_WITHDRAWALS),
        widget=forms.RadioSelect,
    )


class ExceptionForm(ActForm):
    """Ask for an exception to the rule of frequency."""

    because = forms.ChoiceField(
        label=_("Why an exception?"), choices=ExceptionReason.choices, widget=forms.RadioSelect
    )

    def chosen(self) -> ExceptionReason:
        """Give the reason."""
        return ExceptionReason(self.cleaned_data["because"])


class TransferForm(ActForm):
    """Choose the service that follows the household from now on."""

    service = forms.ModelChoiceField(
        label=_("To which service?"),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: object, but: Organisation, **options: object) -> None:
        """Offer every social service but the one that follows it now."""
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        others = Organisation.objects.filter(is_social_service=True).exclude(pk=but.pk)
        self.fields["service"].queryset = others.order_by("name")  # type: ignore[attr-defined]
