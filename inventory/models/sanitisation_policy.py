"""What each organisation accepts as a wipe, version by version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.sanitisation import STRICT, Technique, Verification, WipePolicy
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

LEAST = (Verification.SAMPLED, Verification.FULL)


class PolicyPart(models.TextChoices):
    """What may change in a policy, as the trail names it."""

    TECHNIQUES = "techniques", _("ways to wipe a hard disk")
    FLASH = "flash", _("ways to wipe flash")
    METHODS = "methods", _("methods of overwriting")
    LEAST = "least", _("how much is read back")


class SanitisationPolicyQuerySet(models.QuerySet["SanitisationPolicy"]):
    """Policies, by who may read them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's own workshop; all for who reads policies."""
        if actor.may(Permission.SEE_POLICIES):
            return self
        if actor.may(Permission.SEE_WIPE_POLICY):
            return self.filter(organisation=actor.organisation_id)
        return self.none()


class SanitisationPolicy(models.Model):
    """One version of what a workshop accepts; never edited, the newest is in force.

    Without a row, the strict defaults of inventory.sanitisation hold.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    techniques = models.JSONField()  # on magnetic disks: codes of Technique
    flash_techniques = models.JSONField()  # on flash, and on what nobody knows
    methods = models.JSONField()  # of overwriting, as the tool names them
    least_verification = models.CharField(
        _("Read back at least"), max_length=8, choices=[(one.value, one.label) for one in LEAST]
    )
    reason = models.CharField(_("Why?"), max_length=200)
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SanitisationPolicyQuerySet.as_manager()

    frozen: ClassVar = (
        *("organisation", "version", "techniques", "flash_techniques", "methods"),
        *("least_verification", "reason", "created_by"),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="sanitisation_policy_version_unique"
            ),
            models.CheckConstraint(
                condition=Q(least_verification__in=[one.value for one in LEAST]),
                name="sanitisation_policy_reads_back",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="sanitisation_policy_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.version}"

    def rule(self) -> WipePolicy:
        """Put it into the words of the rule."""
        return rule_from({part: getattr(self, part) for part in PARTS})

    @classmethod
    def rule_of(cls, organisation: OuterRef) -> Subquery:
        """Read the newest of an outer query's organisation in that query, for `rule_from`."""
        newest = cls.objects.filter(organisation=organisation).order_by("-version")
        return Subquery(newest.values(parts=JSONObject(**{part: part for part in PARTS}))[:1])


PARTS = ("techniques", "flash_techniques", "methods", "least_verification")


def rule_from(parts: Mapping[str, Any] | None) -> WipePolicy:
    """Put a policy's columns into the words of the rule; without one the defaults hold.

    A code that is no longer known accepts nothing.
    """
    if parts is None:
        return STRICT
    techniques, flash, methods = (_codes(parts[part]) for part in PARTS[:3])
    return WipePolicy(
        techniques=_known(techniques),
        flash=_known(flash),
        methods=frozenset(methods),
        least=Verification(parts["least_verification"]),
    )


def _codes(column: list[str] | str) -> list[str]:
    """Read a column of codes: within other JSON SQLite gives it as text."""
    return json.loads(column) if isinstance(column, str) else column


def _known(codes: list[str]) -> frozenset[Technique]:
    return frozenset(Technique(code) for code in codes if code in Technique.values)
