"""What a social service asks for one household."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models.household import Household
from distribution.words import (
    REJECTING,
    Decision,
    ExceptionReason,
    Internet,
    LinePurpose,
    LineState,
    NominationState,
    Project,
    SpecClass,
    WithdrawReason,
)
from inventory.kinds import Keyboard
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.row_rules import RowRule

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from distribution.models.appointment import Appointment
    from distribution.models.proof import Proof
    from distribution.models.referral import Referral


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Nominations, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation brought; all for coordinators.

        Once the person has withdrawn their agreement, their service alone keeps it.
        """
        own = Q(organisation=actor.organisation_id)
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            return self.filter(own | Q(agreement_withdrawn_on=None))
        if not actor.may(Permission.SEE_NOMINATIONS):
            return self.none()
        return self.filter(own)


class Nomination(models.Model):
    """A social service's request for one household."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="nominations")
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
    proof_reminded_on = models.DateField(null=True)  # emptied when a proof is renewed
    withdrawn_because = models.CharField(max_length=16, choices=WithdrawReason, blank=True)
    agreement_withdrawn_on = models.DateField(null=True)

    objects = NominationQuerySet.as_manager()
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
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
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
                condition=Q(exception_approved_by=None, exception_approved_at=None)
                | Q(exception_asked_by__isnull=False, exception_approved_at__isnull=False)
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


class RequestLineQuerySet(models.QuerySet["RequestLine"]):
    """Request lines, by who may see their nomination."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep lines of visible nominations, looked up one by one: SQLite would list them all."""
        visible = Nomination.objects.visible_to(actor).filter(pk=OuterRef("nomination"))
        return self.filter(Exists(visible))

    def waiting(self) -> Self:
        """Keep those that wait for a device."""
        return self.filter(state=LineState.WAITING)


class RequestLine(models.Model):
    """One machine that a household needs, and what it must be."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=LineState, default=LineState.DRAFT)
    kinds = models.JSONField(default=list)  # codes of inventory.kinds, most preferred first
    purpose = models.CharField(_("What for"), max_length=8, choices=LinePurpose)
    keyboard = models.CharField(_("Keyboard"), max_length=10, choices=Keyboard, blank=True)
    system_language = models.CharField(_("Language of the system"), max_length=3, blank=True)
    spec_class = models.CharField(
        _("At least"), max_length=12, choices=SpecClass, default=SpecClass.BASIC
    )
    large_screen = models.BooleanField(_("Large screen"), default=False)
    screen_reader = models.BooleanField(_("Screen reader"), default=False)
    numeric_pad = models.BooleanField(_("Numeric pad"), default=False)
    camera = models.BooleanField(_("Camera"), default=False)
    internet = models.CharField(
        _("Internet at home"), max_length=8, choices=Internet, default=Internet.NONE
    )
    training_wanted = models.BooleanField(_("Training wanted"), default=False)
    delivery_needed = models.BooleanField(_("Can't come and collect it"), default=False)
    simplified_setup = models.BooleanField(_("Simplified set-up wanted"), default=False)
    waiting_since = models.DateTimeField(null=True, blank=True)  # kept by releases
    ahead_since = models.DateTimeField(null=True, blank=True)  # its device broke: first of its kind
    missed = models.PositiveSmallIntegerField(default=0)  # appointments missed, devices refused
    given_up_because = models.CharField(max_length=16, choices=WithdrawReason, blank=True)

    objects = RequestLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "number"], name="line_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=LineState.values), name="line_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "allocated", "served"])
                | Q(waiting_since__isnull=False),
                name="line_waits_since_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "allocated"]) | Q(missed__lt=2),
                name="line_missed_twice_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(kinds=[]), name="line_names_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(given_up_because="")
                | Q(state="given_up", given_up_because__in=WithdrawReason.values),
                name="line_given_up_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=LinePurpose.values)
                & Q(spec_class__in=SpecClass.values)
                & Q(internet__in=Internet.values)
                & Q(keyboard__in=["", *Keyboard.values]),
                name="line_words_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "waiting_since"], name="line_waiting")]

    def __str__(self) -> str:
        return f"{self.nomination_id}/{self.number}"
