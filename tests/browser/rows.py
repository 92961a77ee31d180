"""Find rows of the demo for each page, in the site's own database.

Runs in a process of its own, `manage.py shell -c …`, since a test process has another database.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from distribution.appointments.standing import awaited_at, to_collect
from distribution.models import (
    Allocation,
    AllocationRun,
    Appointment,
    Consignment,
    Ground,
    Irregularity,
    Nomination,
    PaperText,
    Policy,
    PossibleDuplicate,
    Receipt,
    Referral,
    RequestLine,
    SignedPaper,
)
from distribution.policy.drafting import start_draft
from distribution.texts.versions import text_state
from distribution.texts.writing import save_draft
from distribution.words import PaperKind
from inventory.batching import choose, start_batch
from inventory.forecast import BulkAct
from inventory.lifecycle import Transition
from inventory.models import (
    Certificate,
    Checklist,
    Device,
    DevicePhoto,
    Donation,
    Drive,
    Erasure,
    HardwareReport,
    Incident,
    Intake,
    Label,
    LabelBatch,
    Repair,
    WipeLog,
)
from inventory.moving import Said, move_device
from inventory.reading import store_report
from inventory.waiting_wipes import waiting_wipes
from refurb.accounts.inviting import Offer, invite
from refurb.accounts.models import Invitation, Membership, Organisation
from refurb.accounts.roles import Role
from refurb.demo.people import accounts
from refurb.jobs.models import Job
from tests.access.matrix import filled
from tests.access.world import INVITED
from tests.browser.visits import NO_PAGES, VISITS, Visit, pages
from tests.makers import make_device, make_drive

SHA256_OF_INVITED = sha256(INVITED.encode()).hexdigest()
Find = Callable[[Membership, str], QuerySet]  # type: ignore[type-arg]


def devices(actor: Membership, state: str) -> QuerySet[Device]:
    """List devices in a state."""
    rows = Device.objects.visible_to(actor)
    if state == "photo":
        return rows.filter(pk__in=DevicePhoto.objects.values("device"))
    return rows.filter(state=state)


def drives(actor: Membership, status: str) -> QuerySet[Drive]:
    """List drives of devices to wipe, or those of a status."""
    rows = Drive.objects.visible_to(actor)
    return rows.filter(status=status) if status else rows.filter(device__state="wipe")


def erasures(actor: Membership, result: str) -> QuerySet[Erasure]:
    """List wipes, or those of a result that wait for a second person."""
    return (
        waiting_wipes(actor).filter(result=result) if result else Erasure.objects.visible_to(actor)
    )


def reports(actor: Membership, whose: str) -> QuerySet[HardwareReport]:
    """List reports that have a device, or that have none."""
    return HardwareReport.objects.visible_to(actor).filter(device__isnull=bool(whose))


def allocations(actor: Membership, ended: str) -> QuerySet[Allocation]:
    """List allocations that stand, or that have ended."""
    return Allocation.objects.visible_to(actor).mains().filter(ended_at__isnull=not ended)


def jobs(actor: Membership, which: str) -> QuerySet[Job]:
    """List the long work of one act that has ended, or what is still under way."""
    rows = Job.objects.visible_to(actor)
    return (
        rows.filter(state="queued") if which == "under way" else rows.filter(parameters__act=which)
    )


def consignments(actor: Membership, way: str) -> QuerySet[Consignment]:
    """List consignments on their way, or those of which all is said."""
    return Consignment.objects.visible_to(actor).filter(closed_at__isnull=way == "open")


def receipts(actor: Membership, which: str) -> QuerySet[Receipt]:
    """List receipts: all, those with a photo of the paper, without it yet, or superseded."""
    rows = Receipt.objects.visible_to(actor)
    signed = rows.filter(handover__signature_kind="paper", superseded_by=None)
    return {
        "paper": signed.exclude(papers=None),
        "unfiled": signed.filter(papers=None),
        "superseded": rows.exclude(superseded_by=None),
    }.get(which, rows)


def irregularities(actor: Membership, how: str) -> QuerySet[Irregularity]:
    """List irregularities that are open, or resolved."""
    return Irregularity.objects.visible_to(actor).filter(resolved_at__isnull=how == "open")


def uncollected(actor: Membership, _: str) -> QuerySet[Nomination]:
    """List nominations with something set aside that nobody comes for yet."""
    unbooked = to_collect().annotate(awaited_at=awaited_at()).filter(awaited_at=None)
    rows = Nomination.objects.visible_to(actor)
    return rows.filter(pk__in=unbooked.values("line__nomination"))


FINDERS: dict[str, Find] = {
    "device": devices,
    "drive": drives,
    "erasure": erasures,
    "checklist": lambda actor, _: Checklist.objects.filter(organisation=actor.organisation_id),
    "photo": lambda actor, _: DevicePhoto.objects.visible_to(actor),
    "repair": lambda actor, _: Repair.objects.visible_to(actor).filter(closed=None),
    "intake": lambda actor, _: Intake.objects.visible_to(actor).open(),
    "label-batch": lambda actor, _: LabelBatch.objects.visible_to(actor),
    "label": lambda actor, void: Label.objects.visible_to(actor).filter(
        device=None, voided_at__isnull=not void
    ),
    "donation": lambda actor, _: Donation.objects.visible_to(actor),
    "report": reports,
    "wipe_log": lambda actor, _: WipeLog.objects.visible_to(actor),
    "incident": lambda actor, _: Incident.objects.visible_to(actor).filter(resolved_at=None),
    "job": jobs,
    "batch": lambda actor, _: Job.objects.owned_by(actor).filter(state="draft"),
    "nomination": lambda actor, state: Nomination.objects.visible_to(actor).filter(state=state),
    "exception": lambda actor, _: Nomination.objects.visible_to(actor).filter(
        exception_asked_by__isnull=False, exception_approved_by=None, state="submitted"
    ),
    "review": lambda actor, _: Nomination.objects.visible_to(actor).filter(
        review_asked_at__isnull=False, state="submitted"
    ),
    "notice": lambda *_: Organisation.objects.all(),
    "allocation": allocations,
    "policy": lambda *_: Policy.objects.all(),
    "ground": lambda *_: Ground.objects.all(),
    "text": lambda *_: PaperText.objects.filter(version=None),
    "run": lambda actor, state: AllocationRun.objects.visible_to(actor).filter(state=state),
    "receipt": receipts,
    "paper": lambda actor, _: SignedPaper.objects.visible_to(actor),
    "consignment": consignments,
    "institution": lambda actor, state: Nomination.institutions.visible_to(actor).filter(
        state=state or "waiting"
    ),
    "irregularity": irregularities,
    "appointment": lambda actor, state: Appointment.objects.visible_to(actor).filter(state=state),
    "uncollected": uncollected,
    "referral": lambda actor, state: Referral.objects.visible_to(actor).filter(state=state),
    "duplicate": lambda actor, state: PossibleDuplicate.objects.visible_to(actor).filter(
        state=state
    ),
    "line": lambda actor, _: RequestLine.objects.filter(
        state="waiting", nomination__in=Nomination.objects.visible_to(actor)
    ),
    "token": lambda *_: Receipt.objects.all(),
    "member": lambda actor, _: Membership.objects.visible_to(actor).exclude(user=actor.user),
    "organisation": lambda actor, _: Organisation.objects.visible_to(actor),
    "certificate": lambda actor, _: Certificate.objects.visible_to(actor),
    "certified": lambda *_: Certificate.objects.all(),
    "workshop": lambda actor, _: Organisation.objects.filter(pk=actor.organisation_id),
    "invitation": lambda actor, _: Invitation.objects.visible_to(actor).open(),
    "invited": lambda *_: Invitation.objects.usable().filter(sha256=SHA256_OF_INVITED),
}


def kwargs_of(row: object) -> dict[str, object]:
    """Say how a row is named in addresses."""
    match row:
        case Device() | Label() | Organisation() | Ground():
            return {"code": row.code}
        case Receipt() | Certificate():
            number = {"issuer": row.issuer.code, "year": row.year, "number": row.number}
            return {**number, "token": row.token}
        case Intake() | Donation() | Nomination() | LabelBatch() | Consignment():
            return {"reference": row.reference}
        case AllocationRun():
            return {"number": row.number}
        case RequestLine():
            return {"reference": row.nomination.reference, "number": row.number}
    named = {name: getattr(row, name, None) for name in ("pk", "uuid")}
    return {**named, "language": "fr", **words_of(row)}


def words_of(row: object) -> dict[str, object]:
    """Say by which words the addresses of some sorts of rows name them."""
    match row:
        case Invitation():
            return {"token": INVITED, "uidb36": "1", "key": INVITED}
        case Checklist():
            return {"kind": row.kind}
        case Referral():
            return {"step": "send"}
        case PaperText():
            return {"kind": row.kind, "language": row.language}
        case Policy():
            return {"version": str(row.version), "criterion": "waiting"}
    return {}


def address(visit: Visit, route: str, actor: Membership | None) -> str:
    """Write the address of a visit; fails when the demo has no such row for this role."""
    sort, _space, state = visit.row.partition(" ")
    found: dict[str, object] = {}
    if visit.row:
        row = FINDERS[sort](actor, state).order_by("pk").first()  # type: ignore[arg-type]
        assert row is not None, f"the demo has no row for “{visit}”"
        found = kwargs_of(row)
    line = RequestLine.objects.filter(state="waiting").order_by("pk").first()
    query = visit.query.format(line=line.pk if line else "")
    return filled(route, found) + (f"?{query}" if query else "")


def make_what_the_demo_lacks(
    volunteer: Membership, lead: Membership, coordinator: Membership, admin: Membership
) -> None:
    """Report no known device, lose an unwiped one, invite somebody, choose devices, draft rules."""
    start_draft(actor=coordinator)
    text = (PaperKind.NOTICE, "fr")
    save_draft(text, {"title": "Un ordinateur"}, seen=text_state(*text).stamp, actor=admin)
    offer = Offer("lost.letter@demo.example", lead.organisation, Role.VOLUNTEER, "fr")
    invited, _secret = invite(offer, actor=lead)
    Invitation.objects.filter(pk=invited.pk).update(sha256=SHA256_OF_INVITED)
    some = Device.objects.filter(holder=volunteer.organisation, state__in=("wipe", "repair"))
    choose(some, actor=volunteer)
    choose(some, actor=lead)
    waiting = start_batch(choose(some, actor=volunteer), BulkAct.SHELF, actor=volunteer, shelf="B")
    # As if no worker had taken it up.
    long_ago = timezone.now() - timedelta(minutes=5)
    nobodys = {"state": "queued", "done": 0, "made_at": long_ago, "heartbeat_at": None}
    Job.objects.filter(pk=waiting.pk).update(**nobodys)
    store_report(b"nothing that anybody can read", actor=volunteer)
    stolen = make_device(volunteer)
    make_drive(stolen, volunteer)
    move_device(stolen, Transition.LOSE, actor=lead, said=Said(reason="stolen"))


def main() -> None:
    """Print address by visit, as JSON; also of the addresses that show no page."""
    actors: dict[str, Membership] = {}
    for account in accounts():
        mine = Membership.objects.filter(user__email=account.email, role=account.role)
        actors.setdefault(account.role, mine.get())
    writers = ("volunteer", "workshop_lead", "coordinator", "admin")
    make_what_the_demo_lacks(*(actors[role] for role in writers))
    routes = dict(pages())
    visits = [
        *VISITS,
        *(Visit(name, "coordinator", row) for name, row in NO_PAGES.items() if name in routes),
    ]
    found = {
        str(visit): visit.name
        if visit.name.startswith("/")
        else address(visit, routes[visit.name], actors.get(visit.role or ""))
        for visit in visits
    }
    json.dump(found, sys.stdout)
