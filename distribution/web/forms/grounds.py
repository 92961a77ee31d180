"""A ground of eligibility: its names, how long a proof holds, who learns what of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from distribution.grounds import SHOWN_AS
from distribution.models import Ground
from distribution.models.proof import LONGEST_VALIDITY
from distribution.policy.grounds import CHANGEABLE, add_ground, change_ground
from distribution.web.fields import PeopleField
from refurb.accounts.models import Membership
from refurb.web.acting import Acting

LANGUAGES = {"fr": _("French"), "nl": _("Dutch"), "de": _("German"), "en": _("English")}


def _groups() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(code, names.in_language(language)) for code, names in SHOWN_AS.items()]


class GroundForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What may change of a ground: what its user changed is written, nothing else."""

    mended_by: ClassVar = {"code_taken": "code", "ends_before": "active_to"}
    validity_days = forms.IntegerField(
        label=_("A proof holds for so many days"),
        min_value=1,
        max_value=LONGEST_VALIDITY,
        help_text=_("Proposed from the day it was seen; whoever sees it may write another end."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    shown_as = forms.ChoiceField(
        label=_("What others read instead"),
        choices=_groups,
        help_text=_("Of a sensitive ground only its own service reads the name."),
    )
    active_from = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    active_to = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("After it nobody records a new proof of it; those that were seen still count."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Ground
        fields: ClassVar = [*CHANGEABLE]
        labels: ClassVar = {"is_sensitive": _("Says something of health, debts or origin")}
        help_texts: ClassVar = {
            "is_sensitive": _("Unticked, others read its name, also of proofs seen before.")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for a name in each language; let each field say what it showed."""
        super().__init__(*args, **options)
        for code, language in LANGUAGES.items():
            name = f"name_{code}"
            self.fields[name] = PeopleField(label=language, max_length=120)
            self.fields[name].widget.attrs |= {"lang": code}
        self.order_fields(["code", *CHANGEABLE])
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None

    def validate_constraints(self) -> None:
        """Leave days that contradict each other to the act, which says what to do."""

    def change(self, ground: Ground, *, actor: Membership) -> Ground:
        """Write what was changed."""
        changes = {name: self.cleaned_data[name] for name in self.changed_data}
        return change_ground(ground, changes, actor=actor)


class NewGroundForm(GroundForm):
    """A new ground, with its code."""

    code = forms.RegexField(
        r"^[a-z0-9_]+$",
        label=_("Code"),
        max_length=30,
        help_text=_("Small letters, digits and _, such as student. It never changes."),
    )

    class Meta(GroundForm.Meta):
        fields: ClassVar = ["code", *CHANGEABLE]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Let it begin today."""
        super().__init__(*args, **options)
        self.fields["active_from"].initial = timezone.localdate()

    def validate_unique(self) -> None:
        """Leave a code that is taken to the act, which says what to do."""

    def add(self, *, actor: Membership) -> Ground:
        """Add it."""
        return add_ground(self.instance, actor=actor)
