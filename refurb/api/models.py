"""First answers, kept so that a request sent twice is acted on once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from refurb.accounts.models import Membership


class FirstAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered; kept for 48 hours, then deleted.

    The body may hold names: it is for the member who sent the request and nobody else.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=60, blank=True)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "key"], name="one_answer_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.key}"
