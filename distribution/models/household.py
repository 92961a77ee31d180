"""The people machines are for."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

MOST_PEOPLE = 40
"""In one household, adults and children each; more is a mistyped number."""


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Households, by who may know them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those that the actor's organisation nominated; for coordinators all that were sent.

        A draft's household is its service's alone, for nobody has agreed to it yet; so is one whose
        person has withdrawn their agreement.
        """
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            theirs = Q(organisation=actor.organisation_id)
            sent = Household.objects.filter(
                pk=OuterRef("pk"), nominations__submitted_at__isnull=False
            )
            may_be_known = ~Q(nominations__agreement_withdrawn_on__isnull=False) & Exists(sent)
            return self.filter(theirs | may_be_known)
        if not actor.may(Permission.SEE_NOMINATIONS):
            return self.none()
        return self.filter(organisation=actor.organisation_id)


class Household(models.Model):
    """One household as one service knows it; never with a national register number."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    surname = models.CharField(_("Surname"), max_length=80)
    first_name = models.CharField(_("First name"), max_length=80)
    birth_date = models.DateField(_("Birth date of the main person"), null=True, blank=True)
    street = models.CharField(_("Street and number"), max_length=150)
    postcode = models.CharField(_("Postcode"), max_length=4)
    commune = models.CharField(_("Commune"), max_length=5)  # REFNIS
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(_("Language of contact"), max_length=3, default="fr")
    needs_interpreter = models.BooleanField(_("Needs an interpreter"), default=False)
    adults = models.PositiveSmallIntegerField(_("Adults"), default=1)
    children = models.PositiveSmallIntegerField(_("Children"), default=0)
    children_at_school = models.PositiveSmallIntegerField(_("Children at school"), default=0)
    created_at = models.DateTimeField(default=timezone.now)
    # Rows of one household, by a coordinator's decision, name the same one of them, that one too.
    known_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(commune__regex=r"^[0-9]{5}$"), name="household_commune_is_refnis"
            ),
            models.CheckConstraint(condition=Q(adults__gte=1), name="household_has_an_adult"),
            models.CheckConstraint(
                condition=Q(children_at_school__lte=models.F("children")),
                name="household_school_children_are_children",
            ),
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"

    @property
    def people(self) -> int:
        """Count everybody."""
        return self.adults + self.children

    @property
    def full_name(self) -> str:
        """Give the main person's name as people write it here: first name, then surname."""
        return f"{self.first_name} {self.surname}".strip()
