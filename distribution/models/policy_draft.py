"""The policy that coordinators are writing: it orders nothing until it is published."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership

ONLY = 1
Json = dict[str, Any]


class DraftPart(models.TextChoices):
    """What of a draft somebody changed, as pages and the trail name it."""

    ALL = "all", _("everything")
    POINTS = "points", _("points")
    WORDS = "words", _("words of a criterion")
    COMMUNES = "communes", _("need by commune")
    SERVICES = "services", _("balance between services")


class PolicyDraft(models.Model):
    """The one draft; published policies are rows of another table, which nothing here reaches.

    `revision` is new with every change: who saves names the one they looked at.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    revision = models.UUIDField(default=uuid4)
    content = models.JSONField[Json, Json]()  # distribution.policy.content
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_part = models.CharField(max_length=10, choices=DraftPart, default=DraftPart.ALL)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=ONLY), name="one_policy_draft"),
            models.CheckConstraint(
                condition=Q(changed_part__in=DraftPart.values), name="draft_part_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.revision)
