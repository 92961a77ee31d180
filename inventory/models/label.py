"""Labels printed before there is a device, and how each workshop's printer is set."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission


class LabelBatchQuerySet(models.QuerySet["LabelBatch"]):
    """Batches, by whose workshop printed them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's workshop."""
        if actor.may(Permission.RECEIVE):
            return self.filter(organisation=actor.organisation_id)
        return self.none()

    def counted(self) -> Self:
        """Add `free`, `bound` and `void`: what became of the labels of each."""
        free = Q(labels__device=None, labels__voided_at=None)
        return self.annotate(
            free=Count("labels", filter=free),
            bound=Count("labels", filter=Q(labels__device__isnull=False)),
            void=Count("labels", filter=Q(labels__voided_at__isnull=False)),
        )


class LabelBatch(models.Model):
    """Labels printed together, before anybody knows what they will stand on."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    printed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)

    objects = LabelBatchQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="batch_newest")]

    def __str__(self) -> str:
        return self.reference


class LabelState(models.TextChoices):
    """What became of a printed label."""

    PRINTED = "printed", _("Printed")
    BOUND = "bound", _("On a device")
    VOID = "void", _("Void")


class LabelQuerySet(models.QuerySet["Label"]):
    """Labels, by whose workshop printed them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's workshop."""
        return self.filter(batch__in=LabelBatch.objects.visible_to(actor))

    def free(self) -> Self:
        """Keep those that can still be stuck on a device."""
        return self.filter(device=None, voided_at=None)


class Label(models.Model):
    """One label of a batch: printed, then bound to a device once, or void.

    A device that lost its label may have several: each leads to it, and its own code stays.
    """

    batch = models.ForeignKey(LabelBatch, on_delete=models.PROTECT, related_name="labels")
    code = models.CharField(max_length=9, unique=True)
    device = models.ForeignKey("Device", on_delete=models.PROTECT, null=True, related_name="labels")
    bound_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = LabelQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{9}$"), name="label_code_formed"
            ),
            models.CheckConstraint(
                condition=Q(device=None, bound_at=None)
                | Q(device__isnull=False, bound_at__isnull=False),
                name="label_bound_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(device=None) | Q(voided_at=None), name="label_bound_or_void"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> LabelState:
        """Say what became of it."""
        if self.voided_at is not None:
            return LabelState.VOID
        return LabelState.PRINTED if self.device_id is None else LabelState.BOUND


class LabelShift(models.Model):
    """How far a workshop's printer is to be moved for one format, in mm right and down."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    format_code = models.CharField(max_length=12)
    right_mm = models.DecimalField(max_digits=3, decimal_places=1)
    down_mm = models.DecimalField(max_digits=3, decimal_places=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "format_code"], name="one_shift_per_format"
            ),
            models.CheckConstraint(
                condition=Q(right_mm__range=(-10, 10), down_mm__range=(-10, 10)),
                name="shift_within_a_centimetre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format_code}: {self.right_mm}, {self.down_mm}"
