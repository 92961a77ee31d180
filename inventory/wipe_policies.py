"""Read side: which policy of sanitisation is in force where, and what no longer satisfies it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from inventory.lifecycle import State
from inventory.models import Device, Drive, Erasure, SanitisationPolicy
from inventory.models.drive import DriveStatus
from inventory.sanitisation import (
    CATEGORY_OF,
    FLASH,
    STRICT,
    Category,
    Technique,
    Technology,
    Verification,
    WipePolicy,
)

OFFERED = (State.READY, State.ALLOCATED)


def policies_of(organisations: Iterable[int]) -> dict[int, WipePolicy]:
    """Map each of these organisations to its rule in force, in one query."""
    wanted = set(organisations)
    rows = SanitisationPolicy.objects.filter(organisation__in=wanted).order_by("version")
    return dict.fromkeys(wanted, STRICT) | {row.organisation_id: row.rule() for row in rows}


def policy_of(organisation_id: int) -> WipePolicy:
    """Give the rule in force in one organisation."""
    return policies_of({organisation_id})[organisation_id]


def newest_policy(organisation_id: int) -> SanitisationPolicy | None:
    """Give an organisation's own policy in force; None when it has the strict defaults."""
    rows = SanitisationPolicy.objects.filter(organisation=organisation_id)
    return rows.order_by("-version").first()


def no_longer_satisfying(organisation_id: int) -> QuerySet[Device]:
    """List the organisation's devices on offer with a drive that its policy would refuse now.

    They stay what they are, since a policy does not undo the past; the rules keep them from being
    allocated and handed over.
    """
    policy = policy_of(organisation_id)
    newest = Erasure.objects.filter(drive=OuterRef("pk")).order_by("-event_id")
    drives = Drive.objects.filter(
        device__steward=organisation_id, device__state__in=OFFERED, status=DriveStatus.PRESENT
    ).annotate(
        # No erasure at all is "": a NULL would make the row vanish from both sides.
        technique=Coalesce(Subquery(newest.values("technique")[:1]), Value("")),
        verification=Coalesce(Subquery(newest.values("verification")[:1]), Value("")),
    )
    refused = drives.exclude(_way(policy, "technology") & _verification(policy))
    return Device.objects.filter(pk__in=refused.values("device")).order_by("state_since", "pk")


@dataclass(frozen=True)
class Accepted:
    """What the rule in force of its drive's steward accepts of an erasure, in SQL."""

    way: Q
    verification: Q


def accepted_by_its_policy() -> Accepted:
    """Say in SQL of an erasure what its steward's rule accepts of it.

    One query, for the rules of all organisations: most have said nothing, the others differ little.
    """
    rules = {
        row.organisation_id: row.rule() for row in SanitisationPolicy.objects.order_by("version")
    }
    others = ~Q(drive__device__steward__in=rules)
    way, verification = others & _way(STRICT, "drive__technology"), others & _verification(STRICT)
    for rule in set(rules.values()):
        mine = Q(drive__device__steward__in=[one for one, found in rules.items() if found == rule])
        way |= mine & _way(rule, "drive__technology")
        verification |= mine & _verification(rule)
    return Accepted(way, verification)


def _way(policy: WipePolicy, technology: str) -> Q:
    """Say in SQL that a rule accepts the technique on a technology, a field's name."""
    is_flash = Q(**{f"{technology}__in": FLASH})
    magnetic, flash = _accepted(policy, Technology.HDD), _accepted(policy, Technology.SSD)
    return (is_flash & Q(technique__in=flash)) | (~is_flash & Q(technique__in=magnetic))


def _verification(policy: WipePolicy) -> Q:
    return Q(verification__in=[one for one in Verification if policy.is_enough(one)])


def _accepted(policy: WipePolicy, technology: Technology) -> list[Technique]:
    return [one for one in Technique if policy.accepts(one, technology)]


def is_clear_enough_for_flash(policy: WipePolicy) -> bool:
    """Say whether overwriting, or another way to clear, counts on flash."""
    return any(CATEGORY_OF[one] is Category.CLEAR for one in policy.flash)
