"""Who gives, and what comes on one day."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inventory.earmark import Earmark, earmark_key
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.reference import name


def _theirs[Q: models.QuerySet](rows: Q, actor: Membership) -> Q:  # type: ignore[type-arg]
    if actor.may(Permission.SEE_ALL_DONATIONS):
        return rows
    if actor.may(Permission.SEE_DONATIONS):
        return rows.filter(organisation=actor.organisation_id)
    return rows.none()


class DonorQuerySet(models.QuerySet["Donor"]):
    """Donors, by who may know them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the workshop that received them; all for coordinators."""
        return _theirs(self, actor)


class Donor(models.Model):
    """A person or an organisation that gives devices; known to the workshop that received them."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_person = models.BooleanField(_("A private person"), default=False)
    name = models.CharField(_("Name"), max_length=150)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    street = models.CharField(_("Street and number"), max_length=150, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=4, blank=True)
    commune = models.CharField(_("Commune"), max_length=5, blank=True)  # REFNIS
    language = models.CharField(_("Language"), max_length=2, default="fr")
    created_at = models.DateTimeField(default=timezone.now)

    objects = DonorQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="donor_has_a_name"),
            models.CheckConstraint(
                condition=Q(commune="") | Q(commune__regex=r"^[0-9]{5}$"),
                name="donor_commune_is_refnis",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Purpose(models.TextChoices):
    """What the donor gives the devices for; the difference is legal."""

    REUSE = "reuse", _("For reuse")
    WEEE = "weee", _("Waste equipment (WEEE)")


class DonationDetail(models.TextChoices):
    """What may be corrected of a donation, as the trail names it."""

    RECEIVED_ON = "received_on", _("received on")
    PURPOSE = "purpose", _("given for")
    DONOR = "donor", _("donor")
    DONORS_REFERENCE = "donors_reference", _("donor's own reference")
    NOTE = "note", _("note")
    EARMARK = "earmark", _("earmark")


class DonationQuerySet(models.QuerySet["Donation"]):
    """Donations, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the workshop that received them; all for coordinators."""
        return _theirs(self, actor)


class Donation(models.Model):
    """One consignment of devices that a donor gave on one day."""

    reference = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="donations")
    received_on = models.DateField(_("Received on"))
    purpose = models.CharField(_("Given for"), max_length=8, choices=Purpose, default=Purpose.REUSE)
    donors_reference = models.CharField(_("Donor's own reference"), max_length=60, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    earmark = models.CharField(_("Earmarked"), max_length=12, choices=Earmark, blank=True)
    earmark_commune = models.CharField(_("Commune"), max_length=5, blank=True)  # REFNIS
    earmark_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Organisation"),
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = DonationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="donation_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    earmark__in=["", Earmark.PUPILS],
                    earmark_commune="",
                    earmark_organisation=None,
                )
                | Q(
                    earmark=Earmark.COMMUNE,
                    earmark_commune__regex=r"^[0-9]{5}$",
                    earmark_organisation=None,
                )
                | Q(
                    earmark=Earmark.ORGANISATION,
                    earmark_commune="",
                    earmark_organisation__isnull=False,
                ),
                name="donation_earmark_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-received_on", "-id"], name="donation_newest")]

    def __str__(self) -> str:
        return self.reference

    @property
    def earmark_key(self) -> str:
        """Give the earmark as one code; select its organisation."""
        organisation = self.earmark_organisation.code if self.earmark_organisation else ""
        return earmark_key(self.earmark, self.earmark_commune, organisation)

    @property
    def earmark_words(self) -> str:
        """Say in the reader's language for whom it is meant; empty for anybody."""
        if self.earmark == Earmark.COMMUNE:
            commune = name(self.earmark_commune, get_language() or "en")
            return str(_("For people of %(place)s") % {"place": commune})
        if self.earmark_organisation is not None:
            return str(_("For people of %(place)s") % {"place": self.earmark_organisation.name})
        return str(self.get_earmark_display())
