"""Quality checks and lock checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.checklist import Verdict, has_passed
from inventory.checklists import list_for
from inventory.kinds import Lock, locks_of
from inventory.lifecycle import State
from inventory.models import Device, LockCheck, QualityCheck
from inventory.moving import append_event, lock_device
from refurb.accounts.models import Membership
from refurb.reasons import Reason, Refused

CHECKABLE = frozenset({State.RECEIVED, State.WIPE, State.REPAIR, State.READY})


class CheckRefused(Refused):
    """A check that doesn't fit the device; `reasons` says why."""


@dataclass(frozen=True)
class NewCheck:
    """The result per item, and what goes with a device that passed."""

    items: dict[str, str] = field(default_factory=dict)  # item code → "ok", "fail" or "na"
    grade: str = ""
    os_name: str = ""
    os_language: str = ""
    battery_percent: int | None = None
    known_defects: str = ""


@transaction.atomic
def record_check(device: Device, new: NewCheck, *, actor: Membership) -> QualityCheck:
    """Record a check; when it passes, its grade becomes the device's. Raises CheckRefused."""
    device = lock_device(device)
    if device.state not in CHECKABLE:
        message = _("A device that has left the workshop can't be checked.")
        raise CheckRefused(Reason("not_here", message))
    items = list_for(device)
    unknown = new.items.keys() - set(items.codes)
    if unknown:
        raise CheckRefused(Reason("items_unknown", _("The list has items of another kind.")))
    passed = has_passed(items.codes, new.items)
    if passed and not new.grade:
        raise CheckRefused(Reason("grade_missing", _("Give it a grade: every item is fine.")))
    verdict = Verdict.PASSED if passed else Verdict.FAILED
    event = append_event(device, "device.checked", actor, verdict=verdict, grade=new.grade)
    if passed:
        Device.objects.filter(pk=device.pk).update(grade=new.grade)
    return QualityCheck.objects.create(
        device=device,
        event=event,
        checklist=items.checklist,
        items=new.items,
        passed=passed,
        grade=new.grade if passed else "",
        os_name=new.os_name.strip(),
        os_language=new.os_language,
        battery_percent=new.battery_percent,
        known_defects=new.known_defects.strip(),
        checked_by=actor.user,
    )


@transaction.atomic
def record_locks(device: Device, clear: dict[Lock, bool], *, actor: Membership) -> None:
    """Record for each lock whether it is clear; raises CheckRefused for one it can't have."""
    device = lock_device(device)
    if not clear or clear.keys() - set(locks_of(device.kind)):
        raise CheckRefused(Reason("lock_unknown", _("This kind of device has no such lock.")))
    event = append_event(
        device,
        "device.locks_checked",
        actor,
        clear=[lock for lock, is_clear in clear.items() if is_clear],
        closed=[lock for lock, is_clear in clear.items() if not is_clear],
    )
    LockCheck.objects.bulk_create(
        LockCheck(device=device, event=event, lock=lock, is_clear=is_clear)
        for lock, is_clear in clear.items()
    )
