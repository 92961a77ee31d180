"""It happened: handover, receipt, return."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models.allocation import Allocation
from distribution.words import LegalMode, SignatureKind
from inventory.models import Device
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.counters.papers import NumberedPaper
from refurb.row_rules import stays_until_gone

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from distribution.models.signed_paper import SignedPaper


class Handover(models.Model):
    """A device reached its household, and somebody signed."""

    allocation = models.OneToOneField(Allocation, on_delete=models.PROTECT, related_name="handover")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    handed_over_on = models.DateField(_("Handed over on"))
    place = models.CharField(_("Place of the handover"), max_length=120)
    receiver_name = models.CharField(_("Full name of the person who received it"), max_length=150)
    is_proxy = models.BooleanField(_("Received on behalf of the household"), default=False)
    mandate_seen = models.BooleanField(_("Mandate of the household seen"), default=False)
    identity_seen = models.BooleanField(_("Identity seen; nothing copied"), default=False)
    works = models.BooleanField(_("Received in working order"), default=False)
    legal_mode = models.CharField(
        _("Terms"), max_length=12, choices=LegalMode, default=LegalMode.GIFT
    )
    contribution_cents = models.PositiveIntegerField(null=True, blank=True)
    guarantee_months = models.PositiveSmallIntegerField(_("Guarantee (months)"), default=0)
    shorter_agreed = models.BooleanField(_("Shorter guarantee expressly agreed"), default=False)
    loan_until = models.DateField(_("On loan until"), null=True, blank=True)
    deposit_cents = models.PositiveIntegerField(null=True, blank=True)
    with_charger = models.BooleanField(_("Charger"), default=False)
    kit = models.JSONField(default=list)  # lines of text: "mouse", "bag"
    signature_kind = models.CharField(_("Signature"), max_length=8, choices=SignatureKind)
    strokes = models.JSONField(default=list)  # drawn: [[[x, y], …], …] within 0…1
    signed_by_name = models.CharField(_("Typed name"), max_length=150, blank=True)
    witness_name = models.CharField(_("Name of the witness"), max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(legal_mode="gift", contribution_cents=None, loan_until=None)
                | (
                    Q(legal_mode="contribution", loan_until=None)
                    & Q(contribution_cents__gt=0)
                    & (Q(guarantee_months=24) | Q(guarantee_months__gte=12, shorter_agreed=True))
                )
                | Q(legal_mode="loan", contribution_cents=None, loan_until__isnull=False),
                name="handover_terms_complete",
            ),
            models.CheckConstraint(
                condition=Q(deposit_cents=None) | Q(legal_mode="loan"),
                name="handover_deposit_of_a_loan",
            ),
            models.CheckConstraint(
                condition=(Q(signature_kind="drawn") & ~Q(strokes=[]))
                | (Q(signature_kind="typed") & ~Q(signed_by_name=""))
                | (Q(signature_kind="mark") & ~Q(witness_name=""))
                | Q(signature_kind="paper"),
                name="handover_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(signature_kind__in=SignatureKind.values),
                name="handover_signature_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.allocation_id)

    @property
    def signed_on_paper(self) -> bool:
        """Say whether the signature, or the mark, is on the printed receipt alone."""
        is_mark = self.signature_kind == SignatureKind.MARK and not self.strokes
        return is_mark or self.signature_kind == SignatureKind.PAPER


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    """Receipts, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those given or nominated by the actor's organisation; all for coordinators."""
        if actor.may(Permission.SEE_ALL_RECEIPTS):
            return self
        if not actor.may(Permission.SEE_RECEIPTS):
            return self.none()
        mine = actor.organisation_id
        gave = Q(handover__giver=mine) | Q(handover__recorded_by__organisation=mine)
        if actor.may(Permission.SEE_NOMINATIONS):
            return self.filter(handover__allocation__line__nomination__organisation=mine)
        return self.filter(gave)


class Receipt(NumberedPaper):
    """The signed paper of a handover."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="receipts")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    corrected_because = models.CharField(_("What was wrong"), max_length=200, blank=True)

    objects = ReceiptQuerySet.as_manager()
    if TYPE_CHECKING:
        papers: RelatedManager[SignedPaper]

    row_rules: ClassVar = (stays_until_gone("receipt_bytes_stay", "pdf"),)

    frozen: ClassVar = (
        "handover",
        "issuer",
        "year",
        "number",
        "issued_on",
        "language",
        "text_version",
        "token",
        "sha256",
        "supersedes",
        "corrected_because",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer", "year", "number"], name="receipt_number_unique"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="receipt_numbers_from_one"),
            models.CheckConstraint(
                condition=Q(supersedes=None, corrected_because="")
                | (Q(supersedes__isnull=False) & ~Q(corrected_because="")),
                name="receipt_corrects_with_words",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="receipt_corrects_another",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="receipt_has_a_digest"
            ),
        ]


class Return(models.Model):
    """A delivered device came back: the one handed over, or a companion of it."""

    handover = models.OneToOneField(
        Handover, on_delete=models.PROTECT, null=True, related_name="returned"
    )
    companion = models.OneToOneField(
        Allocation, on_delete=models.PROTECT, null=True, related_name="returned"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("Reason"), max_length=300)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handover=None, companion__isnull=False)
                | Q(handover__isnull=False, companion=None),
                name="return_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="return_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.device_id)

    @property
    def delivered_by(self) -> Handover:
        """Give the handover that it came back from."""
        if self.handover is not None:
            return self.handover
        assert self.companion is not None  # noqa: S101  return_of_one_thing
        assert self.companion.companion_to is not None  # noqa: S101  that is what makes it one
        return self.companion.companion_to.handover
