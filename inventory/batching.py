"""Many devices at once: choose them, then do one thing with each, in a transaction of its own.

A batch is a job whose lines hold each device as it was seen. What somebody did meanwhile is
reported, never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.forecast import BulkAct, may, seen_of
from inventory.lifecycle import MoveRefused, State
from inventory.models import Device
from inventory.moving import (
    IN_OUR_HANDS,
    Said,
    lock_device,
    move_device,
    moved_meanwhile,
    not_in_our_hands,
    send_to,
)
from inventory.receiving import correct_device
from refurb.accounts.models import Membership, Organisation
from refurb.jobs.models import Job, JobLine, JobState
from refurb.jobs.running import Work, forget_old, start
from refurb.reasons import Reason, Refused

KIND = "devices"
MOST_MOVED = 2_000
MOST = 10_000  # labels


class BatchRefused(Refused):
    """These devices can't be dealt with at once."""


@transaction.atomic
def choose(devices: QuerySet[Device], *, actor: Membership) -> Job:
    """Remember these devices as they are now, for one act to be chosen; refused for none of them.

    Which of them are visible to the actor is the caller's to say.
    """
    forget_old()
    found = list(devices.only("code", "state", "shelf", "holder_id").order_by("pk")[: MOST + 1])
    if not found:
        raise BatchRefused(Reason("none_chosen", _("Tick at least one device.")))
    if len(found) > MOST:
        message = _("More than %(most)s devices match. Narrow the filter.")
        raise BatchRefused(Reason("too_many", message, {"most": MOST}))
    job = Job.objects.create(kind=KIND, state=JobState.DRAFT, requested_by=actor)
    JobLine.objects.bulk_create(
        [JobLine(job=job, key=each.code, seen=seen_of(each)) for each in found], batch_size=1000
    )
    return job


def start_batch(job: Job, act: BulkAct, *, actor: Membership, **said: Any) -> Job:
    """Have one thing done with every chosen device, with what it asks for.

    Raises PermissionDenied for an act that the role may not do, BatchRefused for too many devices
    and JobRefused when it was started already.
    """
    if not may(act, actor):
        raise PermissionDenied
    if act is not BulkAct.LABELS and job.lines.count() > MOST_MOVED:
        message = _("At most %(most)s devices can be moved at once. Narrow the filter.")
        raise BatchRefused(Reason("too_many", message, {"most": MOST_MOVED}))
    return start(job, actor=actor, act=act.value, **said)


def do_with_each(work: Work) -> None:
    """Do the batch's act with each device of which nothing came yet."""
    act = BulkAct(work.job.parameters["act"])
    one = _of_places.get(act, _move)
    work.each(lambda line: one(_device(line, work.actor), line, work))


def _device(line: JobLine, actor: Membership) -> Device:
    device = Device.objects.visible_to(actor).filter(code=line.key).first()
    if device is None:
        raise BatchRefused(Reason("out_of_sight", _("It is no longer among your devices.")))
    return device


def _move(device: Device, line: JobLine, work: Work) -> dict[str, Any]:
    parameters = work.job.parameters
    transition = BulkAct(parameters["act"]).transition
    assert transition is not None  # noqa: S101  the others are in _of_places
    said = Said(**{name: parameters.get(name, "") for name in Said.__dataclass_fields__})
    expected = State(line.seen["state"])
    event = move_device(device, transition, actor=work.actor, said=said, expected=expected)
    return {"event": event.pk, "before": event.before, "after": event.after}


def _as_seen(device: Device, line: JobLine, actor: Membership) -> Device:
    """Lock a device that is to get another place; raises MoveRefused when it is not as seen."""
    if not may(BulkAct.SHELF, actor):
        raise PermissionDenied
    device = lock_device(device)
    if seen_of(device) != line.seen:
        raise MoveRefused(moved_meanwhile())
    if State(device.state) not in IN_OUR_HANDS:
        raise MoveRefused(not_in_our_hands())
    return device


def _put_on_shelf(device: Device, line: JobLine, work: Work) -> dict[str, Any]:
    device = _as_seen(device, line, work.actor)
    shelf = work.job.parameters["shelf"]
    if device.shelf == shelf:
        raise MoveRefused(_already_there())
    correct_device(device, {"shelf": shelf}, actor=work.actor)
    return {"before": line.seen["shelf"], "after": shelf}


def _send(device: Device, line: JobLine, work: Work) -> dict[str, Any]:
    device = _as_seen(device, line, work.actor)
    holder = Organisation.objects.get(pk=work.job.parameters["holder"])
    if send_to(device, holder, actor=work.actor) is None:
        raise MoveRefused(_already_there())
    return {"before": line.seen["holder"], "after": holder.pk, "shelf": line.seen["shelf"]}


def _already_there() -> Reason:
    return Reason("already_there", _("It is there already."))


_of_places: dict[BulkAct, Callable[[Device, JobLine, Work], dict[str, Any]]] = {
    BulkAct.SHELF: _put_on_shelf,
    BulkAct.SEND: _send,
}
