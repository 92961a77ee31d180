"""Devices sent together to a partner, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import ARRIVED, Arrival
from inventory.models import Device
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ConsignmentQuerySet(models.QuerySet["Consignment"]):
    """Consignments, by who has to do with them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for coordinators; for who hands over, what their organisation sends or gets."""
        if actor.may(Permission.ALLOCATE):
            return self
        if not actor.may(Permission.HAND_OVER):
            return self.none()
        mine = actor.organisation_id
        return self.filter(Q(sender=mine) | Q(receiver=mine))

    def with_counts(self) -> Self:
        """Add `all`, `arrived` and `missing`: how many devices, and how many of them are what."""
        return self.annotate(
            all=Count("lines"),
            arrived=Count("lines", filter=Q(lines__arrival__in=ARRIVED)),
            missing=Count("lines", filter=Q(lines__arrival=Arrival.MISSING)),
        )


class Consignment(models.Model):
    """What one organisation sends another on one day."""

    reference = models.CharField(max_length=12, unique=True)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Sent to")
    )
    sent_on = models.DateField(_("Sent on"))
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)  # when its last line was settled

    objects = ConsignmentQuerySet.as_manager()
    if TYPE_CHECKING:
        lines: RelatedManager[ConsignmentLine]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="consignment_goes_elsewhere"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["receiver", "-id"], name="consignment_to"),
            models.Index(fields=["sender", "-id"], name="consignment_from"),
        ]

    def __str__(self) -> str:
        return self.reference


class ConsignmentLine(models.Model):
    """One device of a consignment: on the way, then received, damaged or missing."""

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    arrival = models.CharField(max_length=8, choices=Arrival, blank=True)
    note = models.CharField(_("What is wrong with it?"), max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(arrival=""), name="one_consignment_a_device"
            ),
            models.UniqueConstraint(
                fields=["consignment", "device"], name="device_once_in_a_consignment"
            ),
            models.CheckConstraint(
                condition=Q(arrival="", settled_at=None, settled_by=None)
                | Q(arrival__in=Arrival.values, settled_at__isnull=False, settled_by__isnull=False),
                name="consignment_line_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(arrival=Arrival.DAMAGED) | ~Q(note=""), name="damage_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consignment_id}: {self.device_id}"

    @property
    def has_arrived(self) -> bool:
        """Say whether the receiver has it."""
        return self.arrival in ARRIVED
