"""What a service is told about its nominations, read or not yet."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from distribution.models.nomination import Nomination
from distribution.words import NoticeCode
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices, by whom they are addressed to."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those addressed to the actor's organisation, for those who nominate there."""
        if not actor.may(Permission.NOMINATE):
            return self.none()
        return self.filter(organisation=actor.organisation_id)

    def unread(self) -> Self:
        """Keep those that nobody of the organisation has read."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One piece of news for an organisation: a code and facts, put into words when read."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="notices")
    case_reference = models.CharField(max_length=60, blank=True)  # the service's, at that time
    code = models.CharField(max_length=20, choices=NoticeCode)
    facts = models.JSONField(default=dict)  # codes, counts and days; no personal value
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__in=NoticeCode.values), name="notice_code_known"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="notice_read_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="notice_of_org")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.nomination_id}"
