"""Who looked at which household, and when."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from distribution.models.household import Household
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


class HouseholdViewQuerySet(models.QuerySet["HouseholdView"]):
    """Views of households, by who may read the log of them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who may read the access log, none for others."""
        return self if actor.may(Permission.SEE_ACCESS_LOG) else self.none()


class HouseholdView(models.Model):
    """Somebody was shown a household: a thing that GET writes. Never edited."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    viewer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=60)  # the name of its address
    at = models.DateTimeField(default=timezone.now)

    objects = HouseholdViewQuerySet.as_manager()

    frozen: ClassVar = (
        "household",
        "viewer",
        "page",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(page=""), name="household_view_of_a_page")
        ]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="household_view_newest"),
            models.Index(fields=["household", "-at"], name="household_view_of"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.pk}"
