"""The form for a photo of a device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.models import QualityCheck, Repair
from inventory.models.photo import About
from inventory.photographing import NewPhoto
from refurb.photos.fields import PhotoField
from refurb.web.acting import ActForm

SHOWN = [(about.value, about.label) for about in About if about is not About.PROOF]


class PhotoForm(ActForm):
    """Add a photo: a picture, and what it shows."""

    photo = PhotoField(label=_("Photo"))
    about = forms.ChoiceField(
        label=_("What does it show?"),
        choices=SHOWN,
        initial=About.DEFECT,
        widget=forms.RadioSelect,
    )
    caption = forms.CharField(
        label=_("In words"),
        max_length=120,
        required=False,
        help_text=_("Read aloud to those who can't see the photo."),
    )

    item = forms.ChoiceField(
        label=_("Which point of the quality check does it show?"),
        required=False,
        help_text=_("A known defect is shown beside its point."),
    )

    repair = forms.ChoiceField(
        label=_("Which repair does it show?"),
        required=False,
        help_text=_("A fault is shown beside its repair."),
    )

    def __init__(
        self,
        *args: Any,
        check: QualityCheck | None,
        words: Mapping[str, object],
        repairs: Sequence[Repair],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.check = check
        self.repairs = {str(repair.pk): repair for repair in repairs}
        self._offer_points(check, words)
        if not repairs:
            del self.fields["repair"]
        else:
            faults = [(pk, repair.fault) for pk, repair in self.repairs.items()]
            self.fields["repair"].choices = [("", _("None of them")), *faults]  # type: ignore[attr-defined]

    def _offer_points(self, check: QualityCheck | None, words: Mapping[str, object]) -> None:
        if check is None:
            del self.fields["item"]
        else:
            points = [(code, str(words[code])) for code in check.items if code in words]
            self.fields["item"].choices = [("", _("None of them")), *points]  # type: ignore[attr-defined]

    def new_photo(self) -> NewPhoto:
        """Put what was filled in into the words of the act."""
        found = self.cleaned_data
        about = About(found["about"])
        new = NewPhoto(found["photo"], about, found["caption"])
        item, repair = found.get("item", ""), self.repairs.get(found.get("repair", ""))
        if about is About.DEFECT and item:
            return replace(new, quality_check=self.check, item=item)
        return replace(new, repair=repair) if about is About.FAULT else new
