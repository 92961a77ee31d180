"""Undo what a batch did: each device that nothing happened to since goes back, as a job of its own.

A batch is undone by reverting, or by the move that leads the other way, so that the lifecycle has
its say; what can't be taken back is reported.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.batching import BatchRefused
from inventory.forecast import BulkAct
from inventory.lifecycle import RULES, MoveRefused, State, Transition
from inventory.models import Device, DeviceEvent
from inventory.moving import NOTHING_SAID, Said, lock_device, move_device, send_to
from inventory.receiving import correct_device
from inventory.stock import REVERT_WINDOW
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.jobs.models import Job, JobLine, JobState, Outcome
from refurb.jobs.running import Work, start
from refurb.reasons import Reason

KIND = "undo"
# Where the table knows no revert, a move of its own leads back. It is a move like any other: who is
# found or reopened has arrived anew, and what proved its drives before counts no more.
WAYS_BACK = {
    BulkAct.RECYCLE: Transition.REOPEN,
    BulkAct.REOPEN: Transition.RECYCLE,
    BulkAct.LOSE: Transition.FIND,
    BulkAct.FIND: Transition.LOSE,
}
MEANINGS = {
    BulkAct.RECYCLE: _(
        "Was this a mistake? Every device that nothing happened to since is reopened, as received. "
        "Its drives are wiped and proved again before it leaves."
    ),
    BulkAct.REOPEN: _(
        "Was this a mistake? Every device that nothing happened to since is recycled again, with "
        "the destination and document given then. A drive that was not destroyed, removed or "
        "wiped since keeps its device here: you will see which."
    ),
    BulkAct.LOSE: _(
        "Was this a mistake? Every device that nothing happened to since is found again, as "
        "received. Its drives are wiped and proved again before it leaves, and an incident that "
        "the loss opened waits to be resolved."
    ),
    BulkAct.FIND: _(
        "Was this a mistake? Every device that nothing happened to since is lost again, for the "
        "reason given then. A drive that was not wiped since opens an incident."
    ),
}
BACK_WHERE_IT_WAS = _(
    "Was this a mistake? Everything that this task did, and that nothing happened to since, goes "
    "back to where it was."
)


def what_undo_does(job: Job) -> Any:
    """Say to people, before they press, what undoing this batch means."""
    return MEANINGS.get(BulkAct(job.parameters["act"]), BACK_WHERE_IT_WAS)


def why_no_undo(job: Job, actor: Membership) -> tuple[Reason, ...]:
    """Name what keeps a whole batch from being undone; single devices may still be refused."""
    act = BulkAct(job.parameters["act"])
    if act is BulkAct.LABELS:
        return (Reason("labels", _("Printed labels can't be taken back.")),)
    if act in WAYS_BACK:
        if any(map(actor.may, RULES[WAYS_BACK[act]].permissions)):
            return ()
        return (Reason("undo_is_a_leads", _("Ask a workshop lead to undo it: only they can.")),)
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
        parameters={"act": job.parameters["act"], "reason": str(_("The task was undone."))},
    )
    done = job.lines.filter(outcome=Outcome.DONE).order_by("pk")
    JobLine.objects.bulk_create(
        [JobLine(job=undoing, key=line.key, seen=line.facts) for line in done], batch_size=1000
    )
    return start(undoing, actor=actor)


def undo_each(work: Work) -> None:
    """Take back one device after the other."""
    act = BulkAct(work.job.parameters["act"])
    places = {BulkAct.SHELF: _shelf_back, BulkAct.SEND: _send_back}

    def take_back(line: JobLine) -> dict[str, Any]:
        device = _locked(line, work.actor)
        if act in places:
            return places[act](device, line.seen, work.actor)
        _expect_latest(device, line.seen["event"])
        way = WAYS_BACK.get(act, Transition.REVERT)
        said = _said(device, way, work.job.parameters["reason"])
        expected = State(line.seen["after"])
        event = move_device(device, way, actor=work.actor, said=said, expected=expected)
        return {"event": event.pk, "before": event.before, "after": event.after}

    work.each(take_back)


def _locked(line: JobLine, actor: Membership) -> Device:
    device = Device.objects.visible_to(actor).filter(code=line.key).first()
    if device is None:
        raise BatchRefused(Reason("out_of_sight", _("It is no longer among your devices.")))
    return lock_device(device)


def _expect_latest(device: Device, event: int) -> None:
    latest = DeviceEvent.objects.filter(device=device).order_by("-pk").values_list("pk").first()
    if latest != (event,):
        raise MoveRefused(_happened_since())


def _said(device: Device, way: Transition, reason: str) -> Said:
    """Say with a move back what it asks for; again what was said when it was made before."""
    if way in {Transition.REVERT, Transition.FIND}:
        return NOTHING_SAID
    if way is Transition.REOPEN:
        return Said(reason=reason)
    before = DeviceEvent.objects.filter(device=device, verb=f"device.{way}").order_by("-pk").first()
    return Said(**before.facts) if before else NOTHING_SAID


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
