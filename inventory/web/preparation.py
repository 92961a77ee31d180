"""What must hold before a device is ready, point by point, with where each is done.

The guards of the lifecycle judge; this only says what is met in words too, and adds the links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from inventory.guards import (
    its_check_passed,
    its_drives_are_known,
    its_locks_are_clear,
    no_repair_is_open,
)
from inventory.kinds import Lock, locks_of
from inventory.lifecycle import DeviceFacts
from inventory.models import Device, Drive, Erasure
from inventory.models.drive import DriveStatus
from inventory.sanitisation import Result
from inventory.stock import Standing
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class Action:
    """Where something is done: a page, or a button that does it at once."""

    label: str | Promise
    url: str
    is_post: bool = False


@dataclass(frozen=True)
class Point:
    """One condition: whether it holds, said in a sentence, and what to do when it doesn't."""

    text: str
    is_met: bool
    actions: tuple[Action, ...] = ()


def points(standing: Standing, facts: DeviceFacts, actor: Membership) -> Iterator[Point]:
    """List the conditions of *ready* in the order in which a bench works."""
    found = (
        *_drive_points(standing, facts, actor),
        *_repair_points(standing, facts),
        *_check_points(standing, facts),
        *_lock_points(standing, facts),
    )
    may_work = actor.may(Permission.WORK)
    for point in found:
        yield point if may_work else Point(point.text, point.is_met)


def _drive_points(standing: Standing, facts: DeviceFacts, actor: Membership) -> Iterator[Point]:
    device = standing.device
    for reason in its_drives_are_known(facts):
        report = reverse("report-add", query={"device": device.code})
        actions = (
            Action(_("Read its hardware"), report),
            Action(_("Add a drive"), _page("drive-add", device)),
            Action(_("It has no drive"), _page("device-driveless", device), is_post=True),
        )
        yield Point(str(reason), is_met=False, actions=actions)
    if device.declared_driveless and not facts.drives:
        yield Point(gettext("It has no drive, so there is nothing to wipe."), is_met=True)
    for drive in standing.drives:
        if drive.status == DriveStatus.PRESENT:
            yield _drive_point(standing, drive, actor)
        if drive.status == DriveStatus.MISSING:
            ask = Action(_("Say what became of it"), reverse("drive", args=[drive.pk]))
            yield Point(str(standing.faults[drive.pk]), is_met=False, actions=(ask,))


def _drive_point(standing: Standing, drive: Drive, actor: Membership) -> Point:
    newest = standing.newest_erasures[drive.pk]
    fault = standing.faults.get(drive.pk)
    names = {"drive": str(drive)}
    if fault is None:
        return Point(gettext("Drive %(drive)s is wiped and verified.") % names, is_met=True)
    if fault.code == "account_not_free":
        check = Action(_("Check the locks"), _page("device-locks", standing.device))
        return Point(str(fault), is_met=False, actions=(check,))
    return Point(str(fault), is_met=False, actions=wipe_actions(drive, newest, actor))


def wipe_actions(drive: Drive, newest: Erasure | None, actor: Membership) -> tuple[Action, ...]:
    """Say what is to be done about a drive that is not sanitised: verify it, or wipe it.

    Nothing for who wiped it and waits for a colleague's verification.
    """
    is_old = newest is None or newest.event_id <= drive.arrived_id
    if newest is not None and not is_old and may_accept(newest, actor):
        return (Action(_("Judge the wipe"), reverse("erasure-accept", args=[newest.pk])),)
    if newest is None or is_old or not is_unverified(newest):
        return (Action(_("Record a wipe"), reverse("drive-erase", args=[drive.pk])),)
    if newest.operator_id == actor.user_id:
        return ()
    return (Action(_("Verify the wipe"), reverse("erasure-verify", args=[newest.pk])),)


def is_unverified(erasure: Erasure) -> bool:
    """Say whether this wipe succeeded and still waits for its verifier."""
    is_judged = erasure.verifier_id is not None or erasure.rejecter_id is not None
    return erasure.result == Result.WIPED and not is_judged


def may_accept(erasure: Erasure, actor: Membership) -> bool:
    """Say whether the actor is a lead who could judge this wipe: in review, and not theirs."""
    is_judged = erasure.verifier_id is not None or erasure.rejecter_id is not None
    waits = erasure.result == Result.REVIEW and not is_judged
    return waits and actor.may(Permission.LEAD) and erasure.operator_id != actor.user_id


def may_verify(erasure: Erasure, actor: Membership) -> bool:
    """Say whether the actor could verify this wipe: it succeeded, is unverified, and not theirs."""
    return is_unverified(erasure) and erasure.operator_id != actor.user_id


def _repair_points(standing: Standing, facts: DeviceFacts) -> Iterator[Point]:
    if not no_repair_is_open(facts):
        yield Point(gettext("No repair is open."), is_met=True)
        return
    for repair in standing.open_repairs:
        close = Action(_("Close the repair"), reverse("repair-close", args=[repair.pk]))
        text = gettext("A repair is open: %(fault)s.") % {"fault": repair.fault.rstrip(".")}
        yield Point(text, is_met=False, actions=(close,))


def _check_points(standing: Standing, facts: DeviceFacts) -> Iterator[Point]:
    check = Action(_("Check its quality"), _page("device-check", standing.device))
    for reason in its_check_passed(facts):
        yield Point(str(reason), is_met=False, actions=(check,))
    if facts.passed_check:
        grade = standing.checks[0].grade
        text = gettext("The quality check passed with grade %(grade)s.") % {"grade": grade}
        yield Point(text, is_met=True)


def _lock_points(standing: Standing, facts: DeviceFacts) -> Iterator[Point]:
    locks = locks_of(standing.device.kind)
    wrong = its_locks_are_clear(facts)
    check = Action(_("Check the locks"), _page("device-locks", standing.device))
    for place, reason in enumerate(wrong):
        yield Point(str(reason), is_met=False, actions=() if place else (check,))
    clear = [lock for lock in locks if _is_clear(standing, lock)]
    if clear and not wrong:
        text = ngettext(
            "Its lock is clear: %(locks)s.", "Its locks are clear: %(locks)s.", len(clear)
        )
        yield Point(text % {"locks": ", ".join(str(lock.label) for lock in clear)}, is_met=True)


def _is_clear(standing: Standing, lock: Lock) -> bool:
    return lock in standing.locks and standing.locks[lock].is_clear


def _page(name: str, device: Device) -> str:
    return reverse(name, args=[device.code])
