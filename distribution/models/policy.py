"""The published policy by which the waiting list is ordered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from distribution.models.proof import in_readers_language
from refurb.accounts.models import Membership
from refurb.row_rules import Act, RowRule


class Policy(models.Model):
    """One version of the rules of priority; a published one is never edited."""

    version = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField(default=timezone.now)
    points_per_month = models.PositiveSmallIntegerField()
    need_by_commune = models.JSONField(default=dict)  # REFNIS → points
    balance_by_service = models.JSONField(default=dict)  # code of the organisation → points
    # With so many it was published: once they are there, the database takes no other.
    criterion_count = models.PositiveSmallIntegerField(default=0)
    published_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: it came with the installation
    reason = models.CharField(max_length=1000, blank=True)  # why it differs from the one before

    frozen: ClassVar = (
        "version",
        "published_at",
        "points_per_month",
        "need_by_commune",
        "balance_by_service",
        "criterion_count",
        "published_by",
        "reason",
    )
    row_rules: ClassVar = (
        RowRule(
            name="policy_published_for_good",
            act=Act.DELETE,
            refused="OLD.id IS NOT NULL",
            says="a published policy stays",
        ),
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(reason=""), name="policy_says_why"
            ),
            models.CheckConstraint(
                condition=Q(points_per_month__gte=1), name="policy_counts_waiting"
            ),
        ]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return str(self.version)


class Criterion(models.Model):
    """What one circumstance or ground counts, and how it is said."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=40)  # of distribution.policy.criteria or of a ground
    points = models.PositiveSmallIntegerField()
    name_fr = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    sentence_fr = models.CharField(max_length=200)
    sentence_nl = models.CharField(max_length=200)
    sentence_de = models.CharField(max_length=200)
    sentence_en = models.CharField(max_length=200)

    frozen: ClassVar = (
        "policy",
        "code",
        "points",
        "name_fr",
        "name_nl",
        "name_de",
        "name_en",
        "sentence_fr",
        "sentence_nl",
        "sentence_de",
        "sentence_en",
    )
    row_rules: ClassVar = (
        RowRule(
            name="criterion_published_with_its_policy",
            act=Act.INSERT,
            refused=(
                "(SELECT COUNT(*) FROM distribution_criterion AS own"
                " WHERE own.policy_id = NEW.policy_id) >= COALESCE((SELECT it.criterion_count"
                " FROM distribution_policy AS it WHERE it.id = NEW.policy_id), 0)"
            ),
            says="a published policy has all its criteria",
        ),
        RowRule(
            name="criterion_published_for_good",
            act=Act.DELETE,
            refused="OLD.id IS NOT NULL",
            says="a published policy keeps all its criteria",
        ),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "code"], name="criterion_once_per_policy"),
            models.CheckConstraint(
                condition=~Q(name_fr="") & ~Q(name_nl="") & ~Q(name_de="") & ~Q(name_en=""),
                name="criterion_named_in_four_languages",
            ),
            models.CheckConstraint(
                condition=~Q(sentence_fr="")
                & ~Q(sentence_nl="")
                & ~Q(sentence_de="")
                & ~Q(sentence_en=""),
                name="criterion_said_in_four_languages",
            ),
        ]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return in_readers_language(self, "name")

    @property
    def sentence(self) -> str:
        """Say in the reader's language why it counts; may hold %(count)s."""
        return in_readers_language(self, "sentence")
