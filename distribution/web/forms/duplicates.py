"""One household or two: what a coordinator says of a pair, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.models import PairDecision, PossibleDuplicate
from distribution.uniting import Verdict, decide_pair
from distribution.verdicts import FOR_DIFFERENT, FOR_SAME, PairReason, PairState
from distribution.web.fields import PeopleField
from refurb.accounts.models import Membership
from refurb.web.acting import ActForm

APART = "|"  # between what is decided and why; one choice says both


class VerdictForm(ActForm):
    """Decide on a pair: one choice says what, and why."""

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    verdict_because = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    words = PeopleField(
        label=_("In words"),
        max_length=300,
        required=False,
        help_text=_("What you looked at, for colleagues. No names: others read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, state: str, **options: object) -> None:
        """Offer what isn't decided already."""
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        choices = {PairState.SAME: FOR_SAME, PairState.DIFFERENT: FOR_DIFFERENT}
        self.fields["verdict_because"].choices = [  # type: ignore[attr-defined]
            (said.label, [(f"{said}{APART}{each}", each.label) for each in _of(reasons, state)])
            for said, reasons in choices.items()
            if said != state
        ]

    def decide(self, pair: PossibleDuplicate, *, actor: Membership) -> PairDecision:
        """Record it. Raises PairRefused, also for who has not seen the newest decision."""
        return decide_pair(pair, self.verdict(), actor=actor, seen=self.cleaned_data["seen"])

    def verdict(self) -> Verdict:
        """Give what was decided."""
        said, _bar, because = self.cleaned_data["verdict_because"].partition(APART)
        return Verdict(PairState(said), PairReason(because), self.cleaned_data["words"])


def _of(reasons: Iterable[PairReason], state: str) -> list[PairReason]:
    """Leave out the mistake of an earlier decision where there is none."""
    return [each for each in reasons if state != PairState.OPEN or each != PairReason.MISTAKE]
