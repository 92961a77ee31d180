"""Facts that should not have happened."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.models.device import Device, DeviceEvent
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents, by who has to deal with them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of visible devices, for those who deal with incidents."""
        if not actor.may(Permission.SEE_INCIDENTS):
            return self.none()
        return self.filter(device__in=Device.objects.visible_to(actor))


class IncidentKind(models.TextChoices):
    """What happened."""

    UNSANITISED_LOST = "unsanitised_lost", _("Lost with a drive that was not sanitised")
    UNSANITISED_OUT = "unsanitised_out", _("Handed over with a drive that was not sanitised")


class Incident(models.Model):
    """A possible data breach: recorded, owned by the device's steward, resolved with a reason."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=20, choices=IncidentKind)
    opened = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(_("How it was resolved"), max_length=300, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolution="")
                | (Q(resolved_at__isnull=False) & ~Q(resolution="")),
                name="incident_resolved_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}"
