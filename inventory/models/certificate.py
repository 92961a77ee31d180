"""Certificates of erasure: of a donation, or of one device."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from inventory.models.device import Device
from inventory.models.donation import Donation
from inventory.models.drive import Drive, Erasure
from inventory.outcomes import Outcome
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.counters.papers import NumberedPaper
from refurb.row_rules import stays_until_gone

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of visible devices for who reads evidence, of donations for who sees those.

        A donation's names its donor, a device's nobody but who wiped and who verified.
        """
        ours = Q(device=None, donation__in=Donation.objects.visible_to(actor))
        if actor.may(Permission.SEE_EVIDENCE):
            ours |= Q(device__in=Device.objects.visible_to(actor))
        return self.filter(ours)

    def in_force(self) -> Self:
        """Keep those that no newer one supersedes."""
        return self.filter(superseded_by=None)


class Certificate(NumberedPaper):
    """What became of the data on each drive of a donation or a device, on one day."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="certificates")
    device = models.ForeignKey(  # None: of the whole donation
        Device, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    is_complete = models.BooleanField()  # every drive is sanitised or destroyed
    facts_sha256 = models.CharField(max_length=64)  # of what it says of the drives
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )

    objects = CertificateQuerySet.as_manager()
    if TYPE_CHECKING:
        lines: RelatedManager[CertificateLine]

    row_rules: ClassVar = (stays_until_gone("certificate_bytes_stay", "pdf"),)
    # All but the bytes, which go when their retention ends; their digest stays.
    frozen: ClassVar = (
        *("donation", "device", "issuer", "issued_by", "year", "number", "issued_on", "language"),
        *("text_version", "token", "sha256", "is_complete", "facts_sha256", "supersedes"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer", "year", "number"], name="certificate_number_unique"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="certificate_numbers_from_one"),
            # Each supersedes the one before: a donation or a device has one chain of them.
            models.UniqueConstraint(
                fields=["donation"],
                condition=Q(device=None, supersedes=None),
                name="one_first_certificate_of_a_donation",
            ),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(device__isnull=False, supersedes=None),
                name="one_first_certificate_of_a_device",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-id"], name="certificate_newest")]

    @property
    def full_number(self) -> str:
        """Write its number as it stands on the paper; select its issuer."""
        return f"EC-{self.issuer.code}-{self.year}-{self.number:05d}"


class CertificateLine(models.Model):
    """Which wipe of which drive a certificate speaks of, and what it says became of it."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="lines")
    drive = models.ForeignKey(Drive, on_delete=models.PROTECT, related_name="certificate_lines")
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)

    frozen: ClassVar = ("certificate", "drive", "erasure", "outcome")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "drive"], name="one_line_per_drive_of_a_certificate"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="certificate_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="sanitised") | Q(erasure__isnull=False),
                name="certificate_sanitised_by_an_erasure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drive_id}: {self.outcome}"
