"""Read side: what is known of one device, gathered once for its page, its rules and the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from inventory.kinds import WITH_STORAGE, Lock, account_locks_of, locks_of
from inventory.lifecycle import (
    RULES,
    WORKSHOP,
    Asks,
    DeviceFacts,
    State,
    Transition,
    reasons_against,
)
from inventory.models import (
    Device,
    DeviceEvent,
    Drive,
    Erasure,
    LockCheck,
    QualityCheck,
    Repair,
    RepairWork,
)
from inventory.models.drive import DriveStatus
from inventory.models.sanitisation_policy import rule_from
from inventory.sanitisation import (
    Category,
    DriveFacts,
    ErasureFacts,
    Result,
    Technique,
    Technology,
    Unsanitised,
    Verification,
    WipePolicy,
    why_unsanitised,
)
from inventory.wipe_policies import policies_of
from refurb.accounts.models import Membership
from refurb.reasons import Reason

REVERT_WINDOW = timedelta(minutes=15)
ARRIVAL_VERBS = ("device.received", "device.take_back", "device.find", "device.reopen")


@dataclass(frozen=True)
class Standing:
    """Everything recorded of a device that its rules look at; as many queries for any history."""

    device: Device
    policy: WipePolicy  # of its steward
    drives: tuple[Drive, ...]  # each with `newest`: its newest erasure or None
    repairs: tuple[Repair, ...]
    checks: tuple[QualityCheck, ...]  # newest first
    work: tuple[RepairWork, ...]  # at any of its repairs, newest first
    locks: dict[Lock, LockCheck]  # the newest of each since it arrived
    events: tuple[DeviceEvent, ...]  # newest first

    @cached_property
    def newest_erasures(self) -> dict[int, Erasure | None]:
        """Map each drive's id to its newest erasure."""
        return {drive.pk: next(iter(drive.erasures.all()), None) for drive in self.drives}

    @cached_property
    def faults(self) -> dict[int, Unsanitised]:
        """Map the id of each drive that holds it back to why, by its steward's policy."""
        found = {
            drive.pk: why_unsanitised(self._drive_facts(drive), self.policy)
            for drive in self.drives
        }
        return {pk: fault for pk, fault in found.items() if fault}

    def work_on(self, repair: Repair) -> list[RepairWork]:
        """List what was done at one of its repairs, in order."""
        return [one for one in reversed(self.work) if one.repair_id == repair.pk]

    def _drive_facts(self, drive: Drive) -> DriveFacts:
        facts = drive_facts(drive, self.newest_erasures[drive.pk])
        return replace(facts, account_is_free=self.account_is_free)

    @property
    def account_is_free(self) -> bool:
        """Say whether every lock that ties it to an account was found clear since it arrived."""
        wanted = account_locks_of(self.device.kind)
        return all(lock in self.locks and self.locks[lock].is_clear for lock in wanted)

    @property
    def unsanitised(self) -> tuple[Unsanitised, ...]:
        """List the drives that hold it back, and why."""
        return tuple(self.faults.values())

    @property
    def open_repairs(self) -> tuple[Repair, ...]:
        """List the repairs without an outcome."""
        return tuple(repair for repair in self.repairs if repair.closed_id is None)


def drive_facts(drive: Drive, newest: Erasure | None) -> DriveFacts:
    """Put a drive and its newest erasure into the words of the rule."""
    return DriveFacts(
        label=str(drive),
        technology=Technology(drive.technology),
        is_present=drive.status == DriveStatus.PRESENT,
        is_missing=drive.status == DriveStatus.MISSING,
        arrived=drive.arrived_id,
        newest=_erasure_facts(newest) if newest else None,
    )


def _erasure_facts(erasure: Erasure) -> ErasureFacts:
    return ErasureFacts(
        sequence=erasure.event_id,
        category=Category(erasure.category),
        technique=Technique(erasure.technique),
        result=Result(erasure.result),
        verification=Verification(erasure.verification),
        by_hand=erasure.by_hand,
        has_verifier=erasure.verifier_id is not None,
        is_accepted=erasure.accepted,
        is_rejected=erasure.rejecter_id is not None,
    )


def load_standing(device: Device) -> Standing:
    """Read what the rules look at."""
    return standings_of([device])[0]


def standings_of(devices: Sequence[Device]) -> list[Standing]:
    """Read what the rules look at of several devices: as many queries, however many they are.

    One less for devices that were read `to_be_judged`.
    """
    erasures = Erasure.objects.select_related("operator", "verifier").order_by("-event_id")
    ours = {"device__in": devices}
    drives = Drive.objects.filter(**ours).prefetch_related(Prefetch("erasures", erasures))
    found = {
        "drives": _by_device(drives.order_by("pk")),
        "repairs": _by_device(Repair.objects.filter(**ours).order_by("-pk")),
        "events": _by_device(_events().filter(**ours).order_by("-pk")),
        "locks": _by_device(LockCheck.objects.filter(**ours).order_by("event_id")),
    }
    unread = {device.steward_id for device in devices if not hasattr(device, "own_rule")}
    policies = policies_of(unread) if unread else {}
    return [
        _standing(
            device,
            policies.get(device.steward_id) or rule_from(device.own_rule),
            **{name: of.get(device.pk, []) for name, of in found.items()},
        )
        for device in devices
    ]


def _events() -> QuerySet[DeviceEvent]:
    """Read events with who did them, and with the check or the work that they recorded."""
    people = ("actor__user", "actor__organisation")
    records = ("quality_check__checked_by", "quality_check__checklist", "repair_work__worker")
    return DeviceEvent.objects.select_related(*people, *records)


def _by_device(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.device_id, []).append(row)
    return found


def _standing(
    device: Device,
    policy: WipePolicy,
    events: list[DeviceEvent],
    locks: list[LockCheck],
    **rows: list[Any],
) -> Standing:
    checks = [event.quality_check for event in events if hasattr(event, "quality_check")]
    for each in chain(events, checks, *rows.values()):
        each.device = device
    arrived = next((event.pk for event in events if event.verb in ARRIVAL_VERBS), 0)
    return Standing(
        device=device,
        policy=policy,
        drives=tuple(rows["drives"]),
        repairs=tuple(rows["repairs"]),
        checks=tuple(checks),
        work=tuple(event.repair_work for event in events if hasattr(event, "repair_work")),
        locks={Lock(check.lock): check for check in locks if check.event_id > arrived},
        events=tuple(events),
    )


def _check_passed(standing: Standing, undone: int | None) -> bool:
    newest = next(iter(standing.checks), None)
    if newest is None or not newest.passed:
        return False
    arrived = [event.pk for event in standing.events if event.verb in ARRIVAL_VERBS]
    repaired = [
        repair.closed_id or repair.opened_id
        for repair in standing.repairs
        if repair.opened_id != undone
    ]
    return newest.event_id > max([0, *arrived, *repaired])


def _revertible(standing: Standing) -> DeviceEvent | None:
    latest = next(iter(standing.events), None)
    inside = latest is not None and {latest.before, latest.after} <= WORKSHOP
    return latest if inside else None


def facts_of(
    standing: Standing,
    transition: Transition,
    actor: Membership | None,
    said: frozenset[Asks] = frozenset(),
    now: datetime | None = None,
) -> DeviceFacts:
    """Put what is known into the words of the lifecycle, for one transition by one person.

    The actor is None for a rule, which leads nobody and undoes nothing.
    """
    device, latest = standing.device, _revertible(standing)
    undone = latest.pk if latest and transition is Transition.REVERT else None
    locks = locks_of(device.kind)
    recent = latest is not None and (now or timezone.now()) - latest.at <= REVERT_WINDOW
    is_own = latest is not None and _did(latest, actor)
    return DeviceFacts(
        state=State(device.state),
        has_storage=device.kind in WITH_STORAGE and not device.declared_driveless,
        drives=sum(drive.status != DriveStatus.MISTAKEN for drive in standing.drives),
        present_drives=sum(drive.status == DriveStatus.PRESENT for drive in standing.drives),
        unsanitised=standing.unsanitised,
        open_repairs=sum(repair.opened_id != undone for repair in standing.open_repairs),
        passed_check=_check_passed(standing, undone),
        has_check=bool(standing.checks),
        closed_locks=tuple(
            lock for lock in locks if lock in standing.locks and not standing.locks[lock].is_clear
        ),
        unchecked_locks=tuple(lock for lock in locks if lock not in standing.locks),
        said=said,
        revert_to=State(latest.before) if latest else None,
        revert_is_own_and_recent=recent and is_own,
        actor_leads=actor is not None and actor.may("lead"),
    )


def _did(event: DeviceEvent, actor: Membership | None) -> bool:
    if event.actor is None or actor is None:
        return False
    return event.actor.user_id == actor.user_id


@dataclass(frozen=True)
class Offer:
    """One transition as the page and the API show it: whether it would succeed, and why not."""

    transition: Transition
    to: State | None
    asks: tuple[Asks, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_allowed(self) -> bool:
        """Say whether it would succeed, once what it asks for is said."""
        return not self.reasons


def offers(standing: Standing, actor: Membership) -> tuple[Offer, ...]:
    """List the transitions from here that the actor may make, with what stands against each."""
    found = []
    for rule in RULES.values():
        if standing.device.state not in rule.before or not any(map(actor.may, rule.permissions)):
            continue
        facts = facts_of(standing, rule.transition, actor, said=frozenset(rule.asks))
        to = rule.to or facts.revert_to
        found.append(Offer(rule.transition, to, rule.asks, reasons_against(rule.transition, facts)))
    return tuple(found)
