"""Grounds of eligibility, and proof as seen."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from distribution.models.nomination import Nomination
from distribution.words import ProofCovers, ProofKind
from refurb.accounts.models import Membership

LONGEST_VALIDITY = 5 * 365
"""Days; nothing that a service sees holds longer, and a mistyped number is more likely."""


def in_readers_language(row: models.Model, field: str) -> str:
    """Pick the column of the reader's language: field_fr, field_nl, field_de or field_en."""
    language = (get_language() or "en")[:2]
    text: str = getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_en")
    return text


class GroundQuerySet(models.QuerySet["Ground"]):
    """Grounds that coordinators edit."""

    def active_on(self, day: object) -> Self:
        """Keep those that count on a day."""
        return self.filter(Q(active_to=None) | Q(active_to__gte=day), active_from__lte=day)


class Ground(models.Model):
    """Why a household is eligible."""

    code = models.SlugField(max_length=30, unique=True)
    name_fr = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    validity_days = models.PositiveSmallIntegerField()
    is_sensitive = models.BooleanField(default=False)
    shown_as = models.CharField(max_length=20)  # code in distribution.grounds.SHOWN_AS
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name_fr="") & ~Q(name_nl="") & ~Q(name_de="") & ~Q(name_en=""),
                name="ground_named_in_four_languages",
            ),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                name="ground_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(validity_days__range=(1, LONGEST_VALIDITY)),
                name="ground_validity_bounded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return in_readers_language(self, "name")


class Proof(models.Model):
    """A proof as seen: what, when, by whom, until when, for whom. The paper is never stored.

    `covers` is "" of those seen before it was asked.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="proofs")
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("What you saw"), max_length=12, choices=ProofKind)
    seen_on = models.DateField(_("Seen on"))
    seen_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(_("Valid until"))
    covers = models.CharField(
        _("Whom it covers"), max_length=12, choices=ProofCovers, default=ProofCovers.HOUSEHOLD
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("seen_on")), name="proof_valid_after_seen"
            ),
            models.CheckConstraint(condition=Q(kind__in=ProofKind.values), name="proof_kind_known"),
            models.CheckConstraint(
                condition=Q(covers__in=[*ProofCovers.values, ""]), name="proof_covers_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.kind}"

    def is_open(self, *, is_own: bool) -> bool:
        """Tell whether a reader, of its own service or not, learns its ground and whom it covers.

        Others than its own service don't, where the ground is sensitive.
        """
        return is_own or not self.ground.is_sensitive
