"""Forms for repairs, quality checks, locks and incidents."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.checking import NewCheck
from inventory.checklists import ItemList
from inventory.grade import Grade
from inventory.kinds import HANDHELDS, WITH_STORAGE, Kind, Lock, locks_of
from inventory.models.bench import LONGEST_SITTING, MOST_OF_A_PART, Outcome, PartSource
from inventory.models.incident import Closing
from inventory.repairing import NewPart, Sitting
from refurb.photos.fields import PhotoField
from refurb.privacy.national_numbers import refuse_national_number
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
PART_LINES = (1, 2, 3)
WITH_BATTERY = HANDHELDS | {Kind.LAPTOP}


def in_a_row() -> forms.RadioSelect:
    """Put short answers beside each other, so that a list of questions stays short."""
    return forms.RadioSelect(attrs={"class": "in-a-row"})


class RepairForm(ActForm):
    """Name a fault, with a photo of it when that says more."""

    fault = forms.CharField(label=_("What is broken?"), max_length=200)
    photo = PhotoField(label=_("Photo of the fault"), required=False)


class SittingForm(ActForm):
    """What was done at a repair in one go, and the parts it took, a line for each."""

    work_done = forms.CharField(label=_("Work done"), max_length=300, required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=1, max_value=LONGEST_SITTING, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for line in PART_LINES:
            self.fields[f"part_{line}"] = forms.CharField(
                label=_("Part"), max_length=120, required=False
            )
            self.fields[f"quantity_{line}"] = forms.IntegerField(
                label=_("Quantity"),
                min_value=1,
                max_value=MOST_OF_A_PART,
                initial=1,
                required=False,
            )
            self.fields[f"source_{line}"] = forms.ChoiceField(
                label=_("From"), choices=PartSource.choices, required=False
            )
            self.fields[f"cost_{line}"] = forms.DecimalField(
                label=_("Cost (€)"), min_value=0, max_digits=7, decimal_places=2, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the words that belong to minutes or to a cost."""
        found = super().clean() or {}
        if found.get("minutes") and not found.get("work_done") and "work_done" not in self.errors:
            self.add_error("work_done", _("Say what was done in that time."))
        for line in PART_LINES:
            name = f"part_{line}"
            if found.get(f"cost_{line}") is not None and not found.get(name):
                self.add_error(name, _("Name the part."))
        return found

    def part_lines(self) -> list[list[forms.BoundField]]:
        """List the fields of each line, for the page."""
        names = ("part", "quantity", "source", "cost")
        return [[self[f"{name}_{line}"] for name in names] for line in PART_LINES]

    def sitting(self) -> Sitting:
        """Put what was filled in into the words of the act."""
        found = self.cleaned_data
        parts = [
            NewPart(
                part=found[f"part_{line}"],
                quantity=found[f"quantity_{line}"] or 1,
                source=PartSource(found[f"source_{line}"] or PartSource.STOCK),
                cost=found[f"cost_{line}"],
            )
            for line in PART_LINES
            if found[f"part_{line}"]
        ]
        return Sitting(found["work_done"], found["minutes"], parts)


class CloseRepairForm(SittingForm):
    """Say how a repair ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    diagnosis = forms.CharField(label=_("Diagnosis"), max_length=300, required=False)
    field_order = ("outcome", "diagnosis")


class CheckForm(ActForm):
    """A quality check: one answer per item of the kind, and what goes with a device that passed."""

    mended_by = MappingProxyType({"grade_missing": "grade"})

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

    photo = PhotoField(label=_("Photo of a known defect"), required=False)
    photo_of = forms.ChoiceField(label=_("Which point does the photo show?"), required=False)

    def __init__(self, *args: Any, kind: str, items: ItemList, **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = items.codes
        points = [(item, str(words)) for item, words in items.words.items()]
        self.fields["photo_of"].choices = [("", _("None of them")), *points]  # type: ignore[attr-defined]
        for item, words in items.words.items():
            self.fields[f"item_{item}"] = forms.ChoiceField(
                label=str(words), choices=RESULTS, widget=in_a_row()
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
        del found["photo"], found["photo_of"]
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

    closing = forms.ChoiceField(
        label=_("How did it end?"), choices=Closing.choices, widget=forms.RadioSelect
    )
    resolution = forms.CharField(
        label=_("How was it resolved?"),
        max_length=300,
        widget=forms.Textarea,
        validators=[refuse_national_number],
    )


class NoteForm(ActForm):
    """Add what somebody found out about an incident."""

    text = forms.CharField(
        label=_("What did you find out?"),
        max_length=500,
        widget=forms.Textarea,
        validators=[refuse_national_number],
    )
