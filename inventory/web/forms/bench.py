"""Forms for repairs, quality checks, locks and incidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.checking import NewCheck
from inventory.checklist import ITEMS, items_for
from inventory.grade import Grade
from inventory.kinds import HANDHELDS, WITH_STORAGE, Kind, Lock, locks_of
from inventory.models.bench import Outcome
from refurb.reference.languages import language_choices
from refurb.web.acting import ActForm

RESULTS = (
    ("ok", pgettext_lazy("result of one check", "Fine")),
    ("fail", pgettext_lazy("result of one check", "Not fine")),
    ("na", pgettext_lazy("result of one check", "Does not apply")),
)
LOCK_ANSWERS = (
    ("clear", pgettext_lazy("lock", "Clear")),
    ("closed", pgettext_lazy("lock", "Locked")),
)
LARGEST_BATTERY = 120  # a new battery may hold more than it was designed for
WITH_BATTERY = HANDHELDS | {Kind.LAPTOP}


def in_a_row() -> forms.RadioSelect:
    """Put short answers beside each other, so that a list of questions stays short."""
    return forms.RadioSelect(attrs={"class": "in-a-row"})


class RepairForm(ActForm):
    """Name a fault."""

    fault = forms.CharField(label=_("What is broken?"), max_length=200)


class CloseRepairForm(ActForm):
    """Say how a repair ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    diagnosis = forms.CharField(label=_("Diagnosis"), max_length=300, required=False)
    work_done = forms.CharField(label=_("Work done"), max_length=300, required=False)
    parts = forms.CharField(label=_("Parts"), max_length=200, required=False)


class CheckForm(ActForm):
    """A quality check: one answer per item of the kind, and what goes with a device that passed."""

    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("Not graded")), *Grade.choices], required=False
    )
    os_name = forms.CharField(
        label=_("Operating system"),
        max_length=60,
        required=False,
        help_text=_("For example Linux Mint 22."),
    )
    os_language = forms.ChoiceField(label=_("Language of the system"), required=False)
    battery_percent = forms.IntegerField(
        label=_("Battery health (%)"), min_value=0, max_value=LARGEST_BATTERY, required=False
    )
    known_defects = forms.CharField(
        label=_("Known defects"),
        max_length=300,
        required=False,
        help_text=_("The receiver reads this on the receipt."),
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items_for(kind)
        for item in self.items:
            self.fields[f"item_{item}"] = forms.ChoiceField(
                label=str(ITEMS[item]), choices=RESULTS, widget=in_a_row()
            )
        self.fields["os_language"].choices = [("", _("Not known")), *language_choices()]  # type: ignore[attr-defined]
        if kind not in WITH_STORAGE:
            del self.fields["os_name"], self.fields["os_language"]
        if kind not in WITH_BATTERY:
            del self.fields["battery_percent"]

    def item_fields(self) -> list[forms.BoundField]:
        """List the items' fields, for the page."""
        return [self[f"item_{item}"] for item in self.items]

    def other_fields(self) -> list[forms.BoundField]:
        """List the fields after the items."""
        return [field for field in self if not field.name.startswith("item_")]

    def new_check(self) -> NewCheck:
        """Put what was filled in into the words of the act."""
        found = dict(self.cleaned_data)
        items = {item: found.pop(f"item_{item}") for item in self.items}
        return NewCheck(items=items, **found)


class LocksForm(ActForm):
    """Say of each lock of the kind whether it is clear."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for lock in locks_of(kind):
            self.fields[lock.value] = forms.ChoiceField(
                label=lock.label, choices=LOCK_ANSWERS, widget=in_a_row()
            )

    def clear(self) -> dict[Lock, bool]:
        """Map each lock to whether it is clear."""
        return {Lock(name): answer == "clear" for name, answer in self.cleaned_data.items()}


class ResolveForm(ActForm):
    """Say how an incident was dealt with."""

    resolution = forms.CharField(
        label=_("How was it resolved?"), max_length=300, widget=forms.Textarea
    )
