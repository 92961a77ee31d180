"""The form for a photo of a device."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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

    def new_photo(self) -> NewPhoto:
        """Put what was filled in into the words of the act."""
        found = self.cleaned_data
        return NewPhoto(found["photo"], About(found["about"]), found["caption"])
