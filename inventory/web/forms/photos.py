"""The form for a photo of a device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.models import QualityCheck
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

    def __init__(
        self, *args: Any, check: QualityCheck | None, words: Mapping[str, object], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.check = check
        if check is None:
            del self.fields["item"]
        else:
            points = [(code, str(words[code])) for code in check.items if code in words]
            self.fields["item"].choices = [("", _("None of them")), *points]  # type: ignore[attr-defined]

    def new_photo(self) -> NewPhoto:
        """Put what was filled in into the words of the act."""
        found = self.cleaned_data
        about, item = About(found["about"]), found.get("item", "")
        if about is not About.DEFECT or not item:
            return NewPhoto(found["photo"], about, found["caption"])
        return NewPhoto(
            found["photo"], about, found["caption"], quality_check=self.check, item=item
        )
