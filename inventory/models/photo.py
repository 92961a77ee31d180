"""Photos of devices: a fault, a defect that the receiver is told of, the proof of a wipe."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inventory.models.bench import QualityCheck, Repair
from inventory.models.device import Device, DeviceEvent
from inventory.models.drive import Erasure
from refurb.accounts.models import Membership
from refurb.photos.models import Photo


class About(models.TextChoices):
    """What a photo of a device shows."""

    DEFECT = "defect", _("A known defect")
    FAULT = "fault", _("A fault to repair")
    PROOF = "proof", _("Proof of a wipe")
    WHOLE = "whole", _("The device as it looks")


class DevicePhotoQuerySet(models.QuerySet["DevicePhoto"]):
    """Photos, by who may see their device."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep the photos of visible devices."""
        return self.filter(device__in=Device.objects.visible_to(actor))


class DevicePhoto(Photo):
    """A photo of a device."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="photos")
    event = models.OneToOneField(DeviceEvent, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("What does it show?"), max_length=6, choices=About)
    caption = models.CharField(_("In words"), max_length=120, blank=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, null=True, related_name="photos")
    # The check that noted the defect, and which of its items the photo shows, if one alone.
    quality_check = models.ForeignKey(
        QualityCheck, on_delete=models.PROTECT, null=True, related_name="photos"
    )
    item = models.CharField(max_length=12, blank=True)
    # Whose fault the photo shows.
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, null=True, related_name="photos")

    objects = DevicePhotoQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="photo_about_known"),
            models.CheckConstraint(
                condition=Q(erasure=None) | Q(about="proof"), name="photo_of_a_wipe_is_proof"
            ),
            models.CheckConstraint(
                condition=Q(quality_check=None, item="")
                | Q(quality_check__isnull=False, about="defect"),
                name="photo_of_a_check_is_a_defect",
            ),
            models.CheckConstraint(
                condition=Q(repair=None) | Q(about="fault"), name="photo_of_a_repair_is_a_fault"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["device", "-id"], name="photo_of_device")]

    def __str__(self) -> str:
        return self.caption or self.get_about_display()
