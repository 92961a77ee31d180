"""What every photo has: two files, who took it, and when."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone


def nameless(_photo: models.Model, _name: str) -> str:
    """Choose where a file is kept: by chance, so that no name or code stands in a path."""
    chosen = uuid4().hex
    return f"photos/{chosen[:2]}/{chosen}.jpg"


class Photo(models.Model):
    """A photo of something; each app says of what, and who may see it (`visible_to`)."""

    picture = models.FileField(upload_to=nameless)
    thumbnail = models.FileField(upload_to=nameless)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)  # of the picture as it is kept
    taken_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"photo {self.pk}"
