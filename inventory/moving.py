"""The only writer of Device.state: lock, check, compare-and-set, append the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import (
    ARRIVALS,
    BY_RULE,
    RULES,
    Asks,
    DeviceFacts,
    MoveRefused,
    State,
    Transition,
    check_move,
    reasons_against,
)
from inventory.models import Device, DeviceEvent, Drive, Incident, Repair
from inventory.models.bench import Outcome
from inventory.models.drive import DriveStatus
from inventory.models.incident import IncidentKind
from inventory.stock import (
    Standing,
    facts_of,
    load_standing,
    standings_of,
)
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.reasons import Reason


@dataclass(frozen=True)
class Said:
    """What somebody says with a transition: free words, no personal data."""

    reason: str = ""
    fault: str = ""
    destination: str = ""
    document: str = ""

    def asked(self) -> frozenset[Asks]:
        """List what is said."""
        return frozenset(Asks(key) for key, value in asdict(self).items() if value.strip())

    def facts(self) -> dict[str, str]:
        """Give what is said, for the event."""
        return {key: value.strip() for key, value in asdict(self).items() if value.strip()}


NOTHING_SAID = Said()


@dataclass(frozen=True)
class FromDistribution:
    """What only distribution knows, said by its acts."""

    stands_allocated: bool = False
    proof_is_valid: bool = False
    is_returned: bool = False
    has_happened: bool = False  # a fact, not a wish: it is recorded, whatever speaks against it


def lock_device(device: Device) -> Device:
    """Read the device again under a row lock (PostgreSQL); SQLite's write lock is already held."""
    return Device.objects.to_be_judged().select_for_update().get(pk=device.pk)


def append_event(
    device: Device,
    verb: str,
    actor: Membership | None,
    *,
    before: str = "",
    after: str = "",
    **facts: Any,
) -> DeviceEvent:
    """Append to the device's history, with the device locked, so that ids keep its order.

    The actor is None for what a rule does by itself.
    """
    return DeviceEvent.objects.create(
        device=device, verb=verb, actor=actor, before=before, after=after, facts=facts
    )


@transaction.atomic
def move_device(  # noqa: PLR0913  what is said is named
    device: Device,
    transition: Transition,
    *,
    actor: Membership | None,
    said: Said = NOTHING_SAID,
    expected: State | None = None,
    known: FromDistribution | None = None,
) -> DeviceEvent:
    """Make a transition, or raise MoveRefused with every reason.

    `expected` is the state the person saw; when somebody was faster, the move is refused. Raises
    PermissionDenied when the actor's role may not make it: None, a rule, makes those of BY_RULE.
    """
    if not _may_make(transition, actor):
        raise PermissionDenied
    device = lock_device(device)
    if expected is not None and expected != device.state:
        raise MoveRefused(moved_meanwhile())
    standing = load_standing(device)
    facts = _facts(standing, transition, actor, said, known)
    to = _where_to(transition, facts, known)
    _write_state([device.pk], device.state, to)
    event = _moved(device, transition, to, actor, said)
    event.save(force_insert=True)
    _follow_up(standing, transition, event, said)
    return event


def _may_make(transition: Transition, actor: Membership | None) -> bool:
    if actor is None:
        return transition in BY_RULE
    return any(map(actor.may, RULES[transition].permissions))


def move_devices(
    devices: Sequence[Device],
    transition: Transition,
    *,
    actor: Membership,
    known: FromDistribution | None = None,
) -> None:
    """Make one transition with what goes together, as move_device would, one after the other.

    It costs the same for one device and for many. Called inside an act's transaction, with the
    devices read under their locks.
    """
    if not _may_make(transition, actor):
        raise PermissionDenied
    moves = []
    for standing in standings_of(devices):
        facts = _facts(standing, transition, actor, NOTHING_SAID, known)
        moves.append((standing, _where_to(transition, facts, known)))
    ways: dict[tuple[str, State], list[int]] = {}
    for standing, to in moves:
        ways.setdefault((standing.device.state, to), []).append(standing.device.pk)
    for (before, to), ids in ways.items():
        _write_state(ids, before, to)
    events = DeviceEvent.objects.bulk_create(
        _moved(standing.device, transition, to, actor, NOTHING_SAID) for standing, to in moves
    )
    for (standing, _to), event in zip(moves, events, strict=True):
        _follow_up(standing, transition, event, NOTHING_SAID)


def _facts(
    standing: Standing,
    transition: Transition,
    actor: Membership | None,
    said: Said,
    known: FromDistribution | None,
) -> DeviceFacts:
    facts = facts_of(standing, transition, actor, said.asked())
    told = asdict(known or FromDistribution())
    del told["has_happened"]
    return replace(facts, **told)


def _where_to(transition: Transition, facts: DeviceFacts, known: FromDistribution | None) -> State:
    """Judge what is about to happen; take what has happened as it is."""
    to = RULES[transition].to
    if known is not None and known.has_happened and to is not None:
        return to
    return check_move(transition, facts)


def unmet_for(
    device: Device, transition: Transition, *, actor: Membership, known: FromDistribution
) -> tuple[Reason, ...]:
    """Name what speaks against a transition that has happened, whatever state the books say."""
    facts = _facts(load_standing(device), transition, actor, NOTHING_SAID, known)
    before = next(iter(sorted(RULES[transition].before)))
    return reasons_against(transition, replace(facts, state=before))


IN_OUR_HANDS = frozenset(State) - {State.DELIVERED, State.RECYCLED, State.LOST}


@transaction.atomic
def send_to(device: Device, organisation: Organisation, *, actor: Membership) -> DeviceEvent | None:
    """Write who has a device now, when it is carried elsewhere; its steward stays.

    None when it is there already. Raises PermissionDenied for an actor who may not work on it, and
    MoveRefused for a device that nobody of ours holds.
    """
    if not actor.may(Permission.WORK):
        raise PermissionDenied
    device = lock_device(device)
    if device.state not in IN_OUR_HANDS:
        raise MoveRefused(not_in_our_hands())
    if device.holder_id == organisation.pk:
        return None
    Device.objects.filter(pk=device.pk).update(holder=organisation, shelf="")
    return append_event(device, "device.sent", actor, to=organisation.name)


def take_in(device: Device, organisation: Organisation, *, actor: Membership) -> DeviceEvent | None:
    """Write that a device which was sent to an organisation has arrived there; lock it first.

    None when it is there already, or in nobody's hands here. Raises PermissionDenied.
    """
    if not actor.may(Permission.HAND_OVER):
        raise PermissionDenied
    if device.state not in IN_OUR_HANDS or device.holder_id == organisation.pk:
        return None
    Device.objects.filter(pk=device.pk).update(holder=organisation, shelf="")
    return append_event(device, "device.arrived", actor, place=organisation.name)


def moved_meanwhile() -> Reason:
    """Say that somebody was faster."""
    return Reason("moved_meanwhile", _("Somebody moved it meanwhile. Look again."))


def not_in_our_hands() -> Reason:
    """Say that nobody of ours can carry it."""
    message = _("It is not in anybody's hands here, so it can't be sent.")
    return Reason("not_in_our_hands", message)


def _write_state(ids: Sequence[int], before: str, to: State) -> None:
    # Two people may press at once: the WHERE decides, not what was read.
    rows = Device.objects.filter(pk__in=ids, state=before)
    if rows.update(state=to, state_since=timezone.now()) != len(ids):
        raise MoveRefused(moved_meanwhile())


def _moved(
    device: Device, transition: Transition, to: State, actor: Membership | None, said: Said
) -> DeviceEvent:
    """Make the unsaved event of a move that is written, and tell the device in hand."""
    before, device.state = device.state, to
    verb = f"device.{transition}"
    return DeviceEvent(
        device=device, verb=verb, actor=actor, before=before, after=to, facts=said.facts()
    )


def _follow_up(standing: Standing, transition: Transition, event: DeviceEvent, said: Said) -> None:
    device = standing.device
    if transition in {Transition.SEND_TO_REPAIR, Transition.FAULT_FOUND}:
        Repair.objects.create(device=device, fault=said.fault.strip()[:200], opened=event)
    if transition in ARRIVALS:
        Drive.objects.filter(device=device, status=DriveStatus.PRESENT).update(arrived=event)
    if transition is Transition.LOSE and standing.unsanitised:
        Incident.objects.create(device=device, kind=IncidentKind.UNSANITISED_LOST, opened=event)
    if transition is Transition.HAND_OVER and standing.unsanitised:
        Incident.objects.create(device=device, kind=IncidentKind.UNSANITISED_OUT, opened=event)
    if transition is Transition.REVERT:
        undone = standing.events[0]
        Repair.objects.filter(device=device, opened=undone, closed=None).update(
            outcome=Outcome.NO_FAULT, closed=event
        )
