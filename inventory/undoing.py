"""Undo what a batch did: each device that nothing happened to since goes back, as a job of its own.

A batch is undone by reverting, so that the lifecycle has its say; what it can't take back, such as
recycling, is reported.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.batching import BatchRefused
from inventory.forecast import BulkAct
from inventory.lifecycle import RULES, WORKSHOP, MoveRefused, State, Transition
from inventory.models import Device, DeviceEvent
from inventory.moving import lock_device, move_device, send_to
from inventory.receiving import correct_device
from inventory.stock import REVERT_WINDOW
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.jobs.models import Job, JobLine, JobState, Outcome
from refurb.jobs.running import Work, start
from refurb.reasons import Reason

KIND = "undo"


def why_no_undo(job: Job, actor: Membership) -> tuple[Reason, ...]:
    """Name what keeps a whole batch from being undone; single devices may still be refused."""
    act = BulkAct(job.parameters["act"])
    if act is BulkAct.LABELS:
        return (Reason("labels", _("Printed labels can't be taken back.")),)
    rule = RULES[act.transition] if act.transition else None
    if rule is not None and (rule.to not in WORKSHOP or not rule.before <= WORKSHOP):
        message = _("This can't be undone for all at once. Each device's page says what can.")
        return (Reason("not_on_the_bench", message),)
    ended = job.finished_at or timezone.now()
    if timezone.now() - ended > REVERT_WINDOW and not actor.may(Permission.LEAD):
        message = _("After 15 minutes, only a workshop lead can undo it.")
        return (Reason("undo_needs_lead", message),)
    return ()


@transaction.atomic
def undo(job: Job, actor: Membership) -> Job:
    """Queue the undoing of what a batch did; refused when it can't be, or was undone already."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    against = why_no_undo(job, actor)
    if job.is_under_way:
        against += (Reason("job_at_work", _("Wait until the task has ended.")),)
    if Job.objects.filter(undoes=job).exists():
        against += (Reason("undone", _("It was undone already.")),)
    if against:
        raise BatchRefused(*against)
    undoing = Job.objects.create(
        kind=KIND,
        state=JobState.DRAFT,
        requested_by=actor,
        undoes=job,
        parameters={"act": job.parameters["act"]},
    )
    done = job.lines.filter(outcome=Outcome.DONE).order_by("pk")
    JobLine.objects.bulk_create(
        [JobLine(job=undoing, key=line.key, seen=line.facts) for line in done], batch_size=1000
    )
    return start(undoing, actor=actor)


def undo_each(work: Work) -> None:
    """Take back one device after the other."""
    act = BulkAct(work.job.parameters["act"])
    back = {BulkAct.SHELF: _shelf_back, BulkAct.SEND: _send_back}.get(act, _revert)
    work.each(lambda line: back(_locked(line, work.actor), line.seen, work.actor))


def _locked(line: JobLine, actor: Membership) -> Device:
    device = Device.objects.visible_to(actor).filter(code=line.key).first()
    if device is None:
        raise BatchRefused(Reason("out_of_sight", _("It is no longer among your devices.")))
    return lock_device(device)


def _revert(device: Device, did: dict[str, Any], actor: Membership) -> dict[str, Any]:
    latest = DeviceEvent.objects.filter(device=device).order_by("-pk").values_list("pk").first()
    if latest != (did["event"],):
        raise MoveRefused(_happened_since())
    expected = State(did["after"])
    event = move_device(device, Transition.REVERT, actor=actor, expected=expected)
    return {"event": event.pk, "before": event.before, "after": event.after}


def _shelf_back(device: Device, did: dict[str, Any], actor: Membership) -> dict[str, Any]:
    if device.shelf != did["after"]:
        raise MoveRefused(_happened_since())
    correct_device(device, {"shelf": did["before"]}, actor=actor)
    return {"before": did["after"], "after": did["before"]}


def _send_back(device: Device, did: dict[str, Any], actor: Membership) -> dict[str, Any]:
    if device.holder_id != did["after"] or device.shelf:
        raise MoveRefused(_happened_since())
    send_to(device, Organisation.objects.get(pk=did["before"]), actor=actor)
    if did["shelf"]:
        correct_device(lock_device(device), {"shelf": did["shelf"]}, actor=actor)
    return {"before": did["after"], "after": did["before"]}


def _happened_since() -> Reason:
    return Reason("happened_since", _("Something happened to it since, so it stays as it is."))
