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
    DRIVE_LOST = "drive_lost", _("A drive that was not sanitised is lost")
    UNSANITISED_ASIDE = (
        "unsanitised_aside",
        _("Set aside for somebody with a drive that was not sanitised"),
    )
    UNSANITISED_OUT = "unsanitised_out", _("Handed over with a drive that was not sanitised")


class Closing(models.TextChoices):
    """How an incident ended."""

    FOUND = "found", _("Found again, nobody else had it")
    PROVED = "proved", _("Proof was found: nothing could be read")
    REPORTED = "reported", _("Reported as a data breach")
    NO_RISK = "no_risk", _("No risk: the data could not be read, or there was none")
    OTHER = "other", _("Otherwise")


class Incident(models.Model):
    """A possible data breach: recorded, owned by somebody who sees to it, closed with a reason.

    Its owner is a member of the device's steward, or a coordinator; None until somebody takes it.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=20, choices=IncidentKind)
    opened = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=8, choices=Closing, blank=True)
    resolution = models.CharField(_("How it was resolved"), max_length=300, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolution="", closing="")
                | (Q(resolved_at__isnull=False, closing__in=Closing.values) & ~Q(resolution="")),
                name="incident_resolved_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}"


class IncidentNote(models.Model):
    """What somebody found out about an incident; never edited."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(_("Note"), max_length=500)

    frozen: ClassVar = ("incident", "author", "text")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="incident_note_in_words")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: note {self.pk}"
