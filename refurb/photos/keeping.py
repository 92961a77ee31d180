"""Keep and discard photos: the row in the act's transaction, the files beside it."""

from __future__ import annotations

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from refurb.photos.models import Photo
from refurb.photos.pictures import Picture


def keep_photo[P: Photo](photo: P, picture: Picture) -> P:
    """Write the files of an unsaved photo, then its row, inside the act's transaction.

    When the act is undone after this, its row goes and two files that nobody can find stay: call
    it last.
    """
    photo.width, photo.height = picture.width, picture.height
    photo.sha256 = sha256(picture.jpeg).hexdigest()
    photo.picture.save("picture.jpg", ContentFile(picture.jpeg), save=False)
    photo.thumbnail.save("thumbnail.jpg", ContentFile(picture.thumbnail), save=False)
    photo.save(force_insert=True)
    return photo


def discard_photo(photo: Photo) -> None:
    """Delete a photo's row, and its files once that is certain."""
    files = (photo.picture, photo.thumbnail)
    for file in files:
        # Names are bound now: the row is gone when the transaction ends.
        transaction.on_commit(lambda name=file.name, kept=file.storage: kept.delete(name))  # type: ignore[misc]
    photo.delete()
