"""What a paper says in one language: each published version, and the draft of the next."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from distribution.words import PaperKind
from refurb.accounts.models import Membership

FIRST_PUBLISHED = 2  # version 1 comes with the software


class PaperText(models.Model):
    """One version of a text, or its draft, which has no version.

    Rows are never changed, drafts neither: a draft that is saved again is another row in its place,
    and so is the version that it becomes. `words` holds every text that may be edited, by its key
    in distribution.texts.flat.
    """

    kind = models.CharField(max_length=10, choices=PaperKind)
    language = models.CharField(max_length=3)
    version = models.PositiveIntegerField(null=True)
    words = models.JSONField[dict[str, str], dict[str, str]]()
    written_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)  # when published, of a version

    frozen: ClassVar = ("kind", "language", "version", "words", "written_by", "written_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="paper_text_version_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "language"],
                condition=Q(version=None),
                name="paper_text_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values), name="paper_text_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(version__gte=FIRST_PUBLISHED),
                name="paper_text_after_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version or 'draft'}"
