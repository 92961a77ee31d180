"""Institutions that open machines to the public, and what a service asks for one of them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.words import (
    INSTITUTION_WITHDRAWALS,
    InstitutionKind,
    SpecClass,
    WithdrawReason,
)
from inventory.kinds import Keyboard
from refurb.accounts.models import LEAST_ENTERPRISE_NUMBER, Membership, Organisation
from refurb.accounts.roles import Permission

MOST_MACHINES = 30
"""That one nomination for an institution may ask for."""


class Institution(models.Model):
    """An EPN, a library, a commune house, a school, as one service knows it; nobody's home."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the institution"), max_length=150)
    kind = models.CharField(_("What it is"), max_length=8, choices=InstitutionKind)
    enterprise_number = models.CharField(_("Enterprise number"), max_length=10, blank=True)
    street = models.CharField(_("Street and number"), max_length=150)
    postcode = models.CharField(_("Postcode"), max_length=4)
    commune = models.CharField(_("Commune"), max_length=5)  # REFNIS
    language = models.CharField(_("Language of contact"), max_length=3, default="fr")
    email = models.EmailField(_("E-mail"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name", "postcode"], name="institution_once_in_a_service"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=InstitutionKind.values), name="institution_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(commune__regex=r"^[0-9]{5}$"), name="institution_commune_is_refnis"
            ),
            models.CheckConstraint(
                condition=Q(enterprise_number="")
                | Q(
                    enterprise_number__regex=r"^[01][0-9]{9}$",
                    enterprise_number__gte=LEAST_ENTERPRISE_NUMBER,
                ),
                name="institution_number_not_a_persons",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionNominationQuerySet(models.QuerySet["InstitutionNomination"]):
    """Nominations for institutions, by who may see them and in their order."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation brought; all for coordinators."""
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            return self
        if not actor.may(Permission.SEE_NOMINATIONS):
            return self.none()
        return self.filter(organisation=actor.organisation_id)

    def waiting(self) -> Self:
        """Keep those that wait, in the order of their list: as they were submitted."""
        return self.filter(withdrawn_at=None).order_by("submitted_at", "pk")


class InstitutionNomination(models.Model):
    """A social service's request for one institution: so many machines of one sort.

    No ground, proof, notice or agreement belongs to it, and no points: its list is in the order of
    submission, and is never mixed with that of households.
    """

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="nominations"
    )
    nominated_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    machines = models.PositiveSmallIntegerField(_("How many machines"), default=1)
    kinds = models.JSONField(default=list)  # codes of inventory.kinds, most preferred first
    spec_class = models.CharField(
        _("At least"), max_length=12, choices=SpecClass, default=SpecClass.BASIC
    )
    keyboard = models.CharField(_("Keyboard"), max_length=10, choices=Keyboard, blank=True)
    system_language = models.CharField(_("Language of the system"), max_length=3, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=16, choices=WithdrawReason, blank=True)

    objects = InstitutionNominationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(machines__gte=1, machines__lte=MOST_MACHINES),
                name="institution_asks_for_some_machines",
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="institution_names_a_kind"),
            models.CheckConstraint(
                condition=Q(spec_class__in=SpecClass.values)
                & Q(keyboard__in=["", *Keyboard.values]),
                name="institution_need_known",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_because__in=INSTITUTION_WITHDRAWALS),
                name="institution_withdrawn_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["submitted_at", "id"], name="institution_in_order"),
            models.Index(
                fields=["organisation", "submitted_at", "id"], name="institution_of_service"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
