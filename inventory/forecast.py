"""What would come of doing one thing with many devices: who will, who can't and why.

It asks the same rules as the act itself, so that the forecast holds until somebody is faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import RULES, Asks, State, Transition, reasons_against
from inventory.models import Device
from inventory.moving import IN_OUR_HANDS, moved_meanwhile, not_in_our_hands
from inventory.stock import Standing, facts_of, standings_of
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.reasons import Reason

AT_ONCE = 500  # devices whose standing is in memory at a time


class BulkAct(models.TextChoices):
    """What can be done with many devices at once: moves on the bench, places, labels."""

    START_WIPE = Transition.START_WIPE.value, Transition.START_WIPE.label
    SEND_TO_REPAIR = Transition.SEND_TO_REPAIR.value, Transition.SEND_TO_REPAIR.label
    MARK_READY = Transition.MARK_READY.value, Transition.MARK_READY.label
    RECYCLE = Transition.RECYCLE.value, Transition.RECYCLE.label
    LOSE = Transition.LOSE.value, Transition.LOSE.label
    FIND = Transition.FIND.value, Transition.FIND.label
    REOPEN = Transition.REOPEN.value, Transition.REOPEN.label
    SHELF = "shelf", _("Put on another shelf")
    SEND = "send", _("Send to another holder")
    LABELS = "labels", _("Print labels")

    @property
    def transition(self) -> Transition | None:
        """Give the move this is; None for what moves nothing through the lifecycle."""
        return Transition(self.value) if self.value in Transition.values else None

    @property
    def asks(self) -> tuple[Asks, ...]:
        """List what has to be said with it."""
        return RULES[self.transition].asks if self.transition else ()


def acts_for(actor: Membership) -> list[BulkAct]:
    """List what the actor's role may do with many devices."""
    return [act for act in BulkAct if may(act, actor)]


def may(act: BulkAct, actor: Membership) -> bool:
    """Say whether the actor's role may do this at all."""
    if act is BulkAct.LABELS:
        return actor.may(Permission.RECEIVE)
    rule = RULES[act.transition] if act.transition else None
    return any(map(actor.may, rule.permissions)) if rule else actor.may(Permission.WORK)


@dataclass(frozen=True)
class Prospect:
    """One device, and what stands against the act; nothing when it will succeed."""

    device: Device
    reasons: tuple[Reason, ...]


def seen_of(device: Device) -> dict[str, Any]:
    """Remember what somebody saw of a device when choosing it."""
    return {"state": device.state, "shelf": device.shelf, "holder": device.holder_id}


def forecast(
    devices: QuerySet[Device],
    seen: Mapping[str, Mapping[str, Any]],
    act: BulkAct,
    actor: Membership,
) -> Iterator[Prospect]:
    """Judge each device, as it was seen by its code, in the queryset's order."""
    for some in batched(devices.iterator(chunk_size=AT_ONCE), AT_ONCE):
        if act.transition is None:
            yield from (Prospect(each, _against_place(each, seen[each.code], act)) for each in some)
            continue
        for standing in standings_of(some):
            yield Prospect(
                standing.device,
                _against_move(standing, seen[standing.device.code], act.transition, actor),
            )


def _against_move(
    standing: Standing, seen: Mapping[str, Any], transition: Transition, actor: Membership
) -> tuple[Reason, ...]:
    if seen["state"] != standing.device.state:
        return (moved_meanwhile(),)
    said = frozenset(RULES[transition].asks)
    return reasons_against(transition, facts_of(standing, transition, actor, said))


def _against_place(device: Device, seen: Mapping[str, Any], act: BulkAct) -> tuple[Reason, ...]:
    if act is BulkAct.LABELS:
        return ()
    if seen != seen_of(device):
        return (moved_meanwhile(),)
    if State(device.state) not in IN_OUR_HANDS:
        return (not_in_our_hands(),)
    return ()
