"""Rows of similar machines: what they share once, then one after the other."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from inventory.api.asking import Code, Reference
from inventory.api.shapes import DeviceRow, show_row
from inventory.grade import FirstLook
from inventory.kinds import Keyboard, Kind
from inventory.models import Donation, Intake
from inventory.models.intake import Labelling
from inventory.unpacking import (
    MOST_MACHINES,
    Found,
    Plan,
    change_intake,
    choose_labelling,
    finish_intake,
    receive_next,
    start_intake,
    undo_last,
)
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, page_of
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked, Shown, Words

router = Router(tags=["Intake"])
Serial = Annotated[Words, Field(min_length=1, max_length=80)]
LARGEST_MEMORY = 4096 * 1024**3
LARGEST_DRIVE = 100 * 10**12


class SharedFacts(Asked):
    """What the machines share; what their kind can't have is left out when they are received."""

    manufacturer: Annotated[Words, Field(max_length=80)] = ""
    model: Annotated[Words, Field(max_length=120)] = ""
    cpu: Annotated[Words, Field(max_length=120)] = ""
    memory_bytes: Annotated[int | None, Field(ge=1, le=LARGEST_MEMORY)] = None
    drive: Annotated[
        Literal["none", "hdd", "ssd", "nvme", "emmc"] | None,
        Field(description="Technology of the drive in each, or none"),
    ] = None
    drive_bytes: Annotated[int | None, Field(ge=1, le=LARGEST_DRIVE)] = None
    screen_inches: Annotated[float | None, Field(gt=0, le=200)] = None
    keyboard: Keyboard | None = None
    has_charger: bool | None = None
    shelf: Annotated[Words, Field(max_length=30)] = ""

    def facts(self) -> dict[str, Any]:
        """Write them as a row of machines keeps them."""
        found = {name: value for name, value in self if value not in ("", None)}
        if self.screen_inches is not None:
            found["screen_inches"] = f"{Decimal(str(self.screen_inches)):.1f}"
        return found


class PlanAsked(Asked):
    """How many machines, what they share, and the serial numbers that the donor announced."""

    planned: Annotated[int, Field(ge=1, le=MOST_MACHINES)]
    shared: SharedFacts = SharedFacts()
    expected_serials: Annotated[list[Serial], Field(max_length=MOST_MACHINES)] = Field(
        default_factory=list
    )

    def plan(self, kind: str) -> Plan:
        """Put it into the words of the act."""
        serials = list(dict.fromkeys(self.expected_serials))
        return Plan(kind, self.planned, self.shared.facts(), serials)


class IntakeAsked(PlanAsked):
    """A row of machines of one donation that are alike."""

    donation: Reference
    kind: Kind


class IntakeChange(PlanAsked):
    """What the machines still to come share, whole; `version` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class LabellingAsked(Asked):
    """When the machines get their labels: they have them, get them afterwards, or print now."""

    how: Literal["before", "after", "print"]


class MachineAsked(Asked):
    """One machine of the row; its label is scanned when the machines have labels."""

    code: Annotated[Code | None, Field(description="Of its label")] = None
    serial_number: Annotated[Words, Field(max_length=80)] = ""
    first_impression: FirstLook | None = None
    other_device: Annotated[
        bool, Field(description="Another device has this serial number, and is not this one")
    ] = False


class UndoAsked(Asked):
    """The machine that the caller received last."""

    device: Code


class IntakeRow(Shown):
    """A row of machines in a list: how many are in, of how many."""

    reference: str
    donation: str
    kind: Kind
    planned: int
    received: int
    labelling: Labelling | None
    started_at: datetime
    finished_at: datetime | None


class IntakeShown(IntakeRow):
    """A row of machines: what they share, and its version."""

    shared: dict[str, Any]
    expected_serials: list[str]
    batch: Annotated[str | None, Field(description="Of labels printed for it")]
    version: int


class IntakeFilters(Asked):
    """Which rows."""

    donation: Annotated[Reference | None, Field(description="Its reference")] = None
    is_open: Annotated[bool | None, Field(description="Still to be continued")] = None

    def narrow(self, rows: models.QuerySet[Intake]) -> models.QuerySet[Intake]:
        """Keep the rows that are asked for."""
        if self.donation is not None:
            rows = rows.filter(donation__reference=self.donation.upper())
        return rows if self.is_open is None else rows.filter(finished_at__isnull=self.is_open)


def _rows(actor: Membership) -> models.QuerySet[Intake]:
    rows = Intake.objects.visible_to(actor).annotate(received=models.Count("devices"))
    return rows.select_related("donation__organisation", "batch")


def _mine(request: SignedInRequest, reference: str) -> Intake:
    return get_object_or_404(_rows(request.actor), reference=reference.upper())


@router.get(
    "intakes",
    response=Page[IntakeRow],
    summary="List rows of machines",
    operation_id="list_intakes",
)
@allow(Permission.RECEIVE)
def list_intakes(
    request: SignedInRequest, filters: Query[IntakeFilters], paging: Query[Paging]
) -> Page[IntakeRow]:
    """List the rows of similar machines of the workshop, newest first."""
    rows = filters.narrow(_rows(request.actor)).fetch_mode(models.FETCH_RAISE)
    return page_of(rows, ["-pk"], paging, _row)


@router.post(
    "intakes",
    response={201: IntakeShown},
    summary="Start a row of machines",
    operation_id="add_intake",
)
@allow(Permission.RECEIVE)
def add_intake(request: SignedInRequest, body: IntakeAsked) -> IntakeShown:
    """Say once what the machines share; then receive them one after the other."""
    donations = Donation.objects.visible_to(request.actor)
    donation = get_object_or_404(donations, reference=body.donation.upper())
    started = start_intake(donation, body.plan(body.kind), actor=request.actor)
    return _show(_mine(request, started.reference))


@router.get(
    "intakes/{reference:reference}",
    response=IntakeShown,
    summary="Read a row of machines",
    operation_id="read_intake",
)
@allow(Permission.RECEIVE)
def read_intake(request: SignedInRequest, reference: str) -> IntakeShown:
    """Read what the machines share and how many are in; so one goes on where another stopped."""
    return _show(_mine(request, reference))


@router.put(
    "intakes/{reference:reference}",
    response=IntakeShown,
    summary="Change what machines share",
    operation_id="change_intake",
)
@allow(Permission.RECEIVE)
def put_intake(request: SignedInRequest, reference: str, body: IntakeChange) -> IntakeShown:
    """Change what those still to come share; refused when somebody else changed it meanwhile."""
    row = _mine(request, reference)
    change_intake(row, body.plan(row.kind), seen=body.version, actor=request.actor)
    return _show(_mine(request, reference))


@router.post(
    "intakes/{reference:reference}/labelling",
    response=IntakeShown,
    summary="Say when machines get labels",
    operation_id="choose_labelling",
)
@allow(Permission.RECEIVE)
def post_labelling(request: SignedInRequest, reference: str, body: LabellingAsked) -> IntakeShown:
    """Say when the machines are labelled; `print` prepares a batch, once, to print from."""
    prints = body.how == "print"
    labelling = Labelling.BEFORE if prints else Labelling(body.how)
    row = _mine(request, reference)
    choose_labelling(row, labelling, prints=prints, actor=request.actor)
    return _show(_mine(request, reference))


@router.post(
    "intakes/{reference:reference}/devices",
    response={201: DeviceRow},
    summary="Receive the next machine",
    operation_id="receive_machine",
)
@allow(Permission.RECEIVE)
@transaction.atomic
def post_machine(request: SignedInRequest, reference: str, body: MachineAsked) -> DeviceRow:
    """Receive one machine of the row, with what all share and the drive in it."""
    row = _mine(request, reference)
    has_label = row.labelling == Labelling.BEFORE
    if has_label and body.code is None:
        raise invalid_field("code", "code_missing", _("These machines have labels: scan it."))
    found = Found(
        code=body.code or "",
        serial_number=body.serial_number,
        first_impression=body.first_impression or "",
        knows_twin=body.other_device,
    )
    return show_row(receive_next(row, found, actor=request.actor))


@router.post(
    "intakes/{reference:reference}/undo",
    response=IntakeShown,
    summary="Take the last machine back",
    operation_id="undo_machine",
)
@allow(Permission.RECEIVE)
def post_undo(request: SignedInRequest, reference: str, body: UndoAsked) -> IntakeShown:
    """Take back the machine that the caller received last, as if it had never been scanned."""
    undo_last(_mine(request, reference), body.device, actor=request.actor)
    return _show(_mine(request, reference))


@router.post(
    "intakes/{reference:reference}/finish",
    response=IntakeShown,
    summary="Finish a row of machines",
    operation_id="finish_intake",
)
@allow(Permission.RECEIVE)
def post_finish(request: SignedInRequest, reference: str) -> IntakeShown:
    """Say that no more machines of this row come; a second time changes nothing."""
    finish_intake(_mine(request, reference), actor=request.actor)
    return _show(_mine(request, reference))


def _row(intake: Intake) -> IntakeRow:
    return IntakeRow(
        reference=intake.reference,
        donation=intake.donation.reference,
        kind=Kind(intake.kind),
        planned=intake.planned,
        received=intake.received,  # type: ignore[attr-defined]
        labelling=Labelling(intake.labelling) if intake.labelling else None,
        started_at=intake.started_at,
        finished_at=intake.finished_at,
    )


def _show(intake: Intake) -> IntakeShown:
    return IntakeShown(
        **dict(_row(intake)),
        shared=intake.facts,
        expected_serials=intake.expected_serials,
        batch=intake.batch.reference if intake.batch else None,
        version=intake.version,
    )
