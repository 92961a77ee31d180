"""Photos of receipts that were signed by hand."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distribution.models.handover import Receipt
from refurb.accounts.models import Membership
from refurb.photos.models import Photo


class SignedPaperQuerySet(models.QuerySet["SignedPaper"]):
    """Photos of signed papers, by who may read the receipt."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of visible receipts."""
        return self.filter(receipt__in=Receipt.objects.visible_to(actor).values("pk"))


class SignedPaper(Photo):
    """The signed paper of one receipt. Never replaced: a better photo supersedes it, and says why.

    When the retention of the receipt's PDF ends, so does that of the files; the digest stays.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="papers")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    because = models.CharField(
        _("What is wrong with the earlier photo?"), max_length=200, blank=True
    )

    objects = SignedPaperQuerySet.as_manager()
    # Not the files, which go at the end of their retention.
    frozen: ClassVar = ("receipt", "supersedes", "because", "width", "height", "sha256", "taken_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(supersedes=None), name="one_first_paper_a_receipt"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, because="")
                | (Q(supersedes__isnull=False) & ~Q(because="")),
                name="paper_superseded_with_words",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="paper_supersedes_another",
            ),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"
