"""What a partner says afterwards, and what was not as it had to be."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import IrregularityCode, NotDelivered
from distribution.models.allocation import Allocation
from distribution.models.consignment import ConsignmentLine
from distribution.models.handover import Handover
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


class DeliveryReport(models.Model):
    """One machine, as the one who carried it tells: it reached its household, or why not."""

    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, related_name="delivery_reports"
    )
    handover = models.OneToOneField(
        Handover, on_delete=models.PROTECT, null=True, related_name="reported"
    )
    because = models.CharField(_("Why not?"), max_length=8, choices=NotDelivered, blank=True)
    reported_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handover__isnull=False, because="")
                | Q(handover=None, because__in=NotDelivered.values),
                name="delivery_happened_or_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.because or 'delivered'}"


class IrregularityQuerySet(models.QuerySet["Irregularity"]):
    """Irregularities, by who has to deal with them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for those who settle them."""
        return self if actor.may(Permission.SETTLE) else self.none()

    def open(self) -> Self:
        """Keep those that nobody has resolved."""
        return self.filter(resolved_at=None)


class Irregularity(models.Model):
    """A condition that a fact did not meet: recorded, owned, resolved with a reason.

    `facts` holds codes and references, never personal values.
    """

    code = models.CharField(max_length=16, choices=IrregularityCode)
    facts = models.JSONField(default=dict)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        DeliveryReport, on_delete=models.PROTECT, null=True, related_name="irregularities"
    )
    sent_in = models.ForeignKey(
        ConsignmentLine, on_delete=models.PROTECT, null=True, related_name="irregularities"
    )
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolution = models.CharField(_("How it was resolved"), max_length=300, blank=True)

    objects = IrregularityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "irregularities"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__in=IrregularityCode.values), name="irregularity_code_known"
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, sent_in=None)
                | Q(report=None, sent_in__isnull=False),
                name="irregularity_of_one_fact",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="irregularity_resolved_with_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resolved_at", "-opened_at"], name="irregularity_open")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.device_id}"
