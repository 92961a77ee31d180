"""Institutions that open machines to the public, and how many machines they may have."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.words import InstitutionKind
from refurb.accounts.models import LEAST_ENTERPRISE_NUMBER, Membership, Organisation
from refurb.accounts.roles import Permission

MOST_MACHINES = 30
"""That one nomination for an institution may ask for."""
MOST_A_QUARTER = 10_000


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

    @property
    def dotted_number(self) -> str:
        """Write its enterprise number as it is printed; empty without one."""
        it = self.enterprise_number
        return f"{it[:4]}.{it[4:7]}.{it[7:]}" if it else ""

    @property
    def full_name(self) -> str:
        """Give its name, as that of a household's person."""
        return self.name


class InstitutionQuotaQuerySet(models.QuerySet["InstitutionQuota"]):
    """Quotas, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep all for who may see nominations: how many machines there are is no secret."""
        may_see = actor.may(Permission.SEE_NOMINATIONS) or actor.may(Permission.SEE_ALL_NOMINATIONS)
        return self if may_see else self.none()


class InstitutionQuota(models.Model):
    """How many machines institutions may have in a quarter; the newest row counts."""

    machines = models.PositiveIntegerField(_("Machines a quarter"))
    reason = models.CharField(_("Why"), max_length=300)
    set_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = InstitutionQuotaQuerySet.as_manager()
    frozen: ClassVar = ("machines", "reason", "set_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(machines__lte=MOST_A_QUARTER), name="institution_quota_bounded"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="institution_quota_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.machines)
