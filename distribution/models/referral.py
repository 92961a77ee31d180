"""A household referred to a place near it: for training, or for help with the connection."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models.nomination import Nomination
from distribution.words import OPEN_REFERRALS, OUTCOMES, ReferralOutcome, ReferralState
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service
from refurb.accounts.roles import Permission

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

KNOWN_AFTER = timedelta(days=30)
"""So long after the outcome the place still knows whom it helped (design/domain.md)."""


def _ended_fittingly() -> Q:
    fitting = Q(state__in=OPEN_REFERRALS, outcome="", ended_at=None)
    for state, outcomes in OUTCOMES.items():
        fitting |= Q(state=state, outcome__in=outcomes, ended_at__isnull=False)
    return fitting


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's nominations and those sent to them; all for coordinators.

        The place sees what was sent until 30 days after the outcome, and nothing of a person who
        no longer agrees. Once the agreement to the nomination is withdrawn its service alone
        keeps it.
        """
        theirs = Q(nomination__organisation=actor.organisation_id)
        if not actor.may(Permission.SEE_REFERRALS):
            return self.none()
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            return self.filter(theirs | Q(nomination__agreement_withdrawn_on=None))
        known = Q(ended_at=None) | Q(ended_at__gt=timezone.now() - KNOWN_AFTER)
        here = known & Q(
            organisation=actor.organisation_id,
            sent_at__isnull=False,
            nomination__agreement_withdrawn_on=None,
        )
        here &= ~Q(outcome=ReferralOutcome.NO_CONSENT)
        return self.filter(theirs | here if actor.may(Permission.SEE_NOMINATIONS) else here)

    def open(self) -> Self:
        """Keep those that have no outcome yet."""
        return self.filter(state__in=OPEN_REFERRALS)

    def standing(self) -> Self:
        """Keep those whose place a household may be told: with a place, open or done."""
        return self.filter(state__in=[*OPEN_REFERRALS, ReferralState.DONE]).exclude(
            organisation=None
        )


class Referral(models.Model):
    """One service for the household of a nomination; without an organisation nobody is near."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="referrals")
    service = models.CharField(_("What is wanted"), max_length=10, choices=Service)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=ReferralState, default=ReferralState.PROPOSED)
    outcome = models.CharField(max_length=12, choices=ReferralOutcome, blank=True)
    # To the transmission to this place, apart from the agreement to the nomination.
    consented_on = models.DateField(_("Agreed to this referral, on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # the place, of the last that is news to it
    reminded_at = models.DateTimeField(null=True)  # the place, that its answer is due

    objects = ReferralQuerySet.as_manager()
    if TYPE_CHECKING:
        events: RelatedManager[ReferralEvent]

    frozen: ClassVar = ("nomination", "service")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination", "service"],
                condition=Q(state__in=OPEN_REFERRALS),
                name="one_open_referral_a_service",
            ),
            models.CheckConstraint(
                condition=Q(service__in=Service.values), name="referral_service_known"
            ),
            models.CheckConstraint(condition=_ended_fittingly(), name="referral_ended_fittingly"),
            models.CheckConstraint(
                condition=Q(state__in=[ReferralState.PROPOSED, ReferralState.WITHDRAWN])
                | Q(sent_at__isnull=False),
                name="referral_sent_before_answered",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None)
                | Q(consented_on__isnull=False, organisation__isnull=False),
                name="referral_sent_with_consent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "created_at", "id"], name="referral_of_place"),
            models.Index(fields=["created_at", "id"], name="referral_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.pk}"


class ReferralEvent(models.Model):
    """What was done to a referral, by whom; by nobody when it lapsed. Never edited."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=9, choices=ReferralState)
    outcome = models.CharField(max_length=12, choices=ReferralOutcome, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    frozen: ClassVar = ("referral", "state", "outcome", "organisation", "actor")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=ReferralState.values), name="referral_event_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.state}"
