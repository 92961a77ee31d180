"""How households are recognised, pairs that may be one, and what was decided on them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from distribution.fingerprints import FingerprintKind
from distribution.models.household import Household
from distribution.verdicts import FOR_DIFFERENT, FOR_SAME, PairReason, PairState
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


class Fingerprint(models.Model):
    """A keyed digest of a household: never shown, never exported. Rewritten, never edited."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="fingerprints")
    kind = models.CharField(max_length=8, choices=FingerprintKind)
    key_id = models.CharField(max_length=16)
    digest = models.BinaryField()

    frozen: ClassVar = ("household", "kind", "key_id", "digest")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "kind", "key_id"], name="one_fingerprint_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FingerprintKind.values) & ~Q(key_id=""),
                name="fingerprint_kind_and_key_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["digest"], name="fingerprint_digest"),
            models.Index(fields=["key_id"], name="fingerprint_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.household_id} under {self.key_id}"


class LikenessBlock(models.Model):
    """A group within which a household is compared letter by letter, as a keyed digest.

    Made anew from the names whenever they change; gone with them.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest", "household"], name="once_in_a_block")
        ]

    def __str__(self) -> str:
        return f"block of {self.household_id}"


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    """Pairs, by who may see that there is one: never a service."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of households that the actor may see, for those who decide.

        What was decided stays, so that it can be decided anew: `known_to` tells whose names.
        """
        if not actor.may(Permission.DECIDE):
            return self.none()
        return self.filter(self._both_seen(actor) | Q(is_open=False))

    def known_to(self, actor: Membership) -> Self:
        """Keep those of which the actor may open the names."""
        return self.visible_to(actor).filter(self._both_seen(actor))

    @staticmethod
    def _both_seen(actor: Membership) -> Q:
        seen = Household.objects.visible_to(actor).values("pk")
        return Q(first__in=seen, second__in=seen)

    def open(self) -> Self:
        """Keep those nobody has decided on."""
        return self.filter(is_open=True)

    def of(self, household: Household) -> Self:
        """Keep those that a household is one of."""
        return self.filter(Q(first=household) | Q(second=household))


class PossibleDuplicate(models.Model):
    """Two households that may be one, the older row first. Only coordinators know of it."""

    first = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    same_person = models.BooleanField(default=False)  # name and birth date, by fingerprint
    same_address = models.BooleanField(default=False)  # surname and address, by fingerprint
    score = models.PositiveSmallIntegerField(default=0)  # 0: not alike enough to say
    found_at = models.DateTimeField(default=timezone.now)
    is_open = models.BooleanField(default=True)
    state = models.CharField(max_length=9, choices=PairState, default=PairState.OPEN)
    decided_at = models.DateTimeField(null=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    frozen: ClassVar = ("first", "second")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_for_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(same_person=True) | Q(same_address=True) | Q(score__range=(1, 100)),
                name="pair_met_somehow",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state="open", decided_at=None)
                | Q(is_open=False, state__in=["same", "different"], decided_at__isnull=False),
                name="pair_open_or_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-is_open", "-found_at", "-id"], name="pair_open_first"),
            models.Index(fields=["second"], name="pair_of_second"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Name it in the trail: by a number, never by whom it is about."""
        return f"PD-{self.pk}"


class PairDecision(models.Model):
    """What a coordinator decided on a pair, and why; the newest one holds. Never edited."""

    pair = models.ForeignKey(PossibleDuplicate, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=9, choices=PairState)
    because = models.CharField(max_length=16, choices=PairReason)
    words = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    closed = models.JSONField(default=list)  # references of the nominations it closed

    frozen: ClassVar = ("pair", "state", "because", "words", "decided_by", "closed")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="same", because__in=FOR_SAME)
                | Q(state="different", because__in=FOR_DIFFERENT, closed=[]),
                name="pair_decided_for_a_fitting_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.state}"
