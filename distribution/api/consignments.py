"""Consignments to partners, and what partners report of deliveries."""

from datetime import date
from typing import Annotated, Literal

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from distribution.api.asking import Reference
from distribution.api.handovers import HandoverAsked
from distribution.consignments.shipping import receive_line, send_consignment
from distribution.deliveries import Arrival, IrregularityCode, NotDelivered
from distribution.handovers.issuing import number_of
from distribution.handovers.reporting import Told, report_delivery, report_not_delivered
from distribution.models import Allocation, Consignment, DeliveryReport
from distribution.models.allocation import AllocationQuerySet
from inventory.api.asking import Code, visible_device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Organisation
from refurb.accounts.roles import Permission
from refurb.api.problems import invalid_field
from refurb.api.shapes import AboutPeople, Asked, Day, Id, Shown

router = Router(tags=["Handover"])
MOST_LINES = 100
MOST_REPORTS = 50


class ConsignmentAsked(Asked):
    """What is sent to which partner."""

    receiver: Annotated[Reference, Field(description="Code of the partner")]
    sent_on: Day
    devices: Annotated[list[Code], Field(min_length=1, max_length=MOST_LINES)]


class ArrivalAsked(Asked):
    """What became of one device; damaged says how."""

    device: Code
    arrival: Arrival
    note: Annotated[AboutPeople, Field(max_length=200)] = ""


class ReceptionAsked(Asked):
    """What arrived of a consignment, line by line; not all at once, if that is easier."""

    lines: Annotated[list[ArrivalAsked], Field(max_length=MOST_LINES)]


class ConsignmentLineShown(Shown):
    """One device of a consignment."""

    device: str
    arrival: Arrival | None
    note: str


class ConsignmentShown(Shown):
    """A consignment: what is on its way, what arrived."""

    reference: str
    sender: str
    receiver: str
    sent_on: date
    lines: list[ConsignmentLineShown]


class DeliveryAsked(HandoverAsked):
    """A delivery that happened; it is recorded even when a condition was not met."""

    device: Annotated[Code | None, Field(description="Only if another one was delivered")] = None


class NotDeliveredAsked(Asked):
    """A device that did not reach its household, and why."""

    allocation: Id
    because: NotDelivered
    words: Annotated[AboutPeople, Field(max_length=200)] = ""


class DeliveriesAsked(Asked):
    """What a partner has to tell: deliveries, and what was not delivered."""

    delivered: Annotated[list[DeliveryAsked], Field(max_length=MOST_REPORTS)] = Field(
        default_factory=list
    )
    not_delivered: Annotated[list[NotDeliveredAsked], Field(max_length=MOST_REPORTS)] = Field(
        default_factory=list
    )


class DeliveryShown(Shown):
    """What became of one line of a report."""

    allocation: int
    status: Literal["recorded", "recorded with irregularities"]
    receipt: str | None = None
    irregularities: list[IrregularityCode]


def _show(consignment: Consignment) -> ConsignmentShown:
    lines = consignment.lines.select_related("device").order_by("device__code")
    return ConsignmentShown(
        reference=consignment.reference,
        sender=consignment.sender.code,
        receiver=consignment.receiver.code,
        sent_on=consignment.sent_on,
        lines=[
            ConsignmentLineShown(
                device=line.device.code,
                arrival=Arrival(line.arrival) if line.arrival else None,
                note=line.note,
            )
            for line in lines
        ],
    )


@router.post(
    "consignments",
    response={201: ConsignmentShown},
    summary="Send devices to a partner",
    operation_id="add_consignment",
)
@allow(Permission.SHIP)
def add_consignment(request: SignedInRequest, body: ConsignmentAsked) -> ConsignmentShown:
    """Send devices that are ready or set aside, and what goes with them."""
    partners = Organisation.objects.filter(is_partner=True, code=body.receiver.upper())
    receiver = partners.first()
    if receiver is None:
        raise invalid_field("receiver", "receiver_unknown", "No partner has this code.")
    devices = [visible_device(request.actor, code) for code in body.devices]
    return _show(send_consignment(receiver, devices, sent_on=body.sent_on, actor=request.actor))


@router.post(
    "consignments/{reference:reference}/receive",
    response=ConsignmentShown,
    summary="Receive a consignment",
    operation_id="receive_consignment",
)
@allow(Permission.HAND_OVER)
def post_reception(
    request: SignedInRequest, reference: str, body: ReceptionAsked
) -> ConsignmentShown:
    """Say of each device whether it was received, damaged or missing; all of it or nothing."""
    mine = Consignment.objects.visible_to(request.actor).select_related("sender", "receiver")
    consignment = get_object_or_404(mine, reference=reference.upper())
    lines = {line.device.code: line for line in consignment.lines.select_related("device")}
    with transaction.atomic():
        for said in body.lines:
            if said.device not in lines:
                raise Http404
            line = lines[said.device]
            receive_line(line, said.arrival, note=said.note, actor=request.actor)
    return _show(consignment)


@router.post(
    "delivery-reports",
    response={201: list[DeliveryShown]},
    summary="Report deliveries",
    operation_id="add_delivery_reports",
)
@allow(Permission.REPORT_DELIVERIES)
def add_delivery_reports(request: SignedInRequest, body: DeliveriesAsked) -> list[DeliveryShown]:
    """Record what happened: a delivery is never refused, what was irregular is named with it."""
    mine = Allocation.objects.visible_to(request.actor).mains().select_related("device")
    with transaction.atomic():
        done = [_delivered(request, mine, each) for each in body.delivered]
        for said in body.not_delivered:
            allocation = get_object_or_404(mine, pk=said.allocation)
            report = report_not_delivered(
                allocation, said.because, words=said.words, actor=request.actor
            )
            done.append(_shown(said.allocation, report))
    return done


def _delivered(
    request: SignedInRequest, mine: AllocationQuerySet, said: DeliveryAsked
) -> DeliveryShown:
    allocation = get_object_or_404(mine, pk=said.allocation)
    device = visible_device(request.actor, said.device) if said.device else None
    told = Told(said.unsaved(), said.language, device)
    return _shown(said.allocation, report_delivery(allocation, told, actor=request.actor))


def _shown(allocation: int, report: DeliveryReport) -> DeliveryShown:
    codes = sorted(set(report.irregularities.values_list("code", flat=True)))
    issued = report.handover.receipts.select_related("issuer").first() if report.handover else None
    return DeliveryShown(
        allocation=allocation,
        status="recorded with irregularities" if codes else "recorded",
        receipt=number_of(issued) if issued else None,
        irregularities=[IrregularityCode(code) for code in codes],
    )
