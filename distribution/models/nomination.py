"""What a social service asks for one household."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models.household import Household
from distribution.models.institution import Institution
from distribution.words import (
    REJECTING,
    Decision,
    ExceptionReason,
    NominationState,
    Project,
    WithdrawReason,
)
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.row_rules import RowRule

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from distribution.models.appointment import Appointment
    from distribution.models.proof import Proof
    from distribution.models.referral import Referral
    from distribution.models.request_line import RequestLine

OF_INSTITUTIONS = ["waiting", "allocated", "served", "withdrawn"]  # nobody drafts or decides them


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Nominations, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation brought; for coordinators all that were sent.

        A draft is its service's alone, for nobody has agreed to it yet; so is a nomination once the
        person has withdrawn their agreement.
        """
        own = Q(organisation=actor.organisation_id)
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            return self.filter(own | Q(agreement_withdrawn_on=None, submitted_at__isnull=False))
        if not actor.may(Permission.SEE_NOMINATIONS):
            return self.none()
        return self.filter(own)


_Manager = models.Manager.from_queryset(NominationQuerySet)


class HouseholdNominations(_Manager["Nomination"]):
    """Nominations of households: what every list, count and rule is about unless it says so."""

    def get_queryset(self) -> NominationQuerySet:
        """Leave out what institutions asked for."""
        return NominationQuerySet(self.model, using=self._db).filter(institution=None)


class InstitutionNominations(_Manager["Nomination"]):
    """Nominations of institutions: a list of their own."""

    def get_queryset(self) -> NominationQuerySet:
        """Leave out what households asked for."""
        return NominationQuerySet(self.model, using=self._db).filter(household=None)


class Nomination(models.Model):
    """A social service's request for one household, or for one institution.

    An institution's has no ground, proof, notice or agreement, and no points: its list is in the
    order of submission, and is never mixed with that of households.
    """

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Null where an institution asks. Typed as never: who reads it there has taken a wrong turn, and
    # fails; `receiver` is either.
    household = cast(
        "models.ForeignKey[Household, Household]",
        models.ForeignKey(
            Household, on_delete=models.PROTECT, null=True, related_name="nominations"
        ),
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="nominations"
    )
    nominated_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField(_("Your own case reference"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=NominationState, default=NominationState.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    informed_on = models.DateField(_("Information notice given on"), null=True, blank=True)
    informed_language = models.CharField(_("Language of the notice"), max_length=3, blank=True)
    agreed_on = models.DateField(_("Agreed to this being passed on, on"), null=True, blank=True)
    legal_basis = models.CharField(_("Legal basis of the service"), max_length=200, blank=True)
    no_computer_at_home = models.BooleanField(_("No computer at home"), default=False)
    single_parent = models.BooleanField(_("Single parent"), default=False)
    isolated_senior = models.BooleanField(_("Isolated senior"), default=False)
    project = models.CharField(_("Project with a date"), max_length=8, choices=Project, blank=True)
    project_on = models.DateField(_("Date of the project"), null=True, blank=True)
    decision = models.CharField(_("Decision"), max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    first_decision = models.CharField(max_length=20, choices=Decision, blank=True)  # if reviewed
    first_decided_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    review_asked_at = models.DateTimeField(null=True)
    exception_reason = models.CharField(
        _("Why an exception?"), max_length=16, choices=ExceptionReason, blank=True
    )
    exception_asked_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    exception_asked_at = models.DateTimeField(null=True)
    exception_approved_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="+"
    )
    exception_approved_at = models.DateTimeField(null=True)
    exception_computers = models.PositiveSmallIntegerField(null=True)  # with those received: in all
    proof_reminded_on = models.DateField(null=True)  # emptied when a proof is renewed
    withdrawn_because = models.CharField(max_length=16, choices=WithdrawReason, blank=True)
    agreement_withdrawn_on = models.DateField(null=True)

    objects = HouseholdNominations()
    institutions = InstitutionNominations()
    every = NominationQuerySet.as_manager()
    if TYPE_CHECKING:
        lines: RelatedManager[RequestLine]
        proofs: RelatedManager[Proof]
        referrals: RelatedManager[Referral]
        appointments: RelatedManager[Appointment]

    row_rules: ClassVar = (
        RowRule(
            name="nomination_served_in_all_its_lines",
            column="state",
            refused=(
                "NEW.state = 'served' AND OLD.state <> 'served' AND EXISTS ("
                "SELECT 1 FROM distribution_requestline AS own WHERE own.nomination_id = NEW.id"
                " AND own.state NOT IN ('served', 'given_up'))"
            ),
            says="a line of it is neither served nor given up",
        ),
    )

    class Meta:
        base_manager_name = "every"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False, institution=None)
                | Q(
                    household=None,
                    institution__isnull=False,
                    submitted_at__isnull=False,
                    state__in=OF_INSTITUTIONS,
                ),
                name="nomination_of_a_household_or_an_institution",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(institution__isnull=False)
                | Q(submitted_at__isnull=False, informed_on__isnull=False, agreed_on__isnull=False),
                name="nomination_informed_and_agreed",
            ),
            models.CheckConstraint(
                condition=Q(project="", project_on=None)
                | (Q(project__in=Project.values) & Q(project_on__isnull=False)),
                name="nomination_project_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected", decision__in=REJECTING)
                | (~Q(state="rejected") & ~Q(decision__in=REJECTING)),
                name="rejected_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | Q(
                    decision__in=Decision.values, decided_by__isnull=False, decided_at__isnull=False
                ),
                name="nomination_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_because__in=WithdrawReason.values)
                | (~Q(state="withdrawn") & Q(withdrawn_because="")),
                name="nomination_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(first_decided_by=None, review_asked_at=None, first_decision="")
                | Q(first_decided_by__isnull=False, review_asked_at__isnull=False)
                & Q(first_decision__in=REJECTING)
                & (Q(decided_by=None) | ~Q(decided_by=models.F("first_decided_by"))),
                name="reviewed_by_another_coordinator",
            ),
            models.CheckConstraint(
                condition=Q(exception_asked_by=None, exception_asked_at=None, exception_reason="")
                | Q(exception_asked_by__isnull=False, exception_asked_at__isnull=False)
                & Q(exception_reason__in=ExceptionReason.values),
                name="exception_asked_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    exception_approved_by=None,
                    exception_approved_at=None,
                    exception_computers=None,
                )
                | Q(
                    exception_asked_by__isnull=False,
                    exception_approved_at__isnull=False,
                    exception_computers__isnull=False,
                )
                & ~Q(exception_approved_by=models.F("exception_asked_by")),
                name="exception_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(agreement_withdrawn_on=None) | Q(state="withdrawn"),
                name="nothing_goes_on_without_agreement",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="nomination_of_org"),
            models.Index(fields=["state", "-created_at", "-id"], name="nomination_by_state"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def receiver(self) -> Household | Institution:
        """Give whom the machines are for."""
        return self.institution or self.household
