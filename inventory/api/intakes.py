"""Rows of similar machines: what they share once, then one after the other."""

from django.db import models, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from inventory.api.intake_shapes import (
    IntakeAsked,
    IntakeChange,
    IntakeFilters,
    IntakeRow,
    IntakeShown,
    LabellingAsked,
    MachineAsked,
    UndoAsked,
    show_intake,
    show_intake_row,
)
from inventory.api.shapes import DeviceRow, show_row
from inventory.models import Donation, Intake
from inventory.models.intake import Labelling
from inventory.unpacking import (
    Found,
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

router = Router(tags=["Intake"])


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
    return page_of(rows, ["-pk"], paging, show_intake_row)


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
    return show_intake(_mine(request, started.reference))


@router.get(
    "intakes/{reference:reference}",
    response=IntakeShown,
    summary="Read a row of machines",
    operation_id="read_intake",
)
@allow(Permission.RECEIVE)
def read_intake(request: SignedInRequest, reference: str) -> IntakeShown:
    """Read what the machines share and how many are in; so one goes on where another stopped."""
    return show_intake(_mine(request, reference))


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
    return show_intake(_mine(request, reference))


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
    return show_intake(_mine(request, reference))


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
    return show_intake(_mine(request, reference))


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
    return show_intake(_mine(request, reference))
