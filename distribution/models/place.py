"""Where each waiting line stands, kept so that no page has to work it out."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from distribution.models.request_line import RequestLine
from inventory.kinds import Kind
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission

NOT_RANKED = date.min
"""Of a place whose line is still to be ranked: whoever reads the list ranks it first."""


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    """Places, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for readers of the waiting list, those of their own lines for services."""
        if actor.may(Permission.SEE_WAITING_LIST):
            return self
        if not actor.may(Permission.SEE_NOMINATIONS):
            return self.none()
        return self.filter(line__nomination__organisation=actor.organisation_id)


class WaitingPlace(models.Model):
    """One waiting line's standing under the policy: waiting_list.ranking alone writes it.

    The place itself, first or hundredth, is how many keys come before this one.
    """

    line = models.OneToOneField(
        RequestLine, on_delete=models.CASCADE, primary_key=True, related_name="waiting_place"
    )
    key = models.BinaryField(unique=True)  # distribution.priority.written; its index is the list
    kind = models.CharField(max_length=10)  # that the line prefers: it waits among these too
    points = models.PositiveIntegerField()
    because = models.JSONField(default=list)  # the points line by line: [criterion, points, count]
    policy_version = models.PositiveIntegerField()  # 0: no policy was published
    changes_on = models.DateField()  # the first day on which it has to be ranked anew

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(changes_on=NOT_RANKED) | ~Q(because=[]), name="place_is_explained"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="place_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "key"], name="place_of_kind"),
            models.Index(fields=["changes_on"], name="place_changes_on"),
            models.Index(fields=["policy_version"], name="place_under_policy"),
        ]

    def __str__(self) -> str:
        return str(self.line_id)


class PlaceTally(models.Model):
    """How many lines came into one block of the list, or left it: the sum of all stand there now.

    A place at the far end of a long list is then the sum of the blocks before its own, and a count
    within its own. Rows are only added, never changed, by waiting_list.tallying: acts that rank at
    the same time never wait for each other here.
    """

    kind = models.CharField(max_length=10)
    block = models.BinaryField()  # distribution.priority.block_of
    lines = models.IntegerField()  # less than 0: so many left

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="tally_kind_known"),
            models.CheckConstraint(condition=~Q(lines=0), name="tally_counts_something"),
        ]
        verbose_name_plural = "place tallies"

    def __str__(self) -> str:
        return f"{self.kind}: {self.lines}"
