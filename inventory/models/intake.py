"""A row of similar machines being unpacked, by one person or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.kinds import Kind
from inventory.models.donation import Donation
from inventory.models.label import LabelBatch
from refurb.accounts.models import Membership

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from inventory.models.device import Device


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Intakes, by who may see their donation."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of visible donations."""
        return self.filter(donation__in=Donation.objects.visible_to(actor))

    def open(self) -> Self:
        """Keep those that are to be continued."""
        return self.filter(finished_at=None)


class Labelling(models.TextChoices):
    """When the machines get their labels."""

    BEFORE = "before", _("They have labels: each is scanned")
    AFTER = "after", _("They get their labels afterwards")


class Intake(models.Model):
    """So many machines of one donation that are alike: what they share, and how far it has got.

    `facts` holds what they share by the names of inventory.receiving.NewDevice, and the drive in
    each; `version` grows with every change of it, so that nobody overwrites another's.
    """

    reference = models.CharField(max_length=12, unique=True)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="intakes")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    planned = models.PositiveSmallIntegerField(_("How many"))
    facts = models.JSONField[dict[str, Any], dict[str, Any]](default=dict)
    expected_serials = models.JSONField[list[str], list[str]](default=list)
    labelling = models.CharField(max_length=6, choices=Labelling, blank=True)
    batch = models.ForeignKey(LabelBatch, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()
    if TYPE_CHECKING:
        devices: RelatedManager[Device]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="intake_kind_known"),
            models.CheckConstraint(
                condition=Q(planned__gte=1, planned__lte=500), name="intake_planned_sane"
            ),
            models.CheckConstraint(
                condition=Q(labelling__in=["", *Labelling.values]), name="intake_labelling_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        """Give what a person calls these machines."""
        named = f"{self.facts.get('manufacturer', '')} {self.facts.get('model', '')}".strip()
        return named or str(self.get_kind_display())
