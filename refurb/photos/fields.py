"""The form field that takes a photo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from refurb.photos.pictures import MAX_BYTES, Picture, PictureRefused, prepare_picture


class PhotoInput(forms.FileInput):
    """Open the camera of a phone; on a computer, choose a file.

    Named formats make phones send JPEG where they would send their own.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
        super().__init__(usual | (attrs or {}))


class PhotoField(forms.FileField):
    """A photo; cleaned, it is the Picture to keep, or None when there is none."""

    widget = PhotoInput

    def __init__(self, **options: Any) -> None:
        help_text = _("No people and no names in it: colleagues and partners see it.")
        super().__init__(**{"help_text": help_text, **options})

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        """Read the file and make of it what is kept; a refusal is the field's error."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if not file:
            return None
        try:
            # One byte more than is allowed is enough to be refused.
            return prepare_picture(file.read(MAX_BYTES + 1))
        except PictureRefused as refusal:
            raise forms.ValidationError(
                [forms.ValidationError(str(one), code=one.code) for one in refusal.reasons]
            ) from None
