"""Which device is for which request line."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import Refusal
from distribution.models.request_line import RequestLine
from distribution.models.run import AllocationRun
from distribution.words import AllocationEnd
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


class AllocationQuerySet(models.QuerySet["Allocation"]):
    """Allocations, by who has to do with them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for coordinators; for who hands over, those of devices they hold."""
        if actor.may(Permission.ALLOCATE):
            return self
        if not actor.may(Permission.HAND_OVER):
            return self.none()
        return self.filter(device__holder=actor.organisation_id)

    def open(self) -> Self:
        """Keep those that stand."""
        return self.filter(ended_at=None)

    def mains(self) -> Self:
        """Keep the machines themselves, not what goes with them."""
        return self.filter(companion_to=None)


class Allocation(models.Model):
    """A device set aside for a line; a companion (a screen, a router) points at the main one."""

    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="allocations")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    companion_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="companions"
    )
    run = models.ForeignKey(
        AllocationRun, on_delete=models.PROTECT, null=True, related_name="allocations"
    )
    reason = models.CharField(_("Reason"), max_length=300)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=12, choices=AllocationEnd, blank=True)
    refused_because = models.CharField(
        _("Why they refuse it"), max_length=10, choices=Refusal, blank=True
    )
    prepared_at = models.DateTimeField(null=True)  # set up as its sheet asks
    prepared_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    packed = models.JSONField(default=list)  # codes of distribution.kit, put in by who prepared it
    stood = models.JSONField(default=dict)  # where its line did: distribution.allocations.stood

    objects = AllocationQuerySet.as_manager()
    frozen: ClassVar = ("stood",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(ended_at=None), name="one_open_allocation_a_device"
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(ended_at=None, companion_to=None),
                name="one_open_allocation_a_line",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="")
                | (Q(ended_at__isnull=False) & Q(end__in=AllocationEnd.values)),
                name="allocation_ended_somehow",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="allocation_has_a_reason"),
            models.CheckConstraint(
                condition=Q(companion_to=None) | ~Q(companion_to=F("id")),
                name="companion_of_another",
            ),
            models.CheckConstraint(
                condition=Q(refused_because="")
                | Q(refused_because__in=Refusal.values, end=AllocationEnd.REFUSED),
                name="allocation_refusal_known",
            ),
            models.CheckConstraint(
                condition=Q(prepared_at=None, prepared_by=None)
                | Q(prepared_at__isnull=False, prepared_by__isnull=False),
                name="allocation_prepared_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(packed=[]) | Q(prepared_at__isnull=False),
                name="allocation_packed_when_prepared",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
