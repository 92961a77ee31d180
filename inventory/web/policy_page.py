"""What the page of one workshop's policy of sanitisation shows."""

from __future__ import annotations

from dataclasses import dataclass

from inventory.models import Device, SanitisationPolicy
from inventory.regulating import may_set_policy
from inventory.sanitisation import CHOOSABLE, METHODS, Technique, WipePolicy
from inventory.wipe_policies import (
    is_clear_enough_for_flash,
    no_longer_satisfying,
    policy_of,
)
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

MOST_SHOWN = 50


@dataclass(frozen=True)
class PolicyPage:
    """One workshop's policy, for one reader."""

    rule: WipePolicy
    versions: tuple[SanitisationPolicy, ...]  # newest first; empty: the strict defaults
    held_back: tuple[Device, ...]  # for who may see devices
    held_back_count: int
    may_set: bool

    @property
    def on_disks(self) -> list[tuple[Technique, bool]]:
        """List the ways to wipe a hard disk, and whether each is accepted."""
        ways = [one for one in CHOOSABLE if one is not Technique.ENCRYPTED_RESET]
        return [(one, one in self.rule.techniques) for one in ways]

    @property
    def on_flash(self) -> list[tuple[Technique, bool]]:
        """List the ways to wipe flash, and whether each is accepted."""
        return [(one, one in self.rule.flash) for one in CHOOSABLE]

    @property
    def methods(self) -> list[tuple[str, bool]]:
        """List the methods of overwriting, and whether each is accepted."""
        return [(one, one in self.rule.methods) for one in METHODS]

    @property
    def clears_flash(self) -> bool:
        """Say whether less than a purge counts on flash."""
        return is_clear_enough_for_flash(self.rule)


def policy_page(workshop: Organisation, actor: Membership) -> PolicyPage:
    """Show a workshop's policy to a reader."""
    rows = SanitisationPolicy.objects.visible_to(actor).filter(organisation=workshop)
    versions = rows.select_related("created_by__user").order_by("-version")
    refused = no_longer_satisfying(workshop.pk)
    sees_devices = actor.may(Permission.SEE_DEVICES)
    return PolicyPage(
        rule=policy_of(workshop.pk),
        versions=tuple(versions),
        held_back=tuple(refused[:MOST_SHOWN]) if sees_devices else (),
        held_back_count=refused.count(),
        may_set=may_set_policy(workshop, actor),
    )
