"""What the API shows of devices."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects

from inventory.checklists import list_for
from inventory.kinds import Kind, Lock
from inventory.labelled import label_url
from inventory.lifecycle import Asks, State, Transition
from inventory.models import Device, Drive, Erasure, QualityCheck, Repair, RepairWork
from inventory.models.bench import Outcome, PartSource
from inventory.models.drive import DriveStatus
from inventory.sanitisation import (
    Category,
    Result,
    Technique,
    Technology,
    Verification,
)
from inventory.stock import Offer, Standing, offers
from refurb.accounts.models import Membership
from refurb.api.shapes import ReasonShown, Shown, show_reason


class ErasureShown(Shown):
    """One attempt to sanitise a drive."""

    id: int
    reference: str
    category: Category
    technique: Technique
    tool: str
    tool_version: str
    started_at: datetime | None
    ended_at: datetime
    result: Result
    verification: Verification
    operator: str
    verifier: str | None
    doubts: list[str]
    is_accepted: bool
    rejection: str


class DriveShown(Shown):
    """A drive, its newest erasure, and what keeps it from counting as sanitised."""

    id: int
    serial_number: str
    model: str
    technology: Technology
    size_bytes: int | None
    status: DriveStatus
    latest_erasure: ErasureShown | None
    unsanitised: ReasonShown | None


class WorkShown(Shown):
    """A sitting at a repair; minutes are null when it was not timed."""

    done: str
    minutes: int | None
    worker: str


class PartShown(Shown):
    """A part used; the cost in euro for all of them together."""

    part: str
    quantity: int
    source: PartSource
    cost: Decimal | None


class RepairShown(Shown):
    """A fault and what became of it."""

    id: int
    fault: str
    diagnosis: str
    work: list[WorkShown]
    parts: list[PartShown]
    outcome: Outcome | None
    is_open: bool


class CheckShown(Shown):
    """A quality check."""

    passed: bool
    items: dict[str, str]
    grade: str
    os_name: str
    os_language: str
    battery_percent: int | None
    known_defects: str


class TransitionShown(Shown):
    """A transition from here: whether it would succeed, what it asks for, what is against it."""

    name: Transition
    to: State | None
    allowed: bool
    asks: list[Asks]
    reasons: list[ReasonShown]


class DeviceRow(Shown):
    """A device in a list."""

    code: str
    url: str
    kind: Kind
    state: State
    state_since: datetime
    received_at: datetime
    manufacturer: str
    model: str
    serial_number: str
    grade: str
    shelf: str
    donation: str
    steward: str
    holder: str


class DeviceShown(DeviceRow):
    """A device with its drives, open repairs, newest check, locks and what can be done now."""

    keyboard: str
    cpu: str
    memory_bytes: int | None
    screen_inches: float | None
    has_charger: bool | None
    no_storage: bool
    note: str
    drives: list[DriveShown]
    open_repairs: list[RepairShown]
    quality_check: CheckShown | None
    checklist: list[str]
    locks_clear: dict[Lock, bool]
    transitions: list[TransitionShown]


def show_row(device: Device) -> DeviceRow:
    """Show a device in a list; select steward, holder and donation."""
    return DeviceRow(
        code=device.code,
        url=label_url(device.code),
        kind=Kind(device.kind),
        state=State(device.state),
        state_since=device.state_since,
        received_at=device.received_at,
        manufacturer=device.manufacturer,
        model=device.model,
        serial_number=device.serial_number,
        grade=device.grade,
        shelf=device.shelf,
        donation=device.donation.reference,
        steward=device.steward.code,
        holder=device.holder.code,
    )


def show_device(standing: Standing, actor: Membership) -> DeviceShown:
    """Show everything of one device."""
    device = standing.device
    prefetch_related_objects(standing.open_repairs, "parts")
    newest = next(iter(standing.checks), None)
    return DeviceShown(
        **dict(show_row(device)),
        keyboard=device.keyboard,
        cpu=device.cpu,
        memory_bytes=device.memory_bytes,
        screen_inches=float(device.screen_inches) if device.screen_inches else None,
        has_charger=device.has_charger,
        no_storage=device.declared_driveless,
        note=device.note,
        drives=[show_drive(drive, standing) for drive in standing.drives],
        open_repairs=[show_repair(one, standing.work_on(one)) for one in standing.open_repairs],
        quality_check=show_check(newest) if newest else None,
        checklist=list(list_for(device).codes),
        locks_clear={lock: check.is_clear for lock, check in standing.locks.items()},
        transitions=[show_offer(offer) for offer in offers(standing, actor)],
    )


def show_drive(drive: Drive, standing: Standing) -> DriveShown:
    """Show a drive of a device's standing."""
    newest = standing.newest_erasures[drive.pk]
    against = standing.faults.get(drive.pk)
    return DriveShown(
        id=drive.pk,
        serial_number=drive.serial_number,
        model=drive.model,
        technology=Technology(drive.technology),
        size_bytes=drive.size_bytes,
        status=DriveStatus(drive.status),
        latest_erasure=show_erasure(newest) if newest else None,
        unsanitised=ReasonShown(code=against.code, message=str(against)) if against else None,
    )


def show_erasure(erasure: Erasure) -> ErasureShown:
    """Show an erasure; select operator and verifier."""
    return ErasureShown(
        id=erasure.pk,
        reference=erasure.reference,
        category=Category(erasure.category),
        technique=Technique(erasure.technique),
        tool=erasure.tool,
        tool_version=erasure.tool_version,
        started_at=erasure.started_at,
        ended_at=erasure.ended_at,
        result=Result(erasure.result),
        verification=Verification(erasure.verification),
        operator=erasure.operator.name,
        verifier=erasure.verifier.name if erasure.verifier else None,
        doubts=list(erasure.doubts),
        is_accepted=erasure.accepted,
        rejection=erasure.rejection,
    )


def show_repair(repair: Repair, work: Iterable[RepairWork]) -> RepairShown:
    """Show a repair and the work on it; prefetch its parts when there are several."""
    return RepairShown(
        id=repair.pk,
        fault=repair.fault,
        diagnosis=repair.diagnosis,
        work=[
            WorkShown(done=one.done, minutes=one.minutes, worker=one.worker.name) for one in work
        ],
        parts=[
            PartShown(
                part=one.part,
                quantity=one.quantity,
                source=PartSource(one.source),
                cost=one.cost,
            )
            for one in repair.parts.all()
        ],
        outcome=Outcome(repair.outcome) if repair.outcome else None,
        is_open=repair.closed_id is None,
    )


def show_check(check: QualityCheck) -> CheckShown:
    """Show a quality check."""
    return CheckShown(
        passed=check.passed,
        items=check.items,
        grade=check.grade,
        os_name=check.os_name,
        os_language=check.os_language,
        battery_percent=check.battery_percent,
        known_defects=check.known_defects,
    )


def show_offer(offer: Offer) -> TransitionShown:
    """Show a transition, with every reason against it in the reader's language."""
    return TransitionShown(
        name=offer.transition,
        to=offer.to,
        allowed=offer.is_allowed,
        asks=list(offer.asks),
        reasons=[show_reason(reason) for reason in offer.reasons],
    )
